"""SRGAN's generator with fewer channels and blocks, to be compared at equal complexity.

C. Ledig et al., "Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial
Network", CVPR 2017 (figure 4), doi:10.1109/CVPR.2017.19.
"""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.layers import Conv2d, crop_like, in_full_precision
from models.arch.normed import NormedConv


class SrganBlock(nn.Module):
    """Convolution, batch norm, PReLU, convolution, batch norm; the input is added."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.first = NormedConv(Conv2d(features, features, 3), prelu=True)
        self.second = NormedConv(Conv2d(features, features, 3), active=False)

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        change = self.second(self.first(x))
        return crop_like(x, change) + change


class SrganGenerator(nn.Module):
    """9×9 in, residual blocks, pixel shuffle twice, 9×9 out.

    Parameters
    ----------
    features, blocks
        64 and 16 in the paper; 26 and 16 cost as much as the lightweight network.
    """

    inputs = 3
    by_rows = True
    scale = 4

    def __init__(self, features: int = 26, blocks: int = 16) -> None:
        super().__init__()
        self.head = NormedConv(Conv2d(3, features, 9), prelu=True, norm=False)
        self.blocks = nn.Sequential(*(SrganBlock(features) for _ in range(blocks)))
        self.after = NormedConv(Conv2d(features, features, 3), active=False)
        self.up = nn.ModuleList([Conv2d(features, 4 * features, 3) for _ in range(2)])
        self.activations = nn.ModuleList([nn.PReLU(features) for _ in range(2)])
        self.last = Conv2d(features, 3, 9)

    def forward(self, picture: Tensor) -> Tensor:
        """Enlarge ``picture`` (N×3×H×W in [0, 1]) to N×3×4H×4W."""
        head = self.head(picture)  # N×features×H×W
        x = self.after(self.blocks(head))
        x = crop_like(head, x) + x
        for enlarge, activation in zip(self.up, self.activations, strict=True):
            x = activation(F.pixel_shuffle(enlarge(x), 2))  # twice the size
        return in_full_precision(self.last, x)
