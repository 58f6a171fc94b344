"""ESRGAN's generator with fewer channels and blocks, to be compared at equal complexity.

X. Wang et al., "ESRGAN: Enhanced Super-Resolution Generative Adversarial Networks", ECCV
Workshops 2018 (section 3.1), doi:10.1007/978-3-030-11021-5_5.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.layers import Conv2d, crop_like, in_full_precision

SLOPE = 0.2
RESIDUAL_SHARE = 0.2


class DenseBlock(nn.Module):
    """Five convolutions that see all features before them; a fifth of the result is added."""

    def __init__(self, features: int, growth: int) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            [Conv2d(features + i * growth, growth, 3) for i in range(4)]
        )
        self.last = Conv2d(features + 4 * growth, features, 3)

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        dense = x
        for convolution in self.convolutions:
            new = F.leaky_relu(convolution(dense), SLOPE)
            dense = torch.cat((crop_like(dense, new), new), 1)  # N×(features+i·growth)×H×W
        change = self.last(dense)
        return crop_like(x, change) + RESIDUAL_SHARE * change


class ResidualInResidual(nn.Module):
    """Three dense blocks; a fifth of the result is added."""

    def __init__(self, features: int, growth: int) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*(DenseBlock(features, growth) for _ in range(3)))

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        change = self.blocks(x)
        return crop_like(x, change) + RESIDUAL_SHARE * change


class EsrganGenerator(nn.Module):
    """Residual-in-residual dense blocks, then twice nearest neighbours and a convolution.

    Parameters
    ----------
    features, growth, blocks
        64, 32 and 23 in the paper; 22, 11 and 3 cost as much as the lightweight network.
    """

    inputs = 3
    scale = 4

    def __init__(self, features: int = 22, growth: int = 11, blocks: int = 3) -> None:
        super().__init__()
        self.head = Conv2d(3, features, 3)
        self.blocks = nn.Sequential(*(ResidualInResidual(features, growth) for _ in range(blocks)))
        self.after = Conv2d(features, features, 3)
        self.up = nn.ModuleList([Conv2d(features, features, 3) for _ in range(2)])
        self.full = Conv2d(features, features, 3)
        self.last = Conv2d(features, 3, 3)

    def forward(self, picture: Tensor) -> Tensor:
        """Enlarge ``picture`` (N×3×H×W in [0, 1]) to N×3×4H×4W."""
        head = self.head(picture)  # N×features×H×W
        x = self.after(self.blocks(head))
        x = crop_like(head, x) + x
        for convolution in self.up:
            x = F.interpolate(x, scale_factor=2, mode="nearest")  # twice the size
            x = F.leaky_relu(convolution(x), SLOPE)
        return in_full_precision(self.last, F.leaky_relu(self.full(x), SLOPE))
