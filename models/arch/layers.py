"""Convolutions that know which sides of a tile are borders of the picture.

At a border of the picture a layer pads with zeros, as it did in training. At an inner side of a
tile it pads nothing and the tile shrinks by the layer's own reach, so that the halo costs only
what each layer needs and a tile equals the same place of the untiled picture.
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class TileEdges:
    """Which sides of the tile are borders of the picture."""

    top: bool = True
    left: bool = True
    bottom: bool = True
    right: bool = True

    @property
    def whole(self) -> bool:
        """True if the tile is the whole picture."""
        return self.top and self.left and self.bottom and self.right


WHOLE = TileEdges()
_edges: contextvars.ContextVar[TileEdges] = contextvars.ContextVar("tile_edges", default=WHOLE)


@contextlib.contextmanager
def tile_edges(edges: TileEdges) -> Iterator[None]:
    """Run the networks inside the ``with`` block on a tile with these edges."""
    token = _edges.set(edges)
    try:
        yield
    finally:
        _edges.reset(token)


def pad_borders(x: Tensor, reach: int) -> Tensor:
    """Pad ``x`` (N×C×H×W) by ``reach`` zeros on the sides that are picture borders."""
    e = _edges.get()
    pads = (reach * e.left, reach * e.right, reach * e.top, reach * e.bottom)
    return F.pad(x, pads) if any(pads) else x


def crop_like(x: Tensor, other: Tensor) -> Tensor:
    """Crop a skip connection to a tile that has shrunk since.

    Parameters
    ----------
    x, other
        N×C×H×W; ``x`` is at least as large as ``other``.

    Returns
    -------
    Tensor
        ``x`` without what was lost on the inner sides; a view.
    """
    e = _edges.get()
    if e.whole:
        return x
    top, bottom = _split(x.shape[-2] - other.shape[-2], e.top, e.bottom)
    left, right = _split(x.shape[-1] - other.shape[-1], e.left, e.right)
    return x[..., top : x.shape[-2] - bottom, left : x.shape[-1] - right]


def _split(lost: int, first_is_border: bool, last_is_border: bool) -> tuple[int, int]:
    if first_is_border:
        return 0, lost
    return (lost, 0) if last_is_border else (lost // 2, lost // 2)


class Conv2d(nn.Conv2d):
    """A same-size convolution (odd kernel, stride 1) that shrinks at inner sides of a tile."""

    def __init__(self, inputs: int, outputs: int, kernel: int, *, bias: bool = True) -> None:
        super().__init__(inputs, outputs, kernel, padding=kernel // 2, bias=bias)
        self.reach = kernel // 2

    def forward(self, x: Tensor) -> Tensor:
        if _edges.get().whole:
            return super().forward(x)
        return F.conv2d(pad_borders(x, self.reach), self.weight, self.bias)


def in_full_precision(layer: nn.Module, x: Tensor) -> Tensor:
    """Run ``layer`` in float32 also under autocast: the last layer decides the rounding."""
    with torch.autocast(x.device.type, enabled=False):
        return layer(x.float())
