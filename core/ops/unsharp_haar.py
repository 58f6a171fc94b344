"""Unsharp masking where Haar wavelet coefficients of two scales agree.

The undecimated Haar transform is taken at two scales. At an edge both scales have coefficients of
the same sign; noise has them at the fine scale alone. Their product marks the edges that unsharp
masking then sharpens.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from core.op import Op, TileContext
from core.ops.sharpening import (
    AMOUNT,
    ON,
    OVERSHOOT,
    SMALL_RADIUS,
    THRESHOLD,
    amplified,
    overshoot_reach,
)
from core.ops.tile_filters import BORDER, gaussian, gaussian_reach
from core.params import Values

EDGE = replace(
    THRESHOLD,
    default=3.0,
    help="Strength of the wavelet coefficients at which half of the sharpening sets in.",
)
FINE = np.array([1, 1]) / 2, np.array([1, -1]) / 2
COARSE = np.array([1, 1, 1, 1]) / 4, np.array([1, 1, -1, -1]) / 4
CENTRE = np.array([1, 1], np.float32) / 2
EDGE_REACH = 3


def edge_strength(plane: np.ndarray) -> np.ndarray:
    """Root of the products of Haar coefficients at two scales, where their signs agree.

    Parameters
    ----------
    plane
        H×W or H×W×3 ``float32`` tile; `EDGE_REACH` pixels around each are looked at.
    """
    total = np.zeros_like(plane)
    for row, column in ((1, 0), (0, 1), (1, 1)):
        fine = _filtered(plane, FINE[row], FINE[column], 0)
        coarse = _filtered(plane, COARSE[row], COARSE[column], 1)
        total += np.maximum(fine * coarse, 0)
    # Coefficients lie between pixels; the mean of the four around a pixel lies on it.
    return np.sqrt(_filtered(total, CENTRE, CENTRE, 1))


def haar_change(plane: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Detail where the scales agree, for an amount of 1, without halo."""
    crop = tile.margins.cropped
    detail = crop(plane) - crop(gaussian(plane, values["radius"]))
    energy = crop(edge_strength(plane)) ** 2
    threshold = max(values["threshold"] / 255, 1e-4)
    return detail * (energy / (energy + np.float32(threshold**2)))


def unsharp_haar(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Sharpen the edges that Haar wavelets of two scales agree on."""
    change = partial(haar_change, values=values, tile=tile)
    return amplified(pixels, values, tile, change, name="haar")


def _filtered(plane: np.ndarray, row: np.ndarray, column: np.ndarray, anchor: int) -> np.ndarray:
    kernels = row.astype(np.float32), column.astype(np.float32)
    result = cv2.sepFilter2D(plane, -1, *kernels, anchor=(anchor, anchor), borderType=BORDER)
    return result.reshape(plane.shape)


UNSHARP_HAAR = Op(
    id="unsharp-haar",
    label="Haar wavelet unsharp masking",
    apply=unsharp_haar,
    group="Sharpen",
    params=(AMOUNT, SMALL_RADIUS, EDGE, OVERSHOOT, ON),
    help="Sharpens only where wavelet coefficients of two scales agree that there is an edge.",
    citation="Correlation between scales after Y. Xu, J. B. Weaver, D. M. Healy, J. Lu: Wavelet "
    "transform domain filters. IEEE Trans. Image Process. 3(6), 1994, doi:10.1109/83.336245.",
    halo=lambda values: max(gaussian_reach(values["radius"]), EDGE_REACH, overshoot_reach(values)),
    tile=512,
    integers=True,
)
