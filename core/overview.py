"""A photo's luma at a glance: small, whole, and made once."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

import cv2
import numpy as np

from core.colour.luma import luma
from core.levels import to_float
from core.photo import Photo

LONGEST = 512

_known: WeakKeyDictionary[Photo, np.ndarray] = WeakKeyDictionary()
_lock = threading.Lock()


def reduced_luma(photo: Photo, longest: int) -> np.ndarray:
    """The photo's luma, area-reduced to at most ``longest`` pixels: h×w ``float32`` in [0, 1]."""
    share = min(1.0, longest / max(photo.height, photo.width))
    size = (max(1, round(photo.width * share)), max(1, round(photo.height * share)))
    small = cv2.resize(photo.pixels, size, interpolation=cv2.INTER_AREA)
    return luma(to_float(small.reshape(size[1], size[0], -1)))[..., 0]


def overview(photo: Photo) -> np.ndarray:
    """The photo's luma, at most 512 pixels long; kept for as long as the photo lives."""
    with _lock:
        if photo not in _known:
            _known[photo] = reduced_luma(photo, LONGEST)
        return _known[photo]
