"""Black holes: discs and strokes scattered over the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.degradations.degradation import blackened
from core.params import Param, Values

COVER = Param("cover", "Area", 8, 0.5, 40, 0.5, unit="%", help="Share of the area to destroy.")
NARROWEST = Param("narrowest", "Narrowest", 3, 1, 24, 1, unit="px", help="Width of a hole.")
WIDEST = Param("widest", "Widest", 24, 3, 96, 1, unit="px", help="Width of a hole.")
PARAMS = (COVER, NARROWEST, WIDEST)
TRAINING = {"cover": (6.0, 26.0)}
TOLERANCE = 0.02
MAX_REFUSED = 80
DISC_SHARE = 0.4
SHORTEST, LONGEST, PARTS = 20, 120, 3


@dataclass(frozen=True)
class _Shape:
    """All pixels within ``width / 2`` of a line of corners; one corner makes a disc."""

    corners: np.ndarray
    width: float


def holes(picture: np.ndarray, rng: np.random.Generator, values: Values) -> np.ndarray:
    """Blacken the places of `hole_mask`."""
    return blackened(picture, hole_mask(picture.shape[:2], rng, values))


def hole_mask(size: tuple[int, int], rng: np.random.Generator, values: Values) -> np.ndarray:
    """Scatter discs (two in five) and bent strokes until the wanted share is covered.

    A hole that would overshoot is refused, so that the share is met to 2 % of itself unless the
    picture is too small for its smallest hole.

    Parameters
    ----------
    size
        Height and width.

    Returns
    -------
    numpy.ndarray
        H×W ``bool``, True in the holes.
    """
    mask = np.zeros(size, bool)
    target = values["cover"] / 100 * mask.size
    covered = refused = 0
    while covered < target * (1 - TOLERANCE) and refused < MAX_REFUSED:
        gained = _punch(mask, _drawn(size, rng, values), target * (1 + TOLERANCE) - covered)
        covered += gained
        refused = 0 if gained else refused + 1
    return mask


def _drawn(size: tuple[int, int], rng: np.random.Generator, values: Values) -> _Shape:
    low, high = sorted((values["narrowest"], values["widest"]))
    width = rng.uniform(low, high)
    corner = rng.uniform((0, 0), size)[None]
    if rng.random() < DISC_SHARE:
        return _Shape(corner, width)
    directions = rng.uniform(0, 2 * np.pi) + rng.normal(0, 0.5, PARTS).cumsum()
    part = rng.uniform(SHORTEST, LONGEST) / PARTS
    steps = part * np.stack([np.sin(directions), np.cos(directions)], axis=1)
    return _Shape(np.concatenate([corner, corner + steps.cumsum(axis=0)]), width)


def _punch(mask: np.ndarray, shape: _Shape, allowed: float) -> int:
    """Set a shape's pixels unless they are more than allowed; how many were new."""
    low = np.maximum(np.floor(shape.corners.min(0) - shape.width / 2), 0).astype(int)
    high = np.ceil(shape.corners.max(0) + shape.width / 2).astype(int) + 1
    part = mask[low[0] : max(high[0], 0), low[1] : max(high[1], 0)]
    new = _inside(shape, low, part.shape) & ~part
    count = int(np.count_nonzero(new))
    if count > allowed:
        return 0
    part |= new
    return count


def _inside(shape: _Shape, origin: np.ndarray, size: tuple[int, ...]) -> np.ndarray:
    """Whether pixel centres of a rectangle lie within half a width of the line."""
    y, x = np.ogrid[: size[0], : size[1]]
    y, x = y + origin[0] + 0.5, x + origin[1] + 0.5
    inside = np.zeros(size, bool)
    ends = shape.corners[1:] if len(shape.corners) > 1 else shape.corners
    for start, end in zip(shape.corners, ends, strict=False):
        inside |= _distance_squared(y, x, start, end) <= (shape.width / 2) ** 2
    return inside


def _distance_squared(
    y: np.ndarray, x: np.ndarray, start: np.ndarray, end: np.ndarray
) -> np.ndarray:
    """Squared distance of points from a segment."""
    along = end - start
    length = max(float(along @ along), 1e-12)
    share = np.clip(((y - start[0]) * along[0] + (x - start[1]) * along[1]) / length, 0, 1)
    return (y - start[0] - share * along[0]) ** 2 + (x - start[1] - share * along[1]) ** 2
