"""Convolution, batch norm and activation as one block that can be folded at load."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.arch.layers import Conv2d, TransposedConv2d, added


class NormedConv(nn.Module):
    """A convolution, batch norm, and ReLU (or one learned slope per channel).

    Parameters
    ----------
    conv
        Any convolution of `models.arch.layers`.
    prelu
        One learned slope per channel instead of ReLU.
    norm, active
        False leaves the norm or the activation out.
    """

    def __init__(
        self, conv: nn.Module, *, prelu: bool = False, norm: bool = True, active: bool = True
    ) -> None:
        super().__init__()
        self.conv = conv
        self.norm = nn.BatchNorm2d(conv.out_channels) if norm else nn.Identity()
        activation = nn.PReLU(conv.out_channels) if prelu else nn.ReLU()
        self.activation = activation if active else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """N×inputs×H×W to N×outputs×H×W, at the size that the convolution makes."""
        if isinstance(self.norm, nn.Identity) and isinstance(self.activation, nn.ReLU):
            return self.conv(x, slope=0.0)
        return self.activation(self.norm(self.conv(x)))


class ResidualNormedBlock(nn.Module):
    """Two 3×3 (or ``kernel``) convolutions with batch norm around which the input is added."""

    def __init__(self, features: int, kernel: int, *, prelu: bool = False) -> None:
        super().__init__()
        self.first = NormedConv(Conv2d(features, features, kernel), prelu=prelu)
        self.second = NormedConv(Conv2d(features, features, kernel), prelu=prelu)

    def forward(self, x: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        change = self.second(self.first(x))
        return added(x, change)


@torch.no_grad()
def fold_batch_norm(network: nn.Module) -> nn.Module:
    """Put every batch norm into the convolution before it.

    Parameters
    ----------
    network
        In evaluation mode; changed in place.

    Returns
    -------
    torch.nn.Module
        The same network, without batch norms and with equal results.
    """
    for block in network.modules():
        if isinstance(block, NormedConv) and isinstance(block.norm, nn.BatchNorm2d):
            _fold(block.conv, block.norm)
            block.norm = nn.Identity()
    return network


def _fold(conv: nn.Module, norm: nn.BatchNorm2d) -> None:
    gain = norm.weight / (norm.running_var + norm.eps).sqrt()
    outputs_first = not isinstance(conv, TransposedConv2d)
    shape = (-1, 1, 1, 1) if outputs_first else (1, -1, 1, 1)
    conv.weight.mul_(gain.view(shape))
    bias = 0 if conv.bias is None else conv.bias
    conv.bias = nn.Parameter((bias - norm.running_mean) * gain + norm.bias)
