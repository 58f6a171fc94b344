"""The fast generator that works at a quarter of the size, by arguments.

E. de Stoutz et al., "Fast Perceptual Image Enhancement", ECCV Workshops 2018 (section 3.1,
"Strided and Transposed Convolutions", figure 3 and table 2).
"""

from __future__ import annotations

from torch import Tensor, nn

from models.arch.dped import STEM, painted
from models.arch.layers import (
    Conv2d,
    StridedConv2d,
    TransposedConv2d,
    added,
    in_full_precision,
)
from models.arch.normed import NormedConv, ResidualNormedBlock


class StridedGenerator(nn.Module):
    """Two strided convolutions down, residual blocks, two transposed ones up, skips between.

    Parameters
    ----------
    kernel
        Of the convolutions inside; 3 in the proposed network ("3-4").
    strided_kernel
        Of the strided and transposed ones; 4 in the proposed network.
    channels
        At full size; doubled at each halving. 16 makes "16-64", 32 makes "32-128".
    blocks
        Residual blocks at a quarter of the size; 2 in the paper.
    prelu
        Learned slopes below zero instead of ReLU.

    Notes
    -----
    As in the authors' public network, every strided and transposed convolution is normalised and
    two convolutions stand before the 9×9 output; batch norm replaces their normalisation of each
    picture by itself.
    """

    multiple = 8
    inputs = 3
    by_rows = True
    scale = 1

    def __init__(
        self,
        kernel: int = 3,
        strided_kernel: int = 4,
        channels: int = 16,
        blocks: int = 2,
        prelu: bool = False,
    ) -> None:
        super().__init__()
        half, quarter = 2 * channels, 4 * channels
        down = ((channels, half), (half, quarter))
        up = ((quarter, half), (half, channels))
        self.stem = NormedConv(Conv2d(3, channels, STEM), prelu=prelu, norm=False)
        self.down = nn.ModuleList(
            [NormedConv(StridedConv2d(*sizes, strided_kernel), prelu=prelu) for sizes in down]
        )
        self.blocks = nn.Sequential(
            *(ResidualNormedBlock(quarter, kernel, prelu=prelu) for _ in range(blocks))
        )
        self.up = nn.ModuleList(
            [NormedConv(TransposedConv2d(*sizes, strided_kernel), prelu=prelu) for sizes in up]
        )
        self.after = nn.Sequential(
            *(
                NormedConv(Conv2d(channels, channels, kernel), prelu=prelu, norm=False)
                for _ in range(2)
            )
        )
        self.last = Conv2d(channels, 3, STEM)

    def forward(self, picture: Tensor) -> Tensor:
        """Enhance ``picture`` (N×3×H×W in [0, 1], sides multiples of 4); the same size."""
        full = self.stem(picture)  # N×channels×H×W
        half = self.down[0](full)  # N×2·channels×H/2×W/2
        x = self.blocks(self.down[1](half))  # N×4·channels×H/4×W/4
        for enlarge, skip in zip(self.up, (half, full), strict=True):
            x = enlarge(x)  # twice the size, half the channels
            x = added(skip, x)
        return painted(in_full_precision(self.last, self.after(x)))
