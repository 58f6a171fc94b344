"""Convolutions that know which sides of a tile are borders of the picture.

At a border of the picture a layer pads with zeros, as it did in training. Between two inner sides
of a tile it pads nothing and the tile shrinks by the layer's own reach, so that the halo costs only
what each layer needs and a tile equals the same place of the untiled picture. Where only one of
two opposite sides is a border, both are padded, since kernels pad both or none. What the zeros
spoil on the inner side is dropped again if it is rows, which costs nothing, and stays within the
halo if it is columns.

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

from models.arch.packed import (
    Packed,
    PackedGainAndShift,
    PackedTransposed,
    activated,
    packing_works,
)


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

    @property
    def borders(self) -> tuple[bool, bool]:
        """True if the top or the bottom is a border; the same for left and right."""
        return self.top or self.bottom, self.left or self.right

    def padding(self, reach: int) -> tuple[int, int]:
        """What a layer of this reach pads above and below, and left and right."""
        rows, columns = self.borders
        return reach * rows, reach * columns

    def sound_rows(self, x: Tensor, reach: int) -> Tensor:
        """``x`` (N×C×H×W) without the rows that padding spoilt at an inner side; a view."""
        if self.top == self.bottom or reach == 0:
            return x
        return x[..., :-reach, :] if self.top else x[..., reach:, :]


FEW = 4
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


def added(skip: Tensor, change: Tensor) -> Tensor:
    """``skip`` cropped to the tile plus ``change`` (N×C×H×W), in the memory of ``change`` unless
    gradients are wanted.
    """
    skip = crop_like(skip, change)
    in_place = not torch.is_grad_enabled() and skip.dtype == change.dtype
    return change.add_(skip) if in_place else skip + change


def _split(lost: int, first_is_border: bool, last_is_border: bool) -> tuple[int, int]:
    if first_is_border:
        return 0, lost
    return (lost, 0) if last_is_border else (lost // 2, lost // 2)


def cut_between(x: Tensor, amount: int) -> Tensor:
    """Cut ``amount`` pixels off opposite sides of ``x`` (N×C×H×W) that are both inner ones."""
    e = _edges.get()
    tall, wide = (amount - pad for pad in e.padding(amount))
    return F.pad(x, (-wide, -wide, -tall, -tall)) if tall or wide else x


def cut_inner(x: Tensor, amount: int) -> Tensor:
    """Cut ``amount`` pixels off the inner sides of a tile ``x`` (N×C×H×W)."""
    e = _edges.get()
    cuts = [amount * (not border) for border in (e.left, e.right, e.top, e.bottom)]
    return F.pad(x, [-cut for cut in cuts]) if any(cuts) else x


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

    packed: Packed | None = None

    def __init__(self, inputs: int, outputs: int, kernel: int, *, bias: bool = True) -> None:
        odd = kernel % 2
        super().__init__(inputs, outputs, kernel, padding=kernel // 2 * odd, bias=bias)
        self.reach = kernel // 2
        self.before = (kernel - 1) // 2

    def forward(self, x: Tensor, slope: float | None = None) -> Tensor:
        """N×inputs×H×W to N×outputs×H×W, less at inner sides of a tile.

        Parameters
        ----------
        x
            The input.
        slope
            Of an activation that follows: 0 is ReLU, more is leaky, None is none.
        """
        e = _edges.get()
        if self.before == self.reach:
            return e.sound_rows(_convolved(self, x, e.padding(self.reach), slope), self.reach)
        (above, below), (left, right) = (
            (self.before, self.reach) if border else (self.before - self.reach, 0)
            for border in e.borders
        )
        return _convolved(self, F.pad(x, (left, right, above, below)), (0, 0), slope)


class GainAndShift(Conv2d):
    """y = α·x + β, both made from a guide by one 1×1 convolution.

    Parameters
    ----------
    guide
        Channels of the guide.
    features
        Channels of what is modulated.
    """

    packed: PackedGainAndShift | None = None

    def __init__(self, guide: int, features: int) -> None:
        super().__init__(guide, 2 * features, 1)

    def forward(self, guide: Tensor, x: Tensor) -> Tensor:
        """Modulate ``x`` (N×features×H×W) by a guide of its size (N×guide×H×W)."""
        if self.packed is not None and x.device.type == "cpu":
            return self.packed(guide, x)
        gain, shift = super().forward(guide).chunk(2, 1)
        return torch.addcmul(shift, x, gain)


class StridedConv2d(nn.Conv2d):
    """A convolution that divides the size by its stride, at the same pixels in every tile."""

    packed: Packed | None = None

    def __init__(
        self, inputs: int, outputs: int, kernel: int, *, stride: int = 2, bias: bool = True
    ) -> None:
        reach = (kernel - 1) // 2 if kernel % 2 else (kernel - stride) // 2
        super().__init__(inputs, outputs, kernel, stride, padding=reach, bias=bias)
        self.reach = reach

    def forward(self, x: Tensor, slope: float | None = None) -> Tensor:
        """N×inputs×H×W to N×outputs×H/stride×W/stride, less at inner sides of a tile.

        Parameters
        ----------
        x
            The input.
        slope
            Of an activation that follows: 0 is ReLU, more is leaky, None is none.
        """
        stride = self.stride[0]
        padding = _edges.get().padding(self.reach)
        cut = -self.reach % stride
        x = cut_between(aligned(x, stride), cut)
        return _convolved(self, x, padding, slope)


class TransposedConv2d(nn.ConvTranspose2d):
    """A transposed convolution that multiplies the size by its stride (kernel 3 or 4 for 2)."""

    packed: PackedTransposed | None = None

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

    def forward(self, x: Tensor, slope: float | None = None) -> Tensor:
        """N×inputs×H×W to N×outputs×stride·H×stride·W, less at inner sides of a tile.

        Parameters
        ----------
        x
            The input.
        slope
            Of an activation that follows: 0 is ReLU, more is leaky, None is none.
        """
        if self.packed is not None and x.device.type == "cpu":
            result = self.packed(x, slope)
        else:
            result = activated(super().forward(x), slope)
        return cut_between(result, self.padding[0])


def _convolved(
    layer: Conv2d | StridedConv2d, x: Tensor, padding: tuple[int, int], slope: float | None
) -> Tensor:
    if layer.packed is not None and x.device.type == "cpu":
        return layer.packed(x, padding, slope)
    return activated(F.conv2d(x, layer.weight, layer.bias, layer.stride, padding), slope)


def pack(network: nn.Module) -> nn.Module:
    """Let every convolution of a network in evaluation mode run packed from now on, in place.

    Nothing changes where torch cannot do that; on other devices the plain layers run.
    """
    if packing_works():
        for layer in network.modules():
            if isinstance(layer, GainAndShift):
                layer.packed = PackedGainAndShift(layer)
            elif isinstance(layer, Conv2d | StridedConv2d):
                layer.packed = Packed(layer)
            elif isinstance(layer, TransposedConv2d):
                layer.packed = PackedTransposed(layer)
    return network


def space_to_depth(x: Tensor, factor: int) -> Tensor:
    """N×C×H×W to N×C·factor²×H/factor×W/factor, at the same pixels in every tile."""
    return F.pixel_unshuffle(aligned(x, factor), factor)


def depth_to_space(x: Tensor, factor: int) -> Tensor:
    """N×C·factor²×H×W to N×C×factor·H×factor·W."""
    channels = x.shape[1] // factor**2
    if channels > FEW or torch.is_grad_enabled() or torch.jit.is_tracing():
        return F.pixel_shuffle(x, factor)
    split = x.unflatten(1, (channels, factor, factor)).permute(0, 1, 4, 2, 5, 3)
    return split.flatten(4, 5).flatten(2, 3)  # two to three times quicker for a few channels


def in_full_precision(layer: nn.Module, x: Tensor) -> Tensor:
    """Run ``layer`` in float32 also under autocast: the last layer decides the rounding.

    Packed, it multiplies in the precision of ``x`` and adds its bias in float32.
    """
    if x.is_meta:
        return layer(x)
    if isinstance(layer, Conv2d) and layer.packed is not None and x.device.type == "cpu":
        e = _edges.get()
        return e.sound_rows(layer.packed.finely(x, e.padding(layer.reach)), layer.reach)
    with torch.autocast(x.device.type, enabled=False):
        return layer(x.float())
