"""Convolutional network that brightens photos taken with too little light.

H. A. Salman and A. Kalakech, "Image Enhancement using Convolution Neural Networks", 2024,
section 4.4, task 1, which trains a CNN on pairs of dark and well exposed photos.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.exposure import AutomaticExposure
from models.arch.layers import crop_like
from models.arch.unet import UNet
from models.arch.whole_picture import of_whole_picture

DARKEST = 1e-4


class LowLightCnn(nn.Module):
    """An automatic exposure, then a U-Net that finds a gain and an offset for every value.

    Parameters
    ----------
    widths
        Channels at half the size, a quarter, and so on.

    Notes
    -----
    The U-Net also sees the square roots of the picture, which spread the dark values. What the
    whole picture shows reaches the smallest features through their mean, which is recorded once
    per picture.
    """

    inputs = 3
    by_rows = True
    scale = 1
    asks_whole_picture = True

    def __init__(self, widths: Sequence[int] = (32, 48, 64, 80)) -> None:
        super().__init__()
        self.multiple = 2 * 2 ** len(widths)
        self.exposure = AutomaticExposure()
        self.unet = UNet(6, 6, widths)
        self.squeeze = nn.Conv2d(widths[-1], widths[-1] // 2, 1)
        self.spread = nn.Conv2d(widths[-1] // 2, widths[-1], 1)
        self.squeeze.adam_only = self.spread.adam_only = True
        nn.init.zeros_(self.unet.last.weight)
        nn.init.zeros_(self.unet.last.bias)

    def forward(self, picture: Tensor) -> Tensor:
        """Brighten ``picture`` (N×3×H×W in [0, 1], sides multiples of the smallest size)."""
        exposed = self.exposure(picture)
        root = picture.clamp_min(DARKEST).sqrt()
        change = self.unet(torch.cat((exposed, root), 1), self._told)  # N×6×H×W
        gain, offset = change.chunk(2, 1)
        return crop_like(exposed, change) * (1 + gain) + offset

    def _told(self, x: Tensor) -> Tensor:
        """Add what the mean of the whole picture says to N×widths[-1]×h×w."""
        mean = of_whole_picture(lambda features: features.mean((2, 3), keepdim=True), x)
        return x + self.spread(F.relu(self.squeeze(mean)))
