"""A depth map at the place of a tile, the same in every tile that covers a pixel."""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from weakref import WeakKeyDictionary

import cv2
import numpy as np

from core.depth import DepthMap
from core.ops.wide_blur import wide_gaussian
from core.region import Region, Size

ENOUGH = 8

_blurred: WeakKeyDictionary[DepthMap, dict[float, np.ndarray]] = WeakKeyDictionary()
_lock = threading.Lock()


def sampled(plane: np.ndarray, region: Region, size: Size) -> np.ndarray:
    """A map over the whole picture, interpolated linearly for some of its pixels.

    Parameters
    ----------
    plane
        h×w ``float32``; it covers the whole picture at its own resolution.
    region
        Pixels of the picture that are wanted.
    size
        The whole picture, of any scale and aspect.

    Returns
    -------
    numpy.ndarray
        H×W ``float32`` for the region. A pixel gets the same value whatever region asks for it.
    """
    top, bottom, down = _neighbours(region.top, region.bottom, size.height, plane.shape[0])
    left, right, across = _neighbours(region.left, region.right, size.width, plane.shape[1])
    first, last = int(top[0]), int(bottom[-1])
    rows = plane[first : last + 1]
    rows = _between(rows.take(left, axis=1), rows.take(right, axis=1), across)
    above, below = rows.take(top - first, axis=0), rows.take(bottom - first, axis=0)
    return _between(above, below, down[:, None])


def blurred_nearness(depth: DepthMap, share: float) -> np.ndarray:
    """The whole map's blur, made once and kept for as long as the map lives.

    Parameters
    ----------
    depth
        The map.
    share
        σ of the blur as a share of the map's diagonal.

    Returns
    -------
    numpy.ndarray
        ``float32`` over the whole picture, at a resolution of its own.
    """
    with _lock:
        known = _blurred.setdefault(depth, {})
        if share not in known:
            known.clear()
            known[share] = _blur(depth.nearness, share)
        return known[share]


def _blur(nearness: np.ndarray, share: float) -> np.ndarray:
    """Blurred at a resolution that still has ``ENOUGH`` pixels for every σ."""
    sigma = max(0.5, share * math.hypot(*nearness.shape))
    factor = max(1, math.floor(sigma / ENOUGH))
    height, width = nearness.shape
    small = (max(1, width // factor), max(1, height // factor))
    return wide_gaussian(cv2.resize(nearness, small, interpolation=cv2.INTER_AREA), sigma / factor)


@lru_cache(maxsize=256)
def _neighbours(
    start: int, stop: int, length: int, samples: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each pixel, the two samples around its centre and the share of the second."""
    place = (np.arange(start, stop) + 0.5) * (samples / length) - 0.5
    place = np.clip(place, 0, samples - 1)
    low = np.floor(place).astype(np.intp)
    return low, np.minimum(low + 1, samples - 1), (place - low).astype(np.float32)


def _between(first: np.ndarray, second: np.ndarray, share: np.ndarray) -> np.ndarray:
    """A mixture of two; the second is changed in place."""
    second -= first
    second *= share
    second += first
    return second
