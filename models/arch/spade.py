"""Spatially adaptive denormalisation guided by features of the full resolution.

S. Baek et al., "Lightweight Image Enhancement Network for Mobile Devices Using Self-Feature
Extraction and Dense Modulation" (section 2.4), after T. Park et al., "Semantic Image Synthesis
with Spatially-Adaptive Normalization", CVPR 2019, doi:10.1109/CVPR.2019.00244.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.arch.layers import Conv2d, crop_like
from models.arch.modulation import SLOPE
from models.arch.whole_picture import of_whole_picture

SMALLEST_SPREAD = 1e-3


class Spade(nn.Module):
    """y = α·(x − μ)/σ + β; μ and σ of the whole picture, α and β from the guide (equation 2).

    Parameters
    ----------
    features
        Channels of what is modulated.
    guide
        Channels of the guide.

    Notes
    -----
    In training μ and σ of each patch are mixed at random with those of the batch: the network
    learns not to lean on a patch knowing its own, since in use they come from the whole picture.
    """

    asks_whole_picture = True
    measures_detail = True
    adam_only = True

    def __init__(self, features: int, guide: int) -> None:
        super().__init__()
        self.shared = Conv2d(guide, guide, 3)
        self.gain_and_shift = Conv2d(guide, 2 * features, 3)

    def start(self) -> None:
        """Begin near plain normalisation."""
        nn.init.normal_(self.gain_and_shift.weight, std=0.02)
        with torch.no_grad():
            gain, shift = self.gain_and_shift.bias.chunk(2)
            gain.fill_(1)
            shift.zero_()

    def forward(self, x: Tensor, guide: Tensor) -> Tensor:
        """Modulate ``x`` (N×features×H×W) by ``guide`` (N×guide×H×W, not smaller)."""
        mean, spread = of_whole_picture(self._measured, x).to(x.dtype).chunk(2, 1)
        modulation = self.gain_and_shift(self.shared(crop_like(guide, x), SLOPE))
        gain, shift = modulation.chunk(2, 1)  # N×features×H×W each
        return gain * ((crop_like(x, gain) - mean) / spread) + shift

    def _measured(self, x: Tensor) -> Tensor:
        """Mean and standard deviation of every channel, N×2·features×1×1."""
        x = x.float()
        mean, variance = x.mean((2, 3), keepdim=True), x.var((2, 3), keepdim=True, correction=0)
        measured = torch.cat((mean, (variance + SMALLEST_SPREAD**2).sqrt()), 1)
        return self._mixed(measured) if self.training else measured

    def _mixed(self, measured: Tensor) -> Tensor:
        share = torch.rand(measured.shape[0], 1, 1, 1, device=measured.device)
        return torch.lerp(measured.mean(0, keepdim=True), measured, share)
