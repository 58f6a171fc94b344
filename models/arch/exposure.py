"""What an automatic exposure does: one gain for the whole picture, from how bright it is."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.whole_picture import of_whole_picture

USUAL_MEAN = 0.45
DARKEST = 0.005
USUAL_DARK, USUAL_SPREAD = -2.5, 0.8
STRENGTH = 20


def brightness(picture: Tensor) -> Tensor:
    """Logarithms of the mean and of the root mean square of N×3×H×W, N×2."""
    values = picture.float()
    mean, square = (x.mean((2, 3)).mean(1) for x in (values, values.square()))
    return torch.stack((mean + DARKEST, square.sqrt() + DARKEST), 1).log()


def rolled_off(x: Tensor) -> Tensor:
    """x·(1 + x⁴)^(−1/4): x where it is small, 1 where it is large.

    Square roots round alike in every lane of the processor, powers do not.
    """
    fourth = x.square().square()
    return x / (1 + fourth).sqrt().sqrt()


class AutomaticExposure(nn.Module):
    """Brings a picture to the brightness of a well exposed one; highlights roll off.

    The gain begins as what makes every mean the usual one; a small network learns what other
    photographers chose, since a picture that is darker is often meant to stay a little darker.
    """

    asks_whole_picture = True

    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(2, hidden))
        self.shift = nn.Parameter(torch.randn(hidden))
        self.correction = nn.Parameter(torch.zeros(hidden))
        self.level = nn.Parameter(torch.zeros(()))

    def forward(self, picture: Tensor) -> Tensor:
        """Expose ``picture`` (N×3×H×W in [0, 1]); the result is in [0, 1]."""
        exposed = picture.float() * self._gain(of_whole_picture(brightness, picture))
        return rolled_off(exposed)

    def _gain(self, measured: Tensor) -> Tensor:
        """From N×2 to N×1×1×1, in full precision: products and sums are not autocast."""
        typical = (measured.float() - USUAL_DARK) / USUAL_SPREAD
        hidden = F.silu((typical[:, :, None] * self.weight).sum(1) + self.shift)  # N×hidden
        correction = STRENGTH * ((hidden * self.correction).sum(1, keepdim=True) + self.level)
        gain = torch.exp(math.log(USUAL_MEAN) - measured[:, :1].float() + correction)
        return gain[:, :, None, None]
