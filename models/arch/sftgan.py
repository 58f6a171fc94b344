"""SFTGAN's generator with fewer channels and blocks, to be compared at equal complexity.

X. Wang et al., "Recovering Realistic Texture in Image Super-Resolution by Deep Spatial Feature
Transform", CVPR 2018 (section 3.2), doi:10.1109/CVPR.2018.00070. As in the comparison of Baek et
al. there is no segmentation map: all classes are equally probable everywhere.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.layers import Conv2d, crop_like, in_full_precision

CLASSES = 8
SLOPE = 0.1


class FeatureTransform(nn.Module):
    """x·(1 + scale) + shift, both made from the condition."""

    def __init__(self, condition: int, features: int) -> None:
        super().__init__()
        self.scale = self._of_condition(condition, features)
        self.shift = self._of_condition(condition, features)

    @staticmethod
    def _of_condition(condition: int, features: int) -> nn.Sequential:
        return nn.Sequential(
            nn.Conv2d(condition, condition, 1),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(condition, features, 1),
        )

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """Transform ``x`` (N×features×H×W) by ``condition`` (1×condition×1×1)."""
        return x * (1 + self.scale(condition)) + self.shift(condition)


class TransformBlock(nn.Module):
    """Transform, convolution, transform, convolution; the input is added."""

    def __init__(self, condition: int, features: int) -> None:
        super().__init__()
        self.transforms = nn.ModuleList([FeatureTransform(condition, features) for _ in range(2)])
        self.first = Conv2d(features, features, 3)
        self.second = Conv2d(features, features, 3)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        change = F.relu(self.first(self.transforms[0](x, condition)))
        change = self.second(self.transforms[1](change, condition))
        return crop_like(x, change) + change


class SftganGenerator(nn.Module):
    """Residual blocks whose features a condition scales and shifts, then pixel shuffle twice.

    Parameters
    ----------
    features, blocks
        64 and 16 in the paper; 26 and 16 cost as much as the lightweight network.
    condition
        Channels of the condition; 32 in the paper.
    """

    inputs = 3
    by_rows = True
    scale = 4

    def __init__(self, features: int = 26, blocks: int = 16, condition: int = 16) -> None:
        super().__init__()
        self.condition = nn.Sequential(
            nn.Conv2d(CLASSES, condition, 1),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(condition, condition, 1),
        )
        self.head = Conv2d(3, features, 3)
        self.blocks = nn.ModuleList([TransformBlock(condition, features) for _ in range(blocks)])
        self.transform = FeatureTransform(condition, features)
        self.after = Conv2d(features, features, 3)
        self.up = nn.ModuleList([Conv2d(features, 4 * features, 3) for _ in range(2)])
        self.full = Conv2d(features, features, 3)
        self.last = Conv2d(features, 3, 3)

    def forward(self, picture: Tensor) -> Tensor:
        """Enlarge ``picture`` (N×3×H×W in [0, 1]) to N×3×4H×4W."""
        undecided = torch.full((1, CLASSES, 1, 1), 1 / CLASSES, device=picture.device)
        condition = self.condition(undecided.to(picture.dtype))  # 1×condition×1×1
        head = x = self.head(picture)  # N×features×H×W
        for block in self.blocks:
            x = block(x, condition)
        x = self.after(self.transform(x, condition))
        x = crop_like(head, x) + x
        for enlarge in self.up:
            x = F.relu(F.pixel_shuffle(enlarge(x), 2))  # twice the size
        return in_full_precision(self.last, F.relu(self.full(x)))
