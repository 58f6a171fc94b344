"""Convolutions as a processor likes them: weights laid out once, activation in the same pass.

Two things make them faster than torch's public ones. oneDNN's operators, which torch's compiler
uses, take weights in the order the kernels want and apply the activation before a result leaves
the cache; they are private, so they are used only where a small trial gives the public result.
And a layer of very few outputs leaves most of a vector register empty: neighbouring pixels of a
row then count as channels, which changes no sum (`folded_weight`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

FEW = 4
FOLDS_OF_OUTPUTS, FOLDS_OF_INPUTS = (4, 2), (2,)
ONES = [1, 1]
ZEROS = [0, 0]


def activated(x: Tensor, slope: float | None) -> Tensor:
    """Leaky ReLU with a slope below zero; None leaves ``x`` as it is."""
    if slope is None:
        return x
    return F.leaky_relu(x, slope) if slope else F.relu(x)


class _LaidOut:
    """A layer and its weights as kernels want them, once for each precision.

    Parameters
    ----------
    layer
        A convolution of `models.arch.layers`; its weights must not change any more.
    """

    def __init__(self, layer: nn.Module) -> None:
        self.layer = layer
        self._laid_out: dict[torch.dtype, Any] = {}

    def __deepcopy__(self, memo: dict) -> _LaidOut:
        """The copied layer lays its weights out anew: what the kernels want cannot be copied."""
        return type(self)(copy.deepcopy(self.layer, memo))


class Packed(_LaidOut):
    """What computes a convolution that was packed; called by the layers themselves."""

    def __call__(self, x: Tensor, padding: tuple[int, int], slope: float | None) -> Tensor:
        """Convolve N×C×H×W after padding it with zeros, rows and columns on either side."""
        return self._run(x.to(_working_dtype(x)), padding, slope, biased=True)

    def finely(self, x: Tensor, padding: tuple[int, int]) -> Tensor:
        """The same in ``float32``, but what is added to the bias has the precision of ``x``.

        A bfloat16 result between 0 and 1 with a bias of ½ is then off by a quarter of an 8-bit
        level at most, and mostly by far less.
        """
        pixels = self._run(x, padding, None, biased=False).permute(0, 2, 3, 1)  # N×H×W×C
        if self.layer.bias is None:
            return pixels.permute(0, 3, 1, 2).float()
        rows = pixels.flatten(2).float()  # a bias as long as a row is added fastest
        rows = rows.add_(self.layer.bias.repeat(pixels.shape[2]))
        return rows.unflatten(2, pixels.shape[2:]).permute(0, 3, 1, 2)

    def _run(
        self, x: Tensor, padding: tuple[int, int], slope: float | None, *, biased: bool
    ) -> Tensor:
        x = x.contiguous(memory_format=torch.channels_last)
        fold = fold_of(self.layer, x.dtype)
        if fold == 1:
            return self._convolved(x, padding, slope, biased=biased)
        width = x.shape[3] + 2 * padding[1] - self.layer.kernel_size[1] + 1
        missing = -x.shape[3] % fold
        x = fold_columns(F.pad(x, (0, missing)) if missing else x, fold)
        result = self._convolved(x, (padding[0], padding[1] // fold), slope, biased=biased)
        return unfold_columns(result, fold)[..., :width]

    def _convolved(
        self, x: Tensor, padding: tuple[int, int], slope: float | None, *, biased: bool
    ) -> Tensor:
        stride, pads = list(self.layer.stride), list(padding)
        if x.dtype not in self._laid_out:
            self._laid_out[x.dtype] = self._lay_out(x, stride, pads)
        weight, bias = self._laid_out[x.dtype]
        name, scalars = _fused(slope)
        return torch.ops.mkldnn._convolution_pointwise(
            x, weight, bias if biased else None, pads, stride, ONES, 1, name, scalars, ""
        )

    def _lay_out(
        self, x: Tensor, stride: list[int], pads: list[int]
    ) -> tuple[Tensor, Tensor | None]:
        layer, fold = self.layer, fold_of(self.layer, x.dtype)
        weight = folded_weight(layer.weight, fold) if fold > 1 else layer.weight
        weight = weight.to(x.dtype).contiguous(memory_format=torch.channels_last)
        bias = None if layer.bias is None else layer.bias.to(x.dtype).repeat(fold)
        order = torch.ops.mkldnn._reorder_convolution_weight
        return order(weight, pads, stride, ONES, 1, list(x.shape)), bias


class PackedJoined(Packed):
    """A convolution of several tensors, whose sums grow in place of a copy of all of them.

    Every part takes its share of the weights. Only in ``float32``, where it does not matter that
    the sum is rounded after every part.
    """

    def __init__(self, layer: nn.Module) -> None:
        super().__init__(layer)
        self._shares: list[Tensor] = []

    def takes(self, x: Tensor) -> bool:
        """True if tensors like ``x`` can be summed part by part."""
        return x.device.type == "cpu" and _working_dtype(x) == torch.float32

    def together(
        self, parts: Sequence[Tensor], padding: tuple[int, int], slope: float | None
    ) -> Tensor:
        """Convolve N×C×H×W tensors of equal height and width after padding them with zeros."""
        parts = [part.contiguous(memory_format=torch.channels_last) for part in parts]
        pads = list(padding)
        if not self._shares:
            self._shares = [*self._laid_out_shares(parts, pads)]
        (first, *others), (share, *shares) = parts, self._shares
        name, scalars = ("none", []) if others else _fused(slope)
        total = torch.ops.mkldnn._convolution_pointwise(
            first, share, self.layer.bias, pads, ONES, ONES, 1, name, scalars, ""
        )
        for part, weight in zip(others, shares, strict=True):
            total = torch.ops.mkldnn._convolution_pointwise_.binary(
                total, part, weight, None, pads, ONES, ONES, 1, "add", 1.0, None, [], None
            )
        if not others or slope is None:
            return total
        return F.leaky_relu_(total, slope)

    def _laid_out_shares(self, parts: Sequence[Tensor], pads: list[int]) -> Iterator[Tensor]:
        order = torch.ops.mkldnn._reorder_convolution_weight
        sizes = [part.shape[1] for part in parts]
        for weight, part in zip(self.layer.weight.split(sizes, 1), parts, strict=True):
            typed = weight.contiguous(memory_format=torch.channels_last)
            yield order(typed, pads, ONES, ONES, 1, list(part.shape))


class PackedTransposed(_LaidOut):
    """The same for a transposed convolution."""

    def __call__(self, x: Tensor, slope: float | None) -> Tensor:
        """Enlarge N×C×H×W."""
        layer, dtype = self.layer, _working_dtype(x)
        x = x.to(dtype).contiguous(memory_format=torch.channels_last)
        if dtype not in self._laid_out:
            bias = None if layer.bias is None else layer.bias.to(dtype)
            order = torch.ops.mkldnn._reorder_convolution_transpose_weight
            weight = order(layer.weight.to(dtype), *self._geometry, ONES, 1, list(x.shape))
            self._laid_out[dtype] = weight, bias
        name, scalars = _fused(slope)
        return torch.ops.mkldnn._convolution_transpose_pointwise(
            x, *self._laid_out[dtype], *self._geometry, ONES, 1, name, scalars, ""
        )

    @property
    def _geometry(self) -> tuple[list[int], list[int], list[int]]:
        layer = self.layer
        return list(layer.padding), list(layer.output_padding), list(layer.stride)


class PackedGainAndShift(_LaidOut):
    """α·x + β in two passes: product and sum belong to the convolutions that make α and β."""

    def __call__(self, guide: Tensor, x: Tensor) -> Tensor:
        """Modulate ``x`` by a guide of its size (both N×C×H×W)."""
        dtype = _working_dtype(x)
        guide = guide.to(dtype).contiguous(memory_format=torch.channels_last)
        x = x.to(dtype).contiguous(memory_format=torch.channels_last)
        if dtype not in self._laid_out:
            self._laid_out[dtype] = tuple(self._halves(guide))
        (gain, gain_bias), (shift, shift_bias) = self._laid_out[dtype]
        geometry = (ZEROS, ONES, ONES, 1)
        product = torch.ops.mkldnn._convolution_pointwise.binary(
            guide, x, gain, gain_bias, *geometry, "mul", None, None, [], None
        )
        return torch.ops.mkldnn._convolution_pointwise_.binary(
            product, guide, shift, shift_bias, *geometry, "add", 1.0, None, [], None
        )

    def _halves(self, guide: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        order = torch.ops.mkldnn._reorder_convolution_weight
        weights, biases = self.layer.weight.chunk(2), self.layer.bias.chunk(2)
        for weight, bias in zip(weights, biases, strict=True):
            typed = weight.to(guide.dtype)
            yield order(typed, ZEROS, ONES, ONES, 1, list(guide.shape)), bias.to(guide.dtype)


def fold_of(layer: nn.Conv2d, dtype: torch.dtype) -> int:
    """How many pixels of a row to count as channels of one; 1 where nothing is gained.

    Kernels keep 16 sums in a register, so that 3 outputs use a fifth of it. They read bfloat16
    inputs in pairs, which 3 inputs do not fill.
    """
    height, width = layer.kernel_size
    if height != width or width % 2 == 0 or layer.stride != (1, 1):
        return 1
    folds: tuple[int, ...] = ()
    if layer.out_channels <= FEW:
        folds = FOLDS_OF_OUTPUTS
    elif layer.in_channels <= FEW and dtype == torch.bfloat16:
        folds = FOLDS_OF_INPUTS
    return next((fold for fold in folds if width > 1 and width // 2 % fold == 0), 1)


def folded_weight(weight: Tensor, fold: int) -> Tensor:
    """Weights that take and give ``fold`` neighbouring pixels of a row as channels.

    Parameters
    ----------
    weight
        Outputs×inputs×K×K of a convolution with stride 1, K odd, ``fold`` a divisor of K // 2.

    Returns
    -------
    Tensor
        (fold·outputs)×(fold·inputs)×K×(2·(K // 2) / fold + 1).
    """
    outputs, inputs, height, width = weight.shape
    blocks = (width - 1) // fold + 1
    wide = weight.new_zeros(fold, outputs, inputs, height, blocks * fold)
    for phase in range(fold):
        wide[phase, ..., phase : phase + width] = weight
    split = wide.unflatten(-1, (blocks, fold))  # phase, outputs, inputs, K, blocks, fold
    ordered = split.permute(0, 1, 5, 2, 3, 4)
    return ordered.reshape(fold * outputs, fold * inputs, height, blocks)


def fold_columns(x: Tensor, fold: int) -> Tensor:
    """N×C×H×W in channels-last order to N×(fold·C)×H×(W/fold); the same memory."""
    n, channels, height, width = x.shape
    pixels = x.permute(0, 2, 3, 1).reshape(n, height, width // fold, fold * channels)
    return pixels.permute(0, 3, 1, 2)


def unfold_columns(x: Tensor, fold: int) -> Tensor:
    """The reverse of `fold_columns`."""
    n, channels, height, width = x.shape
    pixels = x.permute(0, 2, 3, 1).reshape(n, height, width * fold, channels // fold)
    return pixels.permute(0, 3, 1, 2)


@lru_cache(maxsize=1)
def packing_works() -> bool:
    """True if torch has oneDNN's operators and they give what the public ones give."""
    generator = torch.Generator().manual_seed(1)
    x = torch.rand(1, 4, 8, 9, generator=generator)
    layers = [nn.Conv2d(4, 5, 3), nn.Conv2d(4, 3, 9, padding=4), nn.ConvTranspose2d(4, 5, 4, 2, 1)]
    try:
        with torch.inference_mode():
            return all(_agrees(layer, x) for layer in layers)
    except (AttributeError, RuntimeError, TypeError):
        return False  # another version of torch, or built without oneDNN


def _agrees(layer: nn.Module, x: Tensor) -> bool:
    transposed = isinstance(layer, nn.ConvTranspose2d)
    got = PackedTransposed(layer)(x, 0.1) if transposed else Packed(layer)(x, layer.padding, 0.1)
    return torch.allclose(got, activated(layer(x), 0.1), atol=1e-4)


def _working_dtype(x: Tensor) -> torch.dtype:
    """What autocast asks for; it does not know these operators."""
    if torch.is_autocast_enabled("cpu"):
        return torch.get_autocast_dtype("cpu")
    return x.dtype


def _fused(slope: float | None) -> tuple[str, list[float]]:
    if slope is None:
        return "none", []
    return ("leaky_relu", [slope]) if slope else ("relu", [])
