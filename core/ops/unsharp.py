"""Linear unsharp masking."""

from __future__ import annotations

import cv2
import numpy as np

from core.op import Op, TileContext
from core.ops.sharpening import (
    AMOUNT,
    ON,
    OVERSHOOT,
    RADIUS,
    THRESHOLD,
    overshoot_reach,
    sharpened,
    soft_threshold,
)
from core.ops.wide_blur import blur_factor, blur_reach, wide_gaussian
from core.params import Values


def unsharp_change(plane: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """``amount`` times the difference between a plane and its blur, without halo."""
    crop, amount = tile.margins.cropped, float(values["amount"])
    blurred = wide_gaussian(plane, values["radius"])
    detail = cv2.addWeighted(crop(plane), amount, crop(blurred), -amount, 0.0)
    return soft_threshold(detail, amount * values["threshold"] / 255)


def unsharp(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Add the difference between the luma and its blur back to every channel."""
    return sharpened(pixels, values, tile, lambda plane: unsharp_change(plane, values, tile))


def unsharp_halo(values: Values) -> int:
    """Pixels on each side that unsharp masking looks at."""
    return max(blur_reach(values["radius"]), overshoot_reach(values))


UNSHARP = Op(
    id="unsharp",
    label="Unsharp masking",
    apply=unsharp,
    group="Sharpen",
    params=(AMOUNT, RADIUS, THRESHOLD, OVERSHOOT, ON),
    help="The classic sharpener: blur, subtract, add back.",
    citation="Linear unsharp masking on BT.601 luma; see Polesel, Ramponi, Mathews, IEEE Trans. "
    "Image Process. 9(3), 2000, doi:10.1109/83.826787, section I.",
    halo=unsharp_halo,
    multiple=lambda values: blur_factor(values["radius"]),
    tile=512,
    integers=True,
)
