"""Filters that are designed in the frequency domain.

The transfer function is turned into a kernel of finite size, cut off smoothly by a window, and
the picture is convolved with it through the Fourier transform. A transform of the whole picture
would make every pixel depend on all others; the finite kernel gives every tile what the whole
picture would get, at the price of slightly rounder flanks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from core.op import Op, TileContext
from core.ops.sharpening import ON, OVERSHOOT, sharpened
from core.ops.tile_filters import BORDER
from core.ops.tone import GONZALEZ
from core.params import Param, ParamScale, Values

PERIODS = 1.5
LEAST_REACH = 6
BUTTERWORTH_ORDER = 2
NOTCH_WIDTH = 0.25
MIDDLE_GREY = 0.5

SHAPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "gaussian": lambda ratio: np.exp(-0.5 * ratio**2),
    "butterworth": lambda ratio: 1 / (1 + ratio ** (2 * BUTTERWORTH_ORDER)),
    "ideal": lambda ratio: (ratio <= 1).astype(float),
}


def kernel_reach(cutoff: float) -> int:
    """Pixels on each side of a kernel for a cutoff in cycles a pixel."""
    return max(LEAST_REACH, math.ceil(PERIODS / cutoff))


@lru_cache(maxsize=8)
def low_pass_kernel(shape: str, cutoff: float) -> np.ndarray:
    """Kernel of a low-pass filter with a sum of 1.

    Parameters
    ----------
    shape
        Key of `SHAPES`.
    cutoff
        Where the filter falls off, in cycles a pixel.
    """
    reach = kernel_reach(cutoff)
    side = 4 * reach
    frequency = np.fft.fftfreq(side)
    ratio = np.hypot(frequency[:, None], frequency) / cutoff
    response = np.fft.fftshift(np.fft.ifft2(SHAPES[shape](ratio)).real)
    middle = slice(side // 2 - reach, side // 2 + reach + 1)
    kernel = response[middle, middle] * _window(reach)
    return (kernel / kernel.sum()).astype(np.float32)


@lru_cache(maxsize=8)
def notch_kernel(frequency: float, angle: float) -> np.ndarray:
    """Kernel that passes waves of one frequency and direction and nothing else.

    Parameters
    ----------
    frequency
        In cycles a pixel.
    angle
        Direction across the stripes in degrees, 0 for vertical stripes.
    """
    reach = kernel_reach(frequency * NOTCH_WIDTH * 2)
    place = np.arange(-reach, reach + 1)
    turned = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    wave = np.cos(2 * np.pi * frequency * (place * turned[0] + place[:, None] * turned[1]))
    window = _window(reach)
    kernel = wave * (window / (window * wave * wave).sum())
    return (kernel - window * (kernel.sum() / window.sum())).astype(np.float32)


def fourier_filter(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Keep or take away frequencies of a tile."""

    def change(plane: np.ndarray) -> np.ndarray:
        found = tile.margins.cropped(_convolved(plane, _kernel(values)))
        before = tile.margins.cropped(plane)
        if values["kind"] == "low-pass":
            return found - before
        if values["kind"] == "high-pass":
            return np.float32(MIDDLE_GREY) - found
        return -found

    return sharpened(pixels, values, tile, change)


def fourier_halo(values: Values) -> int:
    """Pixels on each side of the kernel."""
    return _kernel(values).shape[0] // 2


def _kernel(values: Values) -> np.ndarray:
    if values["kind"] == "notch":
        return notch_kernel(values["cutoff"], values["angle"])
    return low_pass_kernel(values["shape"], values["cutoff"])


def _window(reach: int) -> np.ndarray:
    """Hann window over a disc's square, largest in the middle."""
    row = np.hanning(2 * reach + 3)[1:-1]
    return row[:, None] * row


def _convolved(plane: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return cv2.filter2D(plane, -1, kernel, borderType=BORDER).reshape(plane.shape)


FOURIER = Op(
    id="fourier",
    label="Fourier-domain filter",
    apply=fourier_filter,
    group="Filter",
    params=(
        Param(
            "kind",
            "Kind",
            "low-pass",
            choices=("low-pass", "high-pass", "notch"),
            help="Low-pass keeps what is coarse, high-pass what is fine around middle grey, notch "
            "takes out regular stripes.",
        ),
        Param(
            "shape",
            "Flank",
            "butterworth",
            choices=tuple(SHAPES),
            help="How the filter falls off at its cutoff; a notch has none.",
        ),
        Param(
            "cutoff",
            "Frequency",
            0.1,
            0.03,
            0.5,
            0.005,
            ParamScale.LOG,
            unit="cycles / px",
            help="Cutoff, or the frequency of the stripes: one over their distance in pixels.",
        ),
        Param(
            "angle",
            "Stripe direction",
            0.0,
            -90.0,
            90.0,
            1.0,
            unit="°",
            help="Direction across the stripes that a notch takes out; 0 for vertical stripes.",
        ),
        replace(ON, default="rgb", help="Luma keeps colours as they are; rgb filters them too."),
        OVERSHOOT,
    ),
    help="Filters by frequency: softens, shows fine detail alone, or removes regular stripes.",
    citation=f"{GONZALEZ}, chapter 4.",
    halo=fourier_halo,
    integers=True,
)
