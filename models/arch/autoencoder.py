"""Convolutional autoencoder: blurred in, sharp out.

"Hybrid method of image processing based on convolutional neural networks", section "Hybrid
method": an encoder with residual blocks leads to a low-dimensional code, a decoder back to the
picture, and padding keeps the size.
"""

from __future__ import annotations

from torch import Tensor, nn

from models.arch.layers import (
    Conv2d,
    StridedConv2d,
    TransposedConv2d,
    crop_like,
    depth_to_space,
    in_full_precision,
    space_to_depth,
)
from models.arch.residual import ResidualBlock


class Autoencoder(nn.Module):
    """Encoder of residual blocks at half size, a code at a quarter, and a decoder.

    Parameters
    ----------
    features
        Channels at half size.
    code
        Channels of the code at a quarter of the size; 32 are two numbers per pixel where the
        picture has three.
    encoder_blocks, decoder_blocks
        Residual blocks before and after the code.

    Notes
    -----
    The decoder paints what has to be added to the input, so that an untrained network changes
    nothing and flat areas keep their colour.
    """

    multiple = 8
    inputs = 3
    by_rows = True
    scale = 1

    def __init__(
        self,
        features: int = 48,
        code: int = 32,
        encoder_blocks: int = 4,
        decoder_blocks: int = 3,
    ) -> None:
        super().__init__()
        self.stem = Conv2d(12, features, 3)
        self.encoder = nn.Sequential(*(ResidualBlock(features) for _ in range(encoder_blocks)))
        self.reduce = StridedConv2d(features, code, 4)
        self.enlarge = TransposedConv2d(code, features, 4)
        self.decoder = nn.Sequential(*(ResidualBlock(features) for _ in range(decoder_blocks)))
        self.last = Conv2d(features, 12, 3)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, picture: Tensor) -> Tensor:
        """Sharpen ``picture`` (N×3×H×W in [0, 1], sides multiples of 4)."""
        code = self.encode(picture)
        x = self.decoder(self.enlarge(code, slope=0.0))  # N×features×H/2×W/2
        change = depth_to_space(in_full_precision(self.last, x), 2)  # N×3×H×W
        return crop_like(picture, change) + change

    def encode(self, picture: Tensor) -> Tensor:
        """The code of ``picture`` (N×3×H×W): N×code×H/4×W/4."""
        x = self.stem(space_to_depth(picture, 2), slope=0.0)  # N×features×H/2×W/2
        return self.reduce(self.encoder(x))
