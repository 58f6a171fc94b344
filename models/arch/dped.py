"""The residual generator of DPED, by arguments.

E. de Stoutz et al., "Fast Perceptual Image Enhancement", ECCV Workshops 2018 (section 2.3 and
table 1), after A. Ignatov et al., "DSLR-Quality Photos on Mobile Devices with Deep Convolutional
Networks", ICCV 2017, doi:10.1109/ICCV.2017.355.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.arch.layers import Conv2d, in_full_precision
from models.arch.normed import NormedConv, ResidualNormedBlock

STEM = 9


def painted(x: Tensor) -> Tensor:
    """What the last layer gives, brought to just beyond [0, 1]: 0.58·tanh + 0.5."""
    if torch.is_grad_enabled():
        return x.tanh() * 0.58 + 0.5
    return x.tanh_().mul_(0.58).add_(0.5)


class DpedGenerator(nn.Module):
    """9×9 in, residual blocks with batch norm, two more convolutions, 9×9 out.

    Parameters
    ----------
    kernel
        Of the convolutions between the first and the last; 3 in the baseline.
    channels
        64 in the baseline.
    blocks
        Residual blocks; 4 in the baseline.
    prelu
        Learned slopes below zero instead of ReLU.

    Notes
    -----
    The authors normalise every picture by itself; batch norm, as in the first DPED paper, folds
    into the convolutions and can be tiled.
    """

    inputs = 3
    by_rows = True
    scale = 1

    def __init__(
        self, kernel: int = 3, channels: int = 64, blocks: int = 4, prelu: bool = False
    ) -> None:
        super().__init__()
        self.stem = NormedConv(Conv2d(3, channels, STEM), prelu=prelu, norm=False)
        self.blocks = nn.Sequential(
            *(ResidualNormedBlock(channels, kernel, prelu=prelu) for _ in range(blocks))
        )
        self.after = nn.Sequential(
            *(
                NormedConv(Conv2d(channels, channels, kernel), prelu=prelu, norm=False)
                for _ in range(2)
            )
        )
        self.last = Conv2d(channels, 3, STEM)

    def forward(self, picture: Tensor) -> Tensor:
        """Enhance ``picture`` (N×3×H×W in [0, 1]); the same size."""
        x = self.after(self.blocks(self.stem(picture)))  # N×channels×H×W
        return painted(in_full_precision(self.last, x))
