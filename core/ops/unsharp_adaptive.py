"""Adaptive unsharp masking (Polesel, Ramponi, Mathews 2000).

The paper sharpens along rows and along columns by separate amounts that follow the local
contrast: nothing in flat places, most at medium contrast, less where contrast is high. It reaches
these amounts by a recursion along the scan line, whose result depends on where it began. Here the
local contrast sets the amounts directly, so that every tile gives what the whole picture would.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from core.op import Op, TileContext
from core.ops.sharpening import (
    AMOUNT,
    LIMITED,
    ON,
    SMALL_RADIUS,
    THRESHOLD,
    amplified,
    overshoot_reach,
)
from core.ops.tile_filters import BORDER, box_mean, gaussian_along, gaussian_reach
from core.params import Param, Values

NOISE = replace(
    THRESHOLD,
    default=4.0,
    help="Slope (levels a pixel) at which half of the sharpening sets in; flat places below it "
    "keep their noise as it is.",
)
STRONG = Param(
    "strong",
    "Strong edges",
    18.0,
    2.0,
    128.0,
    1.0,
    unit="/ 255",
    help="Detail that is this strong is sharpened by half, and what is stronger by less.",
)
SLOPE = np.array([-0.5, 0.0, 0.5], np.float32)
SLOPE_REACH = 2


def emphasised(detail: np.ndarray, slope: np.ndarray, noise: float, strong: float) -> np.ndarray:
    """Detail times s²/(s² + n⁴) · t²/(t² + d²), as one fraction.

    The first factor leads from 0 in flat places to 1 above the noise. With the second, detail
    grows ever less up to ``strong`` and falls again beyond it.

    Parameters
    ----------
    detail
        d; changed in place.
    slope
        s, the local mean square of the slope.
    noise
        n, the slope at which the first factor is a half.
    strong
        t, the detail at which the second one is.
    """
    limit = np.float32(strong**2)
    squared = cv2.multiply(slope, slope)
    below = detail * detail
    below += limit
    detail *= squared
    squared += np.float32(max(noise, 1e-4) ** 4)
    below *= squared
    detail /= below
    detail *= limit
    return detail


def adaptive_change(plane: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """What is added along rows and along columns for an amount of 1, without halo."""
    added = _along(plane, values, tile, across=True)
    added += _along(plane, values, tile, across=False)
    return added


def _along(plane: np.ndarray, values: Values, tile: TileContext, *, across: bool) -> np.ndarray:
    blurred = gaussian_along(plane, values["radius"], across=across)
    detail = cv2.subtract(tile.margins.cropped(plane), tile.margins.cropped(blurred))
    slope = tile.margins.cropped(mean_slope(plane, across=across))
    return emphasised(detail, slope, values["threshold"] / 255, values["strong"] / 255)


def mean_slope(plane: np.ndarray, *, across: bool) -> np.ndarray:
    """Mean square of the slope along rows or along columns, over 3×3 pixels."""
    kernel = SLOPE[None] if across else SLOPE[:, None]
    slope = cv2.filter2D(plane, -1, kernel, borderType=BORDER).reshape(plane.shape)
    slope *= slope
    return box_mean(slope, 1)


def unsharp_adaptive(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Sharpen medium contrast most, flat places and strong edges least."""
    change = partial(adaptive_change, values=values, tile=tile)
    return amplified(pixels, values, tile, change, name="adaptive")


UNSHARP_ADAPTIVE = Op(
    id="unsharp-adaptive",
    label="Adaptive unsharp masking",
    apply=unsharp_adaptive,
    group="Sharpen",
    params=(replace(AMOUNT, default=1.5, high=10.0), SMALL_RADIUS, NOISE, STRONG, LIMITED, ON),
    help="Emphasises medium contrast, with less noise and less overshoot than the linear one.",
    citation="A. Polesel, G. Ramponi, V. J. Mathews: Image enhancement via adaptive unsharp "
    "masking. IEEE Trans. Image Process. 9(3), 2000, doi:10.1109/83.826787.",
    halo=lambda values: max(gaussian_reach(values["radius"]), SLOPE_REACH, overshoot_reach(values)),
    tile=512,
    integers=True,
)
