"""What all sharpeners share: their parameters, and how the change gets back into the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from core.colour.luma import LUMA_WEIGHTS, luma
from core.levels import to_float, to_sixteen_bits
from core.op import TileContext
from core.ops.tile_filters import local_range
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
SMALL_RADIUS = Param(
    "radius",
    "Radius",
    1.2,
    0.3,
    6.0,
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
OVERSHOOT = Param(
    "overshoot",
    "Overshoot",
    100.0,
    0.0,
    100.0,
    1.0,
    unit="%",
    help="How far a pixel may leave the range of its neighbours, in shares of that range; "
    "100 lets it.",
)
LIMITED = replace(OVERSHOOT, default=15.0)
ON = Param(
    "on",
    "Works on",
    "luma",
    choices=("luma", "rgb"),
    help="Luma keeps colours as they are; rgb sharpens every channel by itself.",
)

Change = Callable[[np.ndarray], np.ndarray]


def soft_threshold(detail: np.ndarray, threshold: float) -> np.ndarray:
    """Leave out detail below a threshold and take it off the rest, so that nothing jumps.

    Parameters
    ----------
    detail
        Any shape, ``float32``.
    threshold
        In the unit of ``detail``.
    """
    if threshold <= 0:
        return detail
    limit = np.float32(threshold)
    return detail - np.clip(detail, -limit, limit)


def sharpened(pixels: np.ndarray, values: Values, tile: TileContext, change: Change) -> np.ndarray:
    """Add a change to the luma, or to every channel, of a tile.

    Parameters
    ----------
    pixels
        H×W×3 or H×W×1 with halo: ``float32``, or integers over their full range.
    values
        ``on`` says what is changed, ``overshoot`` (in percent) how far it may go.
    tile
        Where the tile lies.
    change
        Maps the plane to be changed (H×W or H×W×3, with halo) to what is added to it, without
        halo.

    Returns
    -------
    numpy.ndarray
        H×W×C without halo, of the type of ``pixels``; integers are rounded and clipped.
    """
    plane = worked_on(pixels, values)
    added = change(plane)
    if values["overshoot"] < 100:
        added = _limited(added, *_limits(plane, values, tile))
    return _added(tile.margins.cropped(pixels), added)


def with_change(
    pixels: np.ndarray, change: np.ndarray, values: Values, tile: TileContext, *, gain: float
) -> np.ndarray:
    """The same with a change that is known already and stays as it is, times a gain from 0 up."""
    if values["overshoot"] < 100:
        limits = _limits(worked_on(pixels, values), values, tile)
        change, gain = _limited(change * np.float32(gain), *limits), 1.0
    return _added(tile.margins.cropped(pixels), change, gain)


def amplified(
    pixels: np.ndarray, values: Values, tile: TileContext, change: Change, *, name: str
) -> np.ndarray:
    """Add a change times the amount to a tile; all that the amount leaves as it is is kept.

    Parameters
    ----------
    pixels, values, tile
        As in `sharpened`.
    change
        The same for an amount of 1.
    name
        Of the change; no other change has it.
    """
    rest = sorted((key, value) for key, value in values.items() if key != "amount")
    found = tile.kept(f"{name} {rest}", lambda: _change_and_limits(pixels, values, tile, change))
    added, gain, limits = found[0], float(values["amount"]), found[1:]
    if len(limits):
        added, gain = _limited(added * np.float32(gain), *limits), 1.0
    return _added(tile.margins.cropped(pixels), added, gain)


def _change_and_limits(
    pixels: np.ndarray, values: Values, tile: TileContext, change: Change
) -> np.ndarray:
    """The change, and how far down and up it may go where that is limited, in one array."""
    plane = worked_on(pixels, values)
    found = change(plane)
    if values["overshoot"] == 100:
        return found[None]
    return np.stack((found, *_limits(plane, values, tile)))


def overshoot_reach(values: Values) -> int:
    """Pixels on each side that the overshoot limit looks at."""
    return max(1, round(float(values.get("radius", 1.0)) / 2)) if values["overshoot"] < 100 else 0


def worked_on(pixels: np.ndarray, values: Values) -> np.ndarray:
    """What of a tile is changed: H×W luma, or H×W×3, ``float32`` in [0, 1]."""
    if pixels.shape[2] == 1:
        return _to_float(pixels)[..., 0]
    if values["on"] == "rgb":
        return _to_float(pixels)
    if pixels.dtype.kind == "f":
        return luma(pixels)[..., 0]
    weights = LUMA_WEIGHTS / np.float32(np.iinfo(pixels.dtype).max)
    return cv2.transform(pixels.astype(np.float32), weights[None])


def _to_float(pixels: np.ndarray) -> np.ndarray:
    return pixels if pixels.dtype.kind == "f" else to_float(pixels)


def _limited(change: np.ndarray, lowest: np.ndarray, highest: np.ndarray) -> np.ndarray:
    """A change, brought in place between what may at most be taken off and added."""
    np.maximum(change, lowest, out=change)
    return np.minimum(change, highest, out=change)


def _limits(plane: np.ndarray, values: Values, tile: TileContext) -> tuple[np.ndarray, np.ndarray]:
    """What may at most be taken off and added, for a given overshoot."""
    low, high = map(tile.margins.cropped, local_range(plane, overshoot_reach(values)))
    before = tile.margins.cropped(plane)
    slack = cv2.subtract(high, low)
    slack *= np.float32(values["overshoot"] / 100)
    lowest, highest = cv2.subtract(low, before), cv2.subtract(high, before)
    lowest -= slack
    highest += slack
    return lowest, highest


def _added(pixels: np.ndarray, change: np.ndarray, gain: float = 1.0) -> np.ndarray:
    """Pixels plus a change of one or of all channels."""
    if pixels.dtype.kind == "u":
        return _added_to_integers(pixels, change, gain)
    change = change * np.float32(gain) if gain != 1 else change
    if change.ndim == 2 and pixels.shape[2] == 3:
        change = cv2.cvtColor(change, cv2.COLOR_GRAY2RGB)
    change = change.reshape(pixels.shape)
    return np.add(pixels, change, out=change)


def _added_to_integers(pixels: np.ndarray, change: np.ndarray, gain: float) -> np.ndarray:
    """The same in levels: what is added and what is taken off, each rounded and clipped.

    A pixel has one of the two at most, so that clipped sums are the clipped result.
    """
    up, down = _up_and_down(change, gain, pixels.dtype)
    spread = change.ndim == 2 and pixels.shape[2] == 3
    part = cv2.cvtColor(up, cv2.COLOR_GRAY2RGB) if spread else up.reshape(pixels.shape)
    result = cv2.add(pixels, part)
    part = cv2.cvtColor(down, cv2.COLOR_GRAY2RGB, dst=part) if spread else down.reshape(part.shape)
    return cv2.subtract(result, part.reshape(result.shape), dst=result).reshape(pixels.shape)


def _up_and_down(change: np.ndarray, gain: float, dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """The levels of a change where it is positive, and where it is negative."""
    if dtype == np.uint8:
        levels = cv2.convertScaleAbs(change, alpha=255 * gain).reshape(change.shape)
    else:
        levels = to_sixteen_bits(np.abs(change) * np.float32(gain))
    up = levels * (change > 0)
    return up, cv2.subtract(levels, up, dst=levels)
