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

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.edges import edges_now
from models.arch.packed import (
    Packed,
    PackedGainAndShift,
    PackedJoined,
    PackedTransposed,
    activated,
    packing_works,
)
from models.arch.row_stream import row_stream

FEW = 4


def pad_borders(x: Tensor, reach: int, *, mode: str = "constant") -> Tensor:
    """Pad ``x`` (N×C×H×W) by ``reach`` on the sides that are picture borders; by zeros if
    ``mode`` is not another of `torch.nn.functional.pad`.
    """
    e = edges_now()
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
        ``x`` without what was lost on the inner sides; a view. In a stream of bands, the rows
        that ``other`` has now.
    """
    stream = row_stream()
    return _cropped(x if stream is None else stream.delayed(x, other.shape[-2]), other)


def _cropped(x: Tensor, other: Tensor) -> Tensor:
    e = edges_now()
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
    e = edges_now()
    tall, wide = (amount - pad for pad in e.padding(amount))
    return F.pad(x, (-wide, -wide, -tall, -tall)) if tall or wide else x


def cut_inner(x: Tensor, amount: int) -> Tensor:
    """Cut ``amount`` pixels off the inner sides of a tile ``x`` (N×C×H×W)."""
    e = edges_now()
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
    e, stream = edges_now(), row_stream()
    if stream is not None:
        x = stream.multiples(x, stride)
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
        e = edges_now()
        (x,), rows = _usable_rows(self, [x], self.before, self.reach)
        columns = e.padding(self.reach)[1]
        if self.before == self.reach:
            result = _convolved(self, x, (rows, columns), slope)
            return e.sound_rows(result, rows)
        (above, below), (left, right) = (
            (self.before, self.reach) if border else (self.before - self.reach, 0)
            for border in e.borders
        )
        above, below = (above, below) if row_stream() is None else (0, 0)
        return _convolved(self, F.pad(x, (left, right, above, below)), (0, 0), slope)


class JoinedConv2d(Conv2d):
    """A same-size convolution of several tensors that count as one along the channels."""

    packed: PackedJoined | None = None

    def forward(self, parts: Sequence[Tensor], slope: float | None = None) -> Tensor:
        """N×C×H×W each, the last one the smallest, to N×outputs×H×W; see `Conv2d.forward`."""
        newest = parts[-1]
        if self.packed is None or not self.packed.takes(newest):
            return super().forward(torch.cat([crop_like(x, newest) for x in parts], 1), slope)
        e, (parts, rows) = edges_now(), _usable_rows(self, parts, self.before, self.reach)
        parts = [_cropped(x, parts[-1]) for x in parts]
        padding = rows, e.padding(self.reach)[1]
        if not parts[-1].shape[2]:
            return _no_rows(self, parts[-1], padding[1])
        return e.sound_rows(self.packed.together(parts, padding, slope), rows)


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
        if not x.shape[2]:
            return x.clone()
        if self.packed is not None and x.device.type == "cpu":
            return self.packed(guide, x)
        gain, shift = F.conv2d(guide, self.weight, self.bias).chunk(2, 1)
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
        cut = -self.reach % stride
        x = cut_between(aligned(x, stride), cut)
        (x,), rows = _usable_rows(self, [x], self.reach, self.reach)
        return _convolved(self, x, (rows, edges_now().padding(self.reach)[1]), slope)


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
        stream, follows = row_stream(), False
        if stream is not None:
            x, follows = stream.overlapping(x)
        if not x.shape[2]:
            return x.new_empty(x.shape[0], self.out_channels, 0, x.shape[3] * self.stride[0])
        if self.packed is not None and x.device.type == "cpu":
            result = self.packed(x, slope)
        else:
            result = activated(super().forward(x), slope)
        result = cut_between(result, self.padding[0])
        if stream is None:
            return result
        spoilt = self.padding[0] * (not stream.last)
        return result[:, :, self.padding[0] * follows : result.shape[2] - spoilt]


def _usable_rows(
    layer: nn.Conv2d, parts: Sequence[Tensor], above: int, below: int
) -> tuple[list[Tensor], int]:
    """The rows of what a layer looks at that it can use, and how many it has to pad itself.

    Parameters
    ----------
    layer
        A convolution.
    parts
        N×C×H×W each, of equal height and width unless they come in bands.
    above, below
        What it pads beyond the picture's upper and lower border.
    """
    stream, kernel, stride = row_stream(), layer.kernel_size[0], layer.stride[0]
    if stream is None:
        return list(parts), edges_now().padding(above)[0]
    return stream.windows(parts, kernel, stride=stride, above=above, below=below), 0


def _convolved(
    layer: Conv2d | StridedConv2d, x: Tensor, padding: tuple[int, int], slope: float | None
) -> Tensor:
    if not x.shape[2]:
        return _no_rows(layer, x, padding[1])
    if layer.packed is not None and x.device.type == "cpu":
        return layer.packed(x, padding, slope)
    return activated(F.conv2d(x, layer.weight, layer.bias, layer.stride, padding), slope)


def _no_rows(layer: nn.Conv2d, x: Tensor, columns: int) -> Tensor:
    """What a layer that pads ``columns`` gives where no rows are there yet."""
    width = (x.shape[3] + 2 * columns - layer.kernel_size[1]) // layer.stride[1] + 1
    return x.new_empty(x.shape[0], layer.out_channels, 0, width)


def pack(network: nn.Module) -> nn.Module:
    """Let every convolution of a network in evaluation mode run packed from now on, in place.

    Nothing changes where torch cannot do that; on other devices the plain layers run.
    """
    if packing_works():
        for layer in network.modules():
            if isinstance(layer, GainAndShift):
                layer.packed = PackedGainAndShift(layer)
            elif isinstance(layer, JoinedConv2d):
                layer.packed = PackedJoined(layer)
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
        (x,), rows = _usable_rows(layer, [x], layer.before, layer.reach)
        columns = edges_now().padding(layer.reach)[1]
        if not x.shape[2]:
            return _no_rows(layer, x, columns).float()
        return edges_now().sound_rows(layer.packed.finely(x, (rows, columns)), rows)
    with torch.autocast(x.device.type, enabled=False):
        return layer(x.float())
