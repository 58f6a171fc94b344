"""What an automatic exposure does: one gain for the whole picture, from its mean."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from models.arch.whole_picture import of_whole_picture

USUAL_MEAN = 0.45
DARKEST_MEAN = 0.005
KNEE = 4


class AutomaticExposure(nn.Module):
    """Brings the mean of a picture near that of a well exposed one; highlights roll off.

    The gain is ``exp(a − b·ln(mean))`` with learned a and b, which begin as what makes every mean
    the usual one.
    """

    asks_whole_picture = True

    def __init__(self) -> None:
        super().__init__()
        self.level = nn.Parameter(torch.tensor(math.log(USUAL_MEAN)))
        self.slope = nn.Parameter(torch.ones(()))

    def forward(self, picture: Tensor) -> Tensor:
        """Expose ``picture`` (N×3×H×W in [0, 1]); the result is in [0, 1]."""
        mean = of_whole_picture(lambda x: x.float().mean((1, 2, 3), keepdim=True), picture)
        gain = torch.exp(self.level - self.slope * (mean.float() + DARKEST_MEAN).log())
        exposed = picture.float() * gain
        return exposed * (1 + exposed**KNEE) ** (-1 / KNEE)
