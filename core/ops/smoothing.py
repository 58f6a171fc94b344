"""Gaussian filter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.op import Op, TileContext
from core.ops.sharpening import RADIUS
from core.ops.tone import GONZALEZ
from core.ops.wide_blur import blur_factor, blur_reach, wide_gaussian
from core.params import Values


def gaussian_filter(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Blur every channel."""
    return tile.margins.cropped(wide_gaussian(pixels, values["radius"]))


GAUSSIAN_FILTER = Op(
    id="gaussian",
    label="Gaussian filter",
    apply=gaussian_filter,
    group="Filter",
    params=(replace(RADIUS, help="Standard deviation of the blur."),),
    help="Softens a picture, or makes the blurred one that a sharpener is tried on.",
    citation=f"{GONZALEZ}, section 3.5.",
    halo=lambda values: blur_reach(values["radius"]),
    multiple=lambda values: blur_factor(values["radius"]),
    tile=256,
)
