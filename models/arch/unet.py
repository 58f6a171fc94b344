"""A U-Net of residual blocks that begins at half the size.

O. Ronneberger et al., "U-Net: Convolutional Networks for Biomedical Image Segmentation", MICCAI
2015, doi:10.1007/978-3-319-24574-4_28.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.layers import (
    Conv2d,
    StridedConv2d,
    TransposedConv2d,
    added,
    depth_to_space,
    in_full_precision,
    space_to_depth,
)
from models.arch.residual import ResidualBlock


class UNet(nn.Module):
    """Space to depth, residual blocks at every size, skips added, pixel shuffle at the end.

    Parameters
    ----------
    inputs, outputs
        Channels at full size.
    widths
        Channels at half the size, a quarter, and so on.
    deepest
        Residual blocks at the smallest size.
    """

    def __init__(self, inputs: int, outputs: int, widths: Sequence[int], deepest: int = 2) -> None:
        super().__init__()
        steps = list(pairwise(widths))
        self.stem = Conv2d(4 * inputs, widths[0], 3)
        self.encoder = nn.ModuleList([ResidualBlock(width) for width in widths[:-1]])
        self.down = nn.ModuleList([StridedConv2d(*step, 4) for step in steps])
        self.middle = nn.Sequential(*(ResidualBlock(widths[-1]) for _ in range(deepest)))
        self.up = nn.ModuleList([TransposedConv2d(*step[::-1], 4) for step in reversed(steps)])
        self.decoder = nn.ModuleList([ResidualBlock(width) for width in reversed(widths[:-1])])
        self.last = Conv2d(widths[0], 4 * outputs, 3)
        self.stem.adam_only = self.last.adam_only = True

    def forward(self, x: Tensor, at_middle: Callable[[Tensor], Tensor] | None = None) -> Tensor:
        """Map N×inputs×H×W to N×outputs×H×W; ``at_middle`` changes the smallest features."""
        x = self.stem(space_to_depth(x, 2), slope=0.0)  # N×widths[0]×H/2×W/2
        skips = []
        for block, down in zip(self.encoder, self.down, strict=True):
            x = block(x)
            skips.append(x)
            x = down(x, slope=0.0)  # half the size
        x = self.middle(x if at_middle is None else at_middle(x))
        for up, block, skip in zip(self.up, self.decoder, reversed(skips), strict=True):
            x = up(x)  # twice the size
            x = block(F.relu(added(skip, x)))
        return depth_to_space(in_full_precision(self.last, x), 2)  # N×outputs×H×W
