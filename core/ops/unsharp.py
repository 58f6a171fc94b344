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
    kept_plane,
    overshoot_reach,
    soft_threshold,
    with_change,
)
from core.ops.wide_blur import blur_factor, blur_reach, wide_gaussian
from core.params import Values

FINE_STEP, COARSE_STEP = 16, 32


def unsharp_detail(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """The difference between the luma, or the channels, and their blur, without halo."""
    reach = blur_reach(values["radius"])
    seen = tile.margins.beyond(reach).cropped(kept_plane(pixels, values, tile))
    crop = tile.margins.at_most(reach).cropped
    return cv2.subtract(crop(seen), crop(wide_gaussian(seen, values["radius"])))


def unsharp(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Add the difference between the luma and its blur back to every channel."""
    name = f"detail {values['radius']} {values['on']}"
    found = tile.kept(name, lambda: unsharp_detail(pixels, values, tile))
    found = soft_threshold(found, values["threshold"] / 255)
    return with_change(pixels, found, values, tile, gain=float(values["amount"]))


def unsharp_halo(values: Values) -> int:
    """Pixels on each side that unsharp masking looks at, in steps that near radii share."""
    reach = max(blur_reach(values["radius"]), overshoot_reach(values))
    step = FINE_STEP if reach <= COARSE_STEP else COARSE_STEP
    return -(-reach // step) * step


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
