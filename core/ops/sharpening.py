"""What all sharpeners share: their parameters, and how the change gets back into the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

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
    limited = values["overshoot"] < 100
    bound = _bound(plane, added, values, tile, pixels.dtype) if limited else None
    return _added(tile.margins.cropped(pixels), added, 1.0, bound)


def with_change(
    pixels: np.ndarray, change: np.ndarray, values: Values, tile: TileContext, *, gain: float
) -> np.ndarray:
    """The same with a change that is known already and stays as it is, times a gain from 0 up."""
    bound = None
    if values["overshoot"] < 100:
        bound = _bound(kept_plane(pixels, values, tile), change, values, tile, pixels.dtype)
    return _added(tile.margins.cropped(pixels), change, gain, bound)


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
    plane = cache(partial(worked_on, pixels, values))
    rest = {key: value for key, value in sorted(values.items()) if key != "amount"}
    overshoot = rest.pop("overshoot")
    found = tile.kept(f"{name} {rest}", lambda: change(plane()))
    bound = None
    if overshoot < 100:
        bound = tile.kept(
            f"{name} {rest} within {overshoot}",
            lambda: _bound(plane(), found, values, tile, pixels.dtype),
        )
    return _added(tile.margins.cropped(pixels), found, float(values["amount"]), bound)


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


def kept_plane(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """What is sharpened; luma is kept while the radius moves, which looks at it time and again."""
    if values["on"] == "rgb":
        return worked_on(pixels, values)
    return tile.kept("luma", lambda: worked_on(pixels, values))


def _to_float(pixels: np.ndarray) -> np.ndarray:
    return pixels if pixels.dtype.kind == "f" else to_float(pixels)


def _bound(
    plane: np.ndarray, change: np.ndarray, values: Values, tile: TileContext, dtype: np.dtype
) -> np.ndarray:
    """How far each pixel may go in the direction in which it is changed, as `_levels` has it."""
    low, high = map(tile.margins.cropped, local_range(plane, overshoot_reach(values)))
    before = tile.margins.cropped(plane)
    slack = cv2.subtract(high, low)
    slack *= np.float32(values["overshoot"] / 100)
    bound, upwards = cv2.subtract(before, low), (change > 0).view(np.uint8)
    cv2.copyTo(cv2.subtract(high, before), upwards, bound)
    bound += slack
    return _levels(bound, 1.0, dtype)


def _added(
    pixels: np.ndarray,
    change: np.ndarray,
    gain: float,
    bound: np.ndarray | None,
) -> np.ndarray:
    """Pixels plus a change of one or of all channels times a gain, at most a bound."""
    if pixels.dtype.kind == "u":
        return _added_to_integers(pixels, change, gain, bound)
    change = change * np.float32(gain)
    if bound is not None:
        np.minimum(change, bound, out=change)
        np.maximum(change, -bound, out=change)
    if change.ndim == 2 and pixels.shape[2] == 3:
        change = cv2.cvtColor(change, cv2.COLOR_GRAY2RGB)
    change = change.reshape(pixels.shape)
    return np.add(pixels, change, out=change)


def _added_to_integers(
    pixels: np.ndarray, change: np.ndarray, gain: float, bound: np.ndarray | None
) -> np.ndarray:
    """The same in levels: what is added and what is taken off, each rounded and clipped.

    A pixel has one of the two at most, so that clipped sums are the clipped result.
    """
    levels = _levels(change, gain, pixels.dtype)
    if bound is not None:
        np.minimum(levels, bound, out=levels)
    up = levels * (change > 0)
    down = cv2.subtract(levels, up, dst=levels)
    spread = change.ndim == 2 and pixels.shape[2] == 3
    part = cv2.cvtColor(up, cv2.COLOR_GRAY2RGB) if spread else up.reshape(pixels.shape)
    result = cv2.add(pixels, part)
    part = cv2.cvtColor(down, cv2.COLOR_GRAY2RGB, dst=part) if spread else down.reshape(part.shape)
    return cv2.subtract(result, part.reshape(result.shape), dst=result).reshape(pixels.shape)


def _levels(change: np.ndarray, gain: float, dtype: np.dtype) -> np.ndarray:
    """The size of a change times a gain: in levels of integers, or as it is for floats.

    Rounding keeps the order, so that the lesser of two sizes has the lesser number of levels.
    """
    if dtype.kind == "f":
        return np.abs(change) * np.float32(gain)
    if dtype == np.uint8:
        return cv2.convertScaleAbs(change, alpha=255 * gain).reshape(change.shape)
    return to_sixteen_bits(np.abs(change) * np.float32(gain))
