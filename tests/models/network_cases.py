"""What the tests of networks share: small variants, shaken weights, running in tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from models.arch.edges import TileEdges, tile_edges
from models.arch.exposure import STRENGTH, AutomaticExposure
from models.arch.row_stream import RowStream
from models.arch.whole_picture import record, with_constants
from models.architectures import ARCHITECTURES
from models.network_facts import inputs_of, receptive_halo


@dataclass(frozen=True)
class Case:
    """An architecture with small arguments, so that its tests are quick."""

    key: str
    arguments: dict = field(default_factory=dict)

    def build(self) -> nn.Module:
        """A network in evaluation mode in which no weight is zero."""
        torch.manual_seed(7)
        return shaken(ARCHITECTURES[self.key](**self.arguments)).eval().requires_grad_(False)

    def __str__(self) -> str:
        return "-".join([self.key, *(f"{k}={v}" for k, v in self.arguments.items())])


def shaken(network: nn.Module) -> nn.Module:
    """Add noise to all weights and statistics, so that nothing starts as the identity."""
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for weight in network.parameters():
            weight.add_(0.05 * torch.randn(weight.shape, generator=generator))
        for norm in network.modules():
            if isinstance(norm, nn.BatchNorm2d):
                norm.running_mean.normal_(0, 0.1, generator=generator)
                norm.running_var.uniform_(0.5, 1.5, generator=generator)
        for exposure in network.modules():
            if isinstance(exposure, AutomaticExposure):  # else the picture is nearly black
                exposure.correction.div_(STRENGTH)
                exposure.level.div_(STRENGTH)
    return network


def picture(network: nn.Module, height: int, width: int) -> Tensor:
    """A random picture as the network takes it."""
    generator = torch.Generator().manual_seed(height * width)
    return torch.rand(1, inputs_of(network), height, width, generator=generator)


def untiled(network: nn.Module, x: Tensor, constants: Sequence[Tensor]) -> Tensor:
    """The whole picture at once."""
    with with_constants(constants):
        return network(x)


def tiled(network: nn.Module, x: Tensor, constants: Sequence[Tensor], side: int) -> Tensor:
    """The picture in tiles of ``side`` pixels with the network's halo, put together."""
    height, width = x.shape[-2:]
    rows = [
        [_tile(network, x, constants, side, (top, left)) for left in range(0, width, side)]
        for top in range(0, height, side)
    ]
    return torch.cat([torch.cat(row, -1) for row in rows], -2)


def banded(network: nn.Module, x: Tensor, constants: Sequence[Tensor], rows: int) -> Tensor:
    """The picture in bands of ``rows`` rows, put together."""
    stream, made = RowStream(), []
    for top in range(0, x.shape[-2], rows):
        last = top + rows >= x.shape[-2]
        with stream.band(last=last), with_constants(constants):
            made.append(network(x[..., top : top + rows, :]))
    return torch.cat([part for part in made if part.shape[-2]], -2)


def _tile(
    network: nn.Module, x: Tensor, constants: Sequence[Tensor], side: int, corner: tuple[int, int]
) -> Tensor:
    top, left = corner
    halo, scale = receptive_halo(network), network.scale
    (y0, y1, above, below), (x0, x1, before, after) = (
        _outer(start, side, halo, size) for start, size in ((top, x.shape[-2]), (left, x.shape[-1]))
    )
    edges = TileEdges(above, before, below, after)
    with tile_edges(edges), with_constants(constants):
        result = network(x[..., y0:y1, x0:x1])
    lost_y = (y1 - y0) * scale - result.shape[-2]
    lost_x = (x1 - x0) * scale - result.shape[-1]
    first_y = (top - y0) * scale - _lost_before(lost_y, above, below)
    first_x = (left - x0) * scale - _lost_before(lost_x, before, after)
    tall = (min(top + side, x.shape[-2]) - top) * scale
    wide = (min(left + side, x.shape[-1]) - left) * scale
    assert first_y >= 0
    assert first_x >= 0
    return result[..., first_y : first_y + tall, first_x : first_x + wide]


def _outer(start: int, side: int, halo: int, size: int) -> tuple[int, int, bool, bool]:
    first, last = max(0, start - halo), min(size, start + side + halo)
    return first, last, first == 0, last == size


def _lost_before(lost: int, first_is_border: bool, last_is_border: bool) -> int:
    if first_is_border:
        return 0
    return lost if last_is_border else lost // 2


def recorded(network: nn.Module, x: Tensor) -> tuple[Tensor, ...]:
    """What the network wants to know of the whole picture."""
    return record(network, x)
