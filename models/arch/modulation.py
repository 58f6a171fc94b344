"""The parts of the lightweight networks: self-features, modulation, dense modulation blocks.

S. Baek et al., "Lightweight Image Enhancement Network for Mobile Devices Using Self-Feature
Extraction and Dense Modulation" (sections 2.2 to 2.4).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.layers import Conv2d, GainAndShift, JoinedConv2d, crop_like
from models.arch.residual import ResidualBlock

SLOPE = 0.1
START_SHARE = 0.3


def leaky(x: Tensor) -> Tensor:
    """Leaky ReLU with the paper's slope of 0.1."""
    return F.leaky_relu(x, SLOPE)


def he_start(network: nn.Module) -> None:
    """He initialisation of every convolution, as in section 2.5 of the paper."""
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, SLOPE)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


class SelfFeatures(nn.Module):
    """AI self-feature extraction: two residual blocks and four convolutions (section 2.2)."""

    def __init__(self, inputs: int, features: int) -> None:
        super().__init__()
        self.before = nn.ModuleList([Conv2d(inputs, features, 3), Conv2d(features, features, 3)])
        self.blocks = nn.ModuleList([ResidualBlock(features, SLOPE) for _ in range(2)])
        self.after = nn.ModuleList([Conv2d(features, features, 3), Conv2d(features, features, 3)])

    def forward(self, x: Tensor) -> Tensor:
        """The AI feature map of ``x`` (N×inputs×H×W): N×features×H×W."""
        for layer in self.before:
            x = layer(x, SLOPE)
        for block in self.blocks:
            x = block(x)
        for layer in self.after:
            x = layer(x, SLOPE)
        return x


class Modulation(nn.Module):
    """y = α·x + β, both made from the AI feature map by 1×1 convolutions (equation 1).

    Its gains multiply from block to block: Adam moves them more cautiously than Muon would.
    """

    adam_only = True

    def __init__(self, guide: int, features: int) -> None:
        super().__init__()
        self.parameters_of = GainAndShift(guide, features)

    def start(self) -> None:
        """Begin near y = x."""
        nn.init.normal_(self.parameters_of.weight, std=0.02)
        with torch.no_grad():
            gain, shift = self.parameters_of.bias.chunk(2)
            gain.fill_(1)
            shift.zero_()

    def forward(self, x: Tensor, guide: Tensor) -> Tensor:
        """Modulate ``x`` (N×features×H×W) by ``guide`` (N×guide×H×W, not smaller)."""
        return self.parameters_of(crop_like(guide, x), x)


class DenseModulationBlock(nn.Module):
    """Convolutions that see all modulated features before them (section 2.3).

    Parameters
    ----------
    features
        Channels in, out and of every convolution.
    guide
        Channels of the AI feature map.
    layers
        Convolutions in the block.
    """

    def __init__(self, features: int, guide: int, layers: int) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            [JoinedConv2d(features * (i + 1), features, 3) for i in range(layers)]
        )
        self.modulations = nn.ModuleList([Modulation(guide, features) for _ in range(layers)])

    def start(self) -> None:
        """Begin near y = x, which the last convolution can pass on since it sees the input."""
        weight = self.convolutions[-1].weight  # features×features·layers×3×3
        with torch.no_grad():
            weight.mul_(START_SHARE)
            for channel in range(weight.shape[0]):
                weight[channel, channel, 1, 1] += 1

    def forward(self, x: Tensor, guide: Tensor) -> Tensor:
        """N×features×H×W in and out."""
        seen = [x]
        for convolution, modulation in zip(self.convolutions, self.modulations, strict=True):
            seen.append(modulation(convolution(seen, SLOPE), guide))
        return seen[-1]


class MainGenerator(nn.Module):
    """Dense modulation blocks in a row, all guided by one AI feature map (section 2.1)."""

    def __init__(self, features: int, blocks: int, layers: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            [DenseModulationBlock(features, features, layers) for _ in range(blocks)]
        )

    def forward(self, x: Tensor, guide: Tensor) -> Tensor:
        """Change ``x`` (N×features×H×W, not smaller than the guide) by what the guide says."""
        x = crop_like(x, guide)
        for block in self.blocks:
            x = block(x, guide)
        return x


def start_near_identity(network: nn.Module) -> None:
    """Let every modulation, and every block as a whole, begin near y = x."""
    for module in network.modules():
        if isinstance(module, (Modulation, DenseModulationBlock)):
            module.start()
