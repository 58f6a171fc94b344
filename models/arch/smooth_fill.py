"""A smooth guess of what a hole hides, from its surroundings at ever coarser sizes.

S. J. Gortler et al., "The Lumigraph", SIGGRAPH 1996, section 3.4 (pull-push),
doi:10.1145/237170.237200.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from models.arch.layers import aligned, crop_like, cut_inner

FEW = 1e-3
MIDDLE_GREY = 0.5


def smooth_fill(known: Tensor, mask: Tensor, halvings: int) -> Tensor:
    """Fill holes with colours that were averaged around them.

    Parameters
    ----------
    known
        N×C×H×W in [0, 1], zero inside the holes; sides multiples of ``2**halvings``.
    mask
        N×1×H×W, 1 inside the holes.
    halvings
        How often the picture is halved; holes of up to about ``2**halvings`` pixels are filled
        from their borders, the middle of wider ones is grey.

    Returns
    -------
    Tensor
        N×C×H×W in [0, 1], less at inner sides of a tile; equal to ``known`` outside the holes.
    """
    levels = [(known, 1 - mask)]
    for _ in range(halvings):
        levels.append(tuple(F.avg_pool2d(aligned(x, 2), 2) for x in levels[-1]))
    colour, share = levels.pop()
    filled = _where_known(torch.full_like(colour, MIDDLE_GREY), colour, share)
    for colour, share in reversed(levels):
        filled = _where_known(_doubled(filled), colour, share)
    return filled


def _where_known(filled: Tensor, colour: Tensor, share: Tensor) -> Tensor:
    """``colour`` (a mean over known and unknown pixels) where any were known, else ``filled``."""
    colour, share = crop_like(colour, filled), crop_like(share, filled)
    return torch.where(share > FEW, colour / share.clamp_min(FEW), filled)


def _doubled(x: Tensor) -> Tensor:
    return cut_inner(F.interpolate(x, scale_factor=2, mode="bilinear"), 1)
