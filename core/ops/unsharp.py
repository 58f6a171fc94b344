"""Linear unsharp masking."""

from __future__ import annotations

import numpy as np

from core.luma import luma
from core.op import Op, TileContext
from core.ops.tile_filters import gaussian, gaussian_reach
from core.params import Param, ParamScale, Values

AMOUNT = Param(
    "amount", "Amount", 0.8, 0.0, 5.0, 0.05, help="How much of the detail is added back."
)
RADIUS = Param(
    "radius",
    "Radius",
    1.6,
    0.3,
    30.0,
    0.1,
    ParamScale.LOG,
    unit="px",
    help="Standard deviation of the blur that separates detail from the rest.",
)
THRESHOLD = Param(
    "threshold",
    "Threshold",
    0.0,
    0.0,
    50.0,
    0.5,
    unit="/ 255",
    help="Detail weaker than this stays as it is, which keeps noise from being sharpened.",
)


def soft_threshold(detail: np.ndarray, threshold: float) -> np.ndarray:
    """Leave out detail below a threshold and take it off the rest, so that nothing jumps.

    Parameters
    ----------
    detail
        Any shape, ``float32``; changed in place where a threshold is given.
    threshold
        In the unit of ``detail``.
    """
    if threshold <= 0:
        return detail
    return np.sign(detail) * np.maximum(np.abs(detail) - np.float32(threshold), 0)


def unsharp(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Add the difference between the luma and its blur back to every channel."""
    plane = luma(pixels)
    detail = tile.margins.cropped(plane - gaussian(plane, values["radius"]))
    detail = soft_threshold(detail, values["threshold"] / 255)
    return tile.margins.cropped(pixels) + detail * np.float32(values["amount"])


UNSHARP = Op(
    id="unsharp",
    label="Unsharp masking",
    apply=unsharp,
    group="Sharpen",
    params=(AMOUNT, RADIUS, THRESHOLD),
    help="The classic sharpener: blur, subtract, add back.",
    citation="Linear unsharp masking on BT.601 luma; see Polesel, Ramponi, Mathews, IEEE Trans. "
    "Image Process. 9(3), 2000, doi:10.1109/83.826787, section I.",
    halo=lambda values: gaussian_reach(values["radius"]),
)
