"""Sharpening by gains on the detail coefficients of several resolutions."""

from __future__ import annotations

from functools import partial

import cv2
import numpy as np

from core.op import Op, TileContext
from core.ops.sharpening import ON, OVERSHOOT, THRESHOLD, amplified, overshoot_reach, soft_threshold
from core.ops.tile_filters import BORDER
from core.params import Param, Values

LEVELS = 4
B3_SPLINE = np.array([1, 4, 6, 4, 1], np.float32) / 16
DEFAULTS = (0.6, 0.5, 0.25, 0.0)

AMOUNT = Param(
    "amount", "Amount", 1.0, 0.0, 5.0, 0.05, help="By what the gains of all levels are multiplied."
)
GAINS = tuple(
    Param(
        f"gain_{level}",
        f"Gain, {2**level} px",
        DEFAULTS[level - 1],
        -1.0,
        3.0,
        0.05,
        help=f"What is added of detail about {2**level} pixels wide; below 0 takes it away.",
    )
    for level in range(1, LEVELS + 1)
)


def smoothed(plane: np.ndarray, level: int) -> np.ndarray:
    """One step of the à-trous transform: a B3 spline with 2ˡ − 1 holes between its taps."""
    kernel = np.zeros(4 * 2**level + 1, np.float32)
    kernel[:: 2**level] = B3_SPLINE
    return cv2.sepFilter2D(plane, -1, kernel, kernel, borderType=BORDER).reshape(plane.shape)


def wavelet_change(plane: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Sum of the levels' details, each times its gain, for an amount of 1, without halo."""
    crop, coarse = tile.margins.cropped, plane
    total = np.zeros_like(crop(plane))
    for level in range(levels_used(values)):
        fine, coarse = coarse, smoothed(coarse, level)
        detail = soft_threshold(crop(fine) - crop(coarse), values["threshold"] / 255)
        total += detail * np.float32(values[f"gain_{level + 1}"])
    return total


def levels_used(values: Values) -> int:
    """Levels up to the last one with a gain."""
    return max((n for n in range(1, LEVELS + 1) if values[f"gain_{n}"] != 0), default=0)


def sharpen_wavelet(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Add a share of the detail of each resolution."""
    change = partial(wavelet_change, values=values, tile=tile)
    return amplified(pixels, values, tile, change, name="wavelet")


def wavelet_halo(values: Values) -> int:
    """Pixels on each side that the used levels look at."""
    return max(2 * (2 ** levels_used(values) - 1), overshoot_reach(values))


SHARPEN_WAVELET = Op(
    id="sharpen-wavelet",
    label="Wavelet sharpening",
    apply=sharpen_wavelet,
    group="Sharpen",
    params=(AMOUNT, *GAINS, THRESHOLD, OVERSHOOT, ON),
    help="Lifts fine, medium and coarse detail separately.",
    citation="Undecimated transform with B3 splines: J.-L. Starck, J. Fadili, F. Murtagh: The "
    "undecimated wavelet decomposition and its reconstruction. IEEE Trans. Image Process. 16(2), "
    "2007, doi:10.1109/TIP.2006.887733.",
    halo=wavelet_halo,
    tile=512,
    integers=True,
)
