"""Convolutions that know which sides of a tile are borders of the picture.

At a border of the picture a layer pads with zeros, as it did in training. At an inner side of a
tile it pads nothing and the tile shrinks by the layer's own reach, so that the halo costs only
what each layer needs and a tile equals the same place of the untiled picture.

A layer with a stride must meet the same pixels in every tile. Tiles therefore begin, and inner
ones also end, at multiples of twice the network's whole stride (its ``multiple``): from the size
that is left, `aligned` then knows what was lost before, and cuts on to the next stride.
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


def pad_borders(x: Tensor, reach: int, *, mode: str = "constant") -> Tensor:
    """Pad ``x`` (N×C×H×W) by ``reach`` on the sides that are picture borders; by zeros if
    ``mode`` is not another of `torch.nn.functional.pad`.
    """
    e = _edges.get()
    pads = (reach * e.left, reach * e.right, reach * e.top, reach * e.bottom)
    return F.pad(x, pads, mode) if any(pads) else x


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


def pad_or_cut(x: Tensor, pad: int, cut: int) -> Tensor:
    """Pad ``x`` (N×C×H×W) with zeros at picture borders, cut it at inner sides of a tile."""
    e = _edges.get()
    sides = (e.left, e.right, e.top, e.bottom)
    amounts = [pad if border else -cut for border in sides]
    return F.pad(x, amounts) if any(amounts) else x


def cut_inner(x: Tensor, amount: int) -> Tensor:
    """Cut ``amount`` pixels off the inner sides of a tile ``x`` (N×C×H×W)."""
    return pad_or_cut(x, 0, amount)


def aligned(x: Tensor, stride: int) -> Tensor:
    """Cut a tile at its inner sides to where a layer of this stride begins in the whole picture.

    Parameters
    ----------
    x
        N×C×H×W, what is left of a tile whose sides were multiples of twice the stride.
    stride
        Stride of the layer that comes next.
    """
    e = _edges.get()
    if e.whole:
        return x
    top, bottom = _misalignment(x.shape[-2], stride, e.top, e.bottom)
    left, right = _misalignment(x.shape[-1], stride, e.left, e.right)
    return x[..., top : x.shape[-2] - bottom, left : x.shape[-1] - right]


def _misalignment(side: int, stride: int, first: bool, last: bool) -> tuple[int, int]:
    if first or last:
        return _split(0 if first and last else side % stride, first, last)
    return side // 2 % stride, side // 2 % stride


class Conv2d(nn.Conv2d):
    """A same-size convolution (stride 1) that shrinks at inner sides of a tile.

    An even kernel reaches one pixel further down and to the right.
    """

    def __init__(self, inputs: int, outputs: int, kernel: int, *, bias: bool = True) -> None:
        odd = kernel % 2
        super().__init__(inputs, outputs, kernel, padding=kernel // 2 * odd, bias=bias)
        self.reach = kernel // 2
        self.before = (kernel - 1) // 2

    def forward(self, x: Tensor) -> Tensor:
        """N×inputs×H×W to N×outputs×H×W, less at inner sides of a tile."""
        e = _edges.get()
        if e.whole and self.before == self.reach:
            return super().forward(x)
        surplus = self.before - self.reach
        left, top = (self.before if border else surplus for border in (e.left, e.top))
        pads = (left, self.reach * e.right, top, self.reach * e.bottom)
        return F.conv2d(F.pad(x, pads), self.weight, self.bias)


class StridedConv2d(nn.Conv2d):
    """A convolution that divides the size by its stride, at the same pixels in every tile."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, *, stride: int = 2, bias: bool = True
    ) -> None:
        reach = (kernel - 1) // 2 if kernel % 2 else (kernel - stride) // 2
        super().__init__(inputs, outputs, kernel, stride, padding=reach, bias=bias)
        self.reach = reach

    def forward(self, x: Tensor) -> Tensor:
        """N×inputs×H×W to N×outputs×H/stride×W/stride, less at inner sides of a tile."""
        if _edges.get().whole:
            return super().forward(x)
        stride = self.stride[0]
        cut = -self.reach % stride
        x = pad_or_cut(aligned(x, stride), self.reach, cut)
        return F.conv2d(x, self.weight, self.bias, self.stride)


class TransposedConv2d(nn.ConvTranspose2d):
    """A transposed convolution that multiplies the size by its stride (kernel 3 or 4 for 2)."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, *, stride: int = 2, bias: bool = True
    ) -> None:
        padding = (kernel - stride + 1) // 2
        super().__init__(
            inputs,
            outputs,
            kernel,
            stride,
            padding=padding,
            output_padding=stride + 2 * padding - kernel,
            bias=bias,
        )

    def forward(self, x: Tensor) -> Tensor:
        """N×inputs×H×W to N×outputs×stride·H×stride·W, less at inner sides of a tile."""
        return cut_inner(super().forward(x), self.padding[0])


def space_to_depth(x: Tensor, factor: int) -> Tensor:
    """N×C×H×W to N×C·factor²×H/factor×W/factor, at the same pixels in every tile."""
    return F.pixel_unshuffle(aligned(x, factor), factor)


def in_full_precision(layer: nn.Module, x: Tensor) -> Tensor:
    """Run ``layer`` in float32 also under autocast: the last layer decides the rounding."""
    if x.is_meta:
        return layer(x)
    with torch.autocast(x.device.type, enabled=False):
        return layer(x.float())
