"""Sub-pixel convolutional network on luma.

S. Urazayev, "Enhancing Low Resolution Images with Convolutional Neural Network", 2020
(section Implementation), after W. Shi et al., "Real-Time Single Image and Video Super-Resolution
Using an Efficient Sub-Pixel Convolutional Neural Network", CVPR 2016, doi:10.1109/CVPR.2016.207.
"""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.layers import Conv2d, depth_to_space, in_full_precision


class SubPixelCnn(nn.Module):
    """Three 5×5 convolutions, one 3×3 to r² channels, ReLU after each, depth to space.

    Parameters
    ----------
    scale
        Enlargement r.
    features
        Channels of the three hidden layers; 64 in the paper.

    Notes
    -----
    Weights start orthogonal, as in the paper. The last ReLU would never recover a channel that
    starts below zero everywhere, so the last bias starts at mid grey.
    """

    inputs = 1
    by_rows = True

    def __init__(self, scale: int = 3, features: int = 64) -> None:
        super().__init__()
        self.scale = scale
        self.hidden = nn.ModuleList(
            [Conv2d(inputs, features, 5) for inputs in (1, features, features)]
        )
        self.last = Conv2d(features, scale * scale, 3)
        for layer in (*self.hidden, self.last):
            nn.init.orthogonal_(layer.weight)
            nn.init.zeros_(layer.bias)
        nn.init.constant_(self.last.bias, 0.5)

    def forward(self, luma: Tensor) -> Tensor:
        """Enlarge ``luma`` (N×1×H×W in [0, 1]) to N×1×rH×rW, not below 0."""
        x = luma
        for layer in self.hidden:
            x = layer(x, slope=0.0)  # N×features×H×W
        x = F.relu(in_full_precision(self.last, x))  # N×r²×H×W
        return depth_to_space(x, self.scale)  # N×1×rH×rW
