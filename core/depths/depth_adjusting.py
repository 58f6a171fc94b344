"""A depth map as the user adjusted it."""

from __future__ import annotations

import math
import threading
from weakref import WeakKeyDictionary

import cv2
import numpy as np

from core.colour.luma import luma
from core.depth import DepthMap
from core.depths.depth_settings import DepthSettings
from core.depths.guided_filter import guided_filter
from core.levels import to_float
from core.photo import Photo

MOST_PIXELS = 1_000_000
"""Larger maps are reduced first: depth has no finer detail."""

_EPS = 1e-3
_guides: WeakKeyDictionary[Photo, np.ndarray] = WeakKeyDictionary()
_lock = threading.Lock()


def adjusted(depth: DepthMap, settings: DepthSettings, photo: Photo) -> DepthMap:
    """Invert, smooth along the photo's edges, and stretch between the far and the near handle.

    Parameters
    ----------
    depth
        Stays as it is.
    settings
        Its source and file are not looked at.
    photo
        Guides the smoothing.

    Returns
    -------
    DepthMap
        At the map's own resolution, at most a million pixels; ``depth`` itself if there is
        nothing to adjust.
    """
    if not settings.adjusts:
        return depth
    nearness = _reduced(depth.nearness)
    nearness = 1 - nearness if settings.invert else nearness
    if settings.smoothing > 0:
        nearness = _smoothed(nearness, settings, photo)
    nearness = (nearness - settings.far) / (settings.near - settings.far)
    nearness = np.clip(nearness, 0, 1).astype(np.float32)
    return DepthMap(nearness, depth.source, *_distances(depth, settings), depth.kind)


def _reduced(nearness: np.ndarray) -> np.ndarray:
    height, width = nearness.shape
    share = min(1.0, math.sqrt(MOST_PIXELS / (height * width)))
    if share == 1:
        return nearness
    size = (max(1, int(width * share)), max(1, int(height * share)))
    return cv2.resize(nearness, size, interpolation=cv2.INTER_AREA)


def _smoothed(nearness: np.ndarray, settings: DepthSettings, photo: Photo) -> np.ndarray:
    height, width = nearness.shape
    guide = _guide(photo, height, width)
    radius = max(1, round(settings.radius / 100 * math.hypot(height, width)))
    smooth = guided_filter(guide, nearness, radius=radius, eps=_EPS)
    return nearness + np.float32(settings.smoothing / 100) * (smooth - nearness)


def _guide(photo: Photo, height: int, width: int) -> np.ndarray:
    """The photo's luma at the map's size; the last one is kept while a slider moves."""
    with _lock:
        known = _guides.get(photo)
        if known is None or known.shape != (height, width):
            small = cv2.resize(photo.pixels, (width, height), interpolation=cv2.INTER_AREA)
            known = luma(to_float(small.reshape(height, width, -1)))[..., 0]
            _guides[photo] = known
        return known


def _distances(depth: DepthMap, settings: DepthSettings) -> tuple[float | None, float | None]:
    """Metres at nearness 1 and 0; nearness is in proportion to inverse distance."""
    if depth.near is None or depth.far is None or settings.invert:
        return None, None
    high, low = 1 / depth.near, 1 / depth.far
    near, far = (1 / (low + share * (high - low)) for share in (settings.near, settings.far))
    return near, far
