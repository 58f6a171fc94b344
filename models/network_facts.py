"""What a network's card states and its code implies: halo, multiplications, parameters."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from models.arch.edges import TileEdges, tile_edges

INNER = TileEdges(top=False, left=False, bottom=False, right=False)
SMALLEST, LARGEST = 64, 4096


def inputs_of(network: nn.Module) -> int:
    """Channels that a network looks at."""
    return getattr(network, "inputs", 3)


def multiple_of(network: nn.Module) -> int:
    """What the sides of pictures, tiles and halos must be multiples of."""
    return getattr(network, "multiple", 1)


def takes_mask(network: nn.Module) -> bool:
    """Whether a network understands a mask of holes as one channel more."""
    return getattr(network, "takes_mask", False)


def works_by_rows(network: nn.Module) -> bool:
    """Whether all rows of a network go through layers that know `models.arch.row_stream`."""
    return getattr(network, "by_rows", False)


def parameter_count(network: nn.Module) -> int:
    """Trainable numbers of a network."""
    return sum(p.numel() for p in network.parameters())


def receptive_halo(network: nn.Module) -> int:
    """Input pixels that a network needs on each side, rounded up to its ``multiple``.

    It is half of what a tile loses between input and result when no side of it is a border of
    the picture; nothing is computed, only shapes.

    Raises
    ------
    ValueError
        If the network loses everything of a tile of 4096 pixels.
    """
    shapes = copy.deepcopy(network).to("meta").eval()
    multiple = multiple_of(network)
    for side in _sides(multiple):
        with tile_edges(INNER):
            result = _result_side(shapes, side)
        if result > 0:
            lost = -(-(side - result // network.scale) // 2)
            return -(-lost // multiple) * multiple
    raise ValueError("The network's reach is larger than 2048 pixels.")


def _sides(multiple: int) -> list[int]:
    step = max(SMALLEST, multiple)
    return [step * 2**i for i in range(20) if step * 2**i <= LARGEST]


def _result_side(shapes: nn.Module, side: int) -> int:
    try:
        result: Tensor = shapes(torch.zeros(1, inputs_of(shapes), side, side, device="meta"))
    except (RuntimeError, ValueError):
        return 0  # a layer got a tile that was smaller than its kernel
    return min(result.shape[-2:])


def values_per_pixel(network: nn.Module, *, side: int = 256) -> float:
    """Numbers in the largest input or result of a convolution, per pixel of the picture.

    Parameters
    ----------
    network
        Any network of this package.
    side
        Of the picture for which they are counted; a multiple of the network's ``multiple``.
    """
    most = 0

    def look(layer: nn.Module, inputs: tuple, result: Tensor) -> None:
        nonlocal most
        parts = inputs[0] if isinstance(inputs[0], Sequence) else inputs[:1]
        most = max(most, result.numel(), *(part.numel() for part in parts))

    _watched(network, side, look)
    return most / side**2


def macs_per_pixel(network: nn.Module, *, side: int = 256) -> float:
    """Multiplications of all convolutions per pixel of the input.

    Parameters
    ----------
    network
        Any network of this package.
    side
        Of the picture for which they are counted; a multiple of the network's ``multiple``.
    """
    total = 0

    def count(layer: nn.Module, inputs: tuple[Tensor, ...], result: Tensor) -> None:
        nonlocal total
        places = inputs[0] if isinstance(layer, nn.ConvTranspose2d) else result
        total += layer.weight.numel() * places.shape[-1] * places.shape[-2]

    _watched(network, side, count)
    return total / side**2


def _watched(network: nn.Module, side: int, look: Callable[..., None]) -> None:
    """Let ``look`` see layer, inputs and result of every convolution, as shapes only."""
    shapes = copy.deepcopy(network).to("meta").eval()
    for layer in shapes.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            layer.register_forward_hook(look)
    shapes(torch.zeros(1, inputs_of(shapes), side, side, device="meta"))
