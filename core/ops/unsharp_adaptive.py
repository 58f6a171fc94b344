"""Adaptive unsharp masking (Polesel, Ramponi, Mathews 2000).

The paper sharpens along rows and along columns by separate amounts that follow the local
activity: nothing in flat places, most at medium contrast, less at strong edges. It reaches these
amounts by a recursion along the scan line, whose result depends on where it began. Here the local
activity sets the amounts directly, so that every tile gives what the whole picture would.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.op import Op, TileContext
from core.ops.sharpening import (
    AMOUNT,
    ON,
    OVERSHOOT,
    SMALL_RADIUS,
    THRESHOLD,
    overshoot_reach,
    sharpened,
)
from core.ops.tile_filters import box_mean, gaussian_along, gaussian_reach
from core.params import Param, Values

NOISE = replace(
    THRESHOLD,
    default=4.0,
    help="Local contrast (standard deviation) at which half of the sharpening sets in; flat "
    "places below it keep their noise as it is.",
)
STRONG = Param(
    "strong",
    "Strong edges",
    24.0,
    5.0,
    128.0,
    1.0,
    unit="/ 255",
    help="Local contrast above which edges are taken to be sharp enough.",
)
ACTIVITY_REACH = 1


def adaptive_gain(activity: np.ndarray, noise: float, strong: float) -> np.ndarray:
    """Share of the sharpening: rises around ``noise``, falls around ``strong``.

    Parameters
    ----------
    activity
        Local mean square of the detail.
    noise, strong
        Standard deviations, in the unit of the picture.
    """
    low, high = np.float32(max(noise, 1e-4) ** 4), np.float32(strong**2)
    squared = activity * activity
    return squared / (squared + low) * (high / (high + activity))


def adaptive_change(plane: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """What is added along rows and along columns, without halo."""
    noise, strong = values["threshold"] / 255, values["strong"] / 255
    total = np.zeros_like(tile.margins.cropped(plane))
    for across in (True, False):
        detail = plane - gaussian_along(plane, values["radius"], across=across)
        activity = tile.margins.cropped(box_mean(detail * detail, ACTIVITY_REACH))
        total += tile.margins.cropped(detail) * adaptive_gain(activity, noise, strong)
    total *= np.float32(values["amount"])
    return total


def unsharp_adaptive(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Sharpen medium contrast most, flat places and strong edges least."""
    return sharpened(pixels, values, tile, lambda plane: adaptive_change(plane, values, tile))


UNSHARP_ADAPTIVE = Op(
    id="unsharp-adaptive",
    label="Adaptive unsharp masking",
    apply=unsharp_adaptive,
    group="Sharpen",
    params=(AMOUNT, SMALL_RADIUS, NOISE, STRONG, OVERSHOOT, ON),
    help="Emphasises medium contrast, with less noise and less overshoot than the linear one.",
    citation="A. Polesel, G. Ramponi, V. J. Mathews: Image enhancement via adaptive unsharp "
    "masking. IEEE Trans. Image Process. 9(3), 2000, doi:10.1109/83.826787.",
    halo=lambda values: max(
        gaussian_reach(values["radius"]) + ACTIVITY_REACH, overshoot_reach(values)
    ),
    tile=256,
)
