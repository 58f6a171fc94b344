"""Holes painted by hand: strokes of a round brush."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Stroke:
    """A way of the brush.

    Attributes
    ----------
    points
        (x, y) in pixels of the picture; a single one makes a disc.
    width
        Of the brush, in pixels.
    """

    points: tuple[tuple[float, float], ...]
    width: float


def stroke_mask(size: tuple[int, int], strokes: Sequence[Stroke]) -> np.ndarray:
    """Where the brush went.

    Parameters
    ----------
    size
        Height and width.

    Returns
    -------
    numpy.ndarray
        H×W ``bool``.
    """
    mask = np.zeros(size, bool)
    for stroke in strokes:
        points = np.asarray(stroke.points, np.float64).reshape(-1, 2)
        ends = points[1:] if len(points) > 1 else points
        for start, end in zip(points, ends, strict=False):
            _brush(mask, start, end, stroke.width / 2)
    return mask


def _brush(mask: np.ndarray, start: np.ndarray, end: np.ndarray, radius: float) -> None:
    """Set the pixels whose centres lie within a radius of a segment."""
    low = np.maximum(np.floor(np.minimum(start, end) - radius), 0).astype(int)
    high = np.maximum(np.ceil(np.maximum(start, end) + radius), 0).astype(int) + 1
    part = mask[low[1] : high[1], low[0] : high[0]]
    y, x = np.ogrid[: part.shape[0], : part.shape[1]]
    x, y = x + low[0] + 0.5 - start[0], y + low[1] + 0.5 - start[1]
    along = end - start
    share = np.clip((x * along[0] + y * along[1]) / max(float(along @ along), 1e-12), 0, 1)
    part |= (x - share * along[0]) ** 2 + (y - share * along[1]) ** 2 <= radius**2
