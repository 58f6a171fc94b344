"""Rational unsharp masking (Ramponi, Polesel 1998)."""

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
    soft_threshold,
)
from core.ops.tile_filters import BORDER, gaussian_along, gaussian_reach, mean_of_three
from core.params import Param, Values

CONTRAST = Param(
    "contrast",
    "Contrast",
    45.0,
    4.0,
    128.0,
    1.0,
    unit="/ 255",
    help="Difference between neighbours at which sharpening is strongest.",
)


def controlled(
    detail: np.ndarray, activity: np.ndarray, strongest: float, around: np.ndarray
) -> np.ndarray:
    """Detail times the control term c(g) = g / (k g² + h), with k and h such that it peaks at 1.

    Parameters
    ----------
    detail
        Changed in place.
    activity
        g, the squared difference of the neighbours on both sides, taken over three pixels so that
        thin lines have some in their middle too.
    strongest
        g at which the term is 1; it falls towards 0 on both sides.
    around
        Largest g nearby. It stands for g below the fraction, so that the foot of a strong edge,
        where overshoot comes from, counts as part of that edge.
    """
    peak = np.float32(strongest)
    below = cv2.multiply(around, around)
    below += peak * peak
    cv2.multiply(detail, activity, dst=detail)
    detail /= below
    detail *= 2 * peak
    return detail


def neighbour_distance(radius: float) -> int:
    """How many pixels away the neighbours are whose difference is the local activity."""
    return max(1, round(radius))


def edge_width(radius: float) -> int:
    """Pixels from the middle of an edge to its foot."""
    return max(2, round(2 * radius))


def rational_halo(values: Values) -> int:
    """Pixels on each side that are looked at."""
    activity = neighbour_distance(values["radius"]) + edge_width(values["radius"])
    return max(gaussian_reach(values["radius"]), activity, overshoot_reach(values))


def rational_change(plane: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """What is added along rows and along columns for an amount of 1, without halo."""
    added = _along(plane, values, tile, across=True)
    added += _along(plane, values, tile, across=False)
    return added


def _along(plane: np.ndarray, values: Values, tile: TileContext, *, across: bool) -> np.ndarray:
    crop, radius = tile.margins.cropped, values["radius"]
    detail = cv2.subtract(crop(plane), crop(gaussian_along(plane, radius, across=across)))
    detail = soft_threshold(detail, values["threshold"] / 255)
    activity = _activity(plane, radius, across=across)
    around = crop(_largest(activity, radius, across=across))
    activity = crop(mean_of_three(activity, across=across))
    return controlled(detail, activity, (values["contrast"] / 255) ** 2, around)


def unsharp_rational(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Sharpen by a rational function of the local activity."""
    change = partial(rational_change, values=values, tile=tile)
    return amplified(pixels, values, tile, change, name="rational")


def _activity(plane: np.ndarray, radius: float, *, across: bool) -> np.ndarray:
    distance = neighbour_distance(radius)
    kernel = np.zeros(2 * distance + 1, np.float32)
    kernel[[0, -1]] = -1, 1
    shaped = kernel[None] if across else kernel[:, None]
    difference = cv2.filter2D(plane, -1, shaped, borderType=BORDER).reshape(plane.shape)
    difference *= difference
    return difference


def _largest(activity: np.ndarray, radius: float, *, across: bool) -> np.ndarray:
    side = 2 * edge_width(radius) + 1
    shape = np.ones((1, side) if across else (side, 1), np.uint8)
    found = cv2.dilate(activity, shape, borderType=cv2.BORDER_REPLICATE)
    return found.reshape(activity.shape)


UNSHARP_RATIONAL = Op(
    id="unsharp-rational",
    label="Rational unsharp masking",
    apply=unsharp_rational,
    group="Sharpen",
    params=(
        replace(AMOUNT, default=3.0, high=15.0),
        SMALL_RADIUS,
        THRESHOLD,
        CONTRAST,
        LIMITED,
        ON,
    ),
    help="Leaves noise in flat places alone and keeps strong edges from overshooting.",
    citation="G. Ramponi, A. Polesel: Rational unsharp masking technique. J. Electron. Imaging "
    "7(2), 1998, doi:10.1117/1.482649.",
    halo=rational_halo,
    tile=512,
    integers=True,
)
