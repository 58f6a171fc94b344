"""Fills holes: sees their mask, or finds black ones itself; nothing else changes.

H. A. Salman and A. Kalakech, "Image Enhancement using Convolution Neural Networks", 2024,
section 4.4, task 3 (black areas on photos); the mask as an input follows G. Liu et al., "Image
Inpainting for Irregular Holes Using Partial Convolutions", ECCV 2018,
doi:10.1007/978-3-030-01252-6_6.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.layers import crop_like, cut_inner
from models.arch.smooth_fill import smooth_fill
from models.arch.unet import UNet

BLACK = 1.5 / 255
STILL_BLACK, CLEARLY_NOT_BLACK = 4 / 255, 12 / 255


def black_places(picture: Tensor) -> Tensor:
    """Where a picture (N×3×H×W in [0, 1]) is black over at least 2×2 pixels.

    Returns
    -------
    Tensor
        N×1×H×W of zeros and ones, one pixel less at inner sides of a tile.
    """
    black = (picture.amax(1, keepdim=True) <= BLACK).float()
    black = F.pad(black, (1, 1, 1, 1), mode="replicate")
    eroded = 1 - F.max_pool2d(1 - black, 2, 1)  # N×1×(H+1)×(W+1)
    return cut_inner(F.max_pool2d(eroded, 2, 1), 1)


class DamageRepair(nn.Module):
    """A U-Net that sees the picture and the mask of its holes, and paints inside them.

    Parameters
    ----------
    widths
        Channels at half the size, a quarter, and so on.

    Notes
    -----
    The network begins with a smooth guess of what the holes hide and adds what it lacks. Black
    places of a photo that are no damage are left as they are: where the network would paint
    something nearly black, it paints nothing.
    """

    inputs = 3
    scale = 1
    takes_mask = True

    def __init__(self, widths: Sequence[int] = (48, 64, 80, 96)) -> None:
        super().__init__()
        self.multiple = 2 * 2 ** len(widths)
        self.halvings = len(widths) + 1
        self.unet = UNet(4, 3, widths)
        nn.init.zeros_(self.unet.last.weight)
        nn.init.zeros_(self.unet.last.bias)

    def forward(self, picture: Tensor) -> Tensor:
        """Fill the holes of ``picture``.

        Parameters
        ----------
        picture
            N×3×H×W in [0, 1], or N×4×H×W with the mask of the holes (1 inside) as the fourth
            channel; sides multiples of the smallest size.

        Returns
        -------
        Tensor
            N×3×H×W.
        """
        given = picture.shape[1] == 4
        mask = (picture[:, 3:] > 0.5).to(picture.dtype) if given else black_places(picture)
        picture = crop_like(picture[:, :3], mask)
        guess = smooth_fill(picture * (1 - mask), mask, self.halvings)  # N×3×H×W
        change = self.unet(torch.cat((guess, crop_like(mask, guess)), 1))  # N×3×H×W
        fill = crop_like(guess, change) + change
        strength = crop_like(mask, fill)
        if not (given or self.training):
            strength = strength * _clearly_not_black(fill)
        return torch.lerp(crop_like(picture, fill), fill, strength)


def _clearly_not_black(fill: Tensor) -> Tensor:
    """0 where N×3×H×W is black to the eye, 1 where it is not, N×1×H×W."""
    brightest = fill.amax(1, keepdim=True)
    return ((brightest - STILL_BLACK) / (CLEARLY_NOT_BLACK - STILL_BLACK)).clamp(0, 1)
