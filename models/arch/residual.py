"""The residual block that several networks share."""

from __future__ import annotations

from torch import Tensor, nn

from models.arch.layers import Conv2d, added


class ResidualBlock(nn.Module):
    """x + conv(relu(conv(x))), 3×3.

    Parameters
    ----------
    features
        Channels in and out.
    slope
        Of the activation below zero; 0 is ReLU.
    """

    def __init__(self, features: int, slope: float = 0.0) -> None:
        super().__init__()
        self.slope = slope
        self.first = Conv2d(features, features, 3)
        self.second = Conv2d(features, features, 3)
        nn.init.zeros_(self.second.bias)

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        change = self.second(self.first(x, self.slope))
        return added(x, change)
