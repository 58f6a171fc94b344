"""Negative, gamma, brightness and contrast: curves over single values."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from core.op import Op, TileContext
from core.ops.tables import all_levels, as_table, through_table
from core.params import Param, ParamScale, Values

GONZALEZ = "R. C. Gonzalez, R. E. Woods: Digital Image Processing, 4th edition, Pearson, 2018"


def negative(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Black becomes white and white black."""
    return 1 - tile.margins.cropped(pixels)


@lru_cache(maxsize=8)
def gamma_table(gamma: float) -> np.ndarray:
    """The power law s = r^γ."""
    return as_table(all_levels() ** gamma)


def gamma(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Raise every value to a power."""
    return through_table(tile.margins.cropped(pixels), gamma_table(values["gamma"]))


def contrast_slope(percent: float) -> float:
    """Slope of the line for a contrast from −100 (flat) over 0 (1) to 100 (nearly a step)."""
    return math.tan((0.99 * percent / 100 + 1) * math.pi / 4) if percent > -100 else 0.0


def brightness_contrast(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """A line through middle grey, lifted or lowered."""
    slope = contrast_slope(values["contrast"])
    offset = 0.5 - 0.5 * slope + values["brightness"] / 100
    return tile.margins.cropped(pixels) * np.float32(slope) + np.float32(offset)


NEGATIVE = Op(
    id="negative",
    label="Negative",
    apply=negative,
    group="Tone",
    help="Turns scanned negatives and X-rays around.",
    citation=f"{GONZALEZ}, section 3.2.",
)
GAMMA = Op(
    id="gamma",
    label="Gamma",
    apply=gamma,
    group="Tone",
    params=(
        Param(
            "gamma",
            "Gamma",
            0.8,
            0.1,
            10.0,
            0.01,
            ParamScale.LOG,
            help="Power of every value: below 1 lifts the shadows, above 1 deepens them.",
        ),
    ),
    help="Lifts or deepens shadows and leaves black and white where they are.",
    citation=f"{GONZALEZ}, section 3.2.",
)
BRIGHTNESS_CONTRAST = Op(
    id="brightness-contrast",
    label="Brightness and contrast",
    apply=brightness_contrast,
    group="Tone",
    params=(
        Param(
            "brightness", "Brightness", 0.0, -100.0, 100.0, 1.0, unit="%", help="Added everywhere."
        ),
        Param(
            "contrast",
            "Contrast",
            15.0,
            -100.0,
            100.0,
            1.0,
            unit="%",
            help="Steepness around middle grey; −100 leaves nothing but grey.",
        ),
    ),
    help="The two plain sliders; what leaves the range is clipped.",
    citation=f"{GONZALEZ}, section 3.2.",
)
