"""Which side of an edge between depth layers is the lighter one.

Adding spatial importance lightens what is near. Before a darker background that adds to the
contrast of the two layers, before a lighter one it takes from it; so the picture itself says which
way each edge is to be pushed.
"""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

import cv2
import numpy as np

from core.depth import DepthMap

LEAST_SIGMA = 1.5
EVEN = 1e-3
"""Variance of nearness in a window that counts as one layer."""
ALIKE = 0.015
"""Difference of luma between near and far below which layers count as alike."""

_known: WeakKeyDictionary[DepthMap, tuple[float, np.ndarray, np.ndarray]] = WeakKeyDictionary()
_lock = threading.Lock()


def layer_direction(depth: DepthMap, luma: np.ndarray, share: float) -> np.ndarray:
    """Where near is to become lighter (1) or darker (−1), by the layers around each place.

    Parameters
    ----------
    depth
        The map; the last direction is kept for as long as it lives.
    luma
        h×w ``float32`` in [0, 1], the whole photo at a glance.
    share
        σ of the window as a share of the diagonal.

    Returns
    -------
    numpy.ndarray
        h×w ``float32`` in [−1, 1]: the direction in which the layers differ already; 1 where
        they are alike.
    """
    with _lock:
        known = _known.get(depth)
        if known is None or known[0] != share or known[1] is not luma:
            known = share, luma, _direction(depth.nearness, luma, share)
            _known[depth] = known
        return known[2]


def _direction(nearness: np.ndarray, luma: np.ndarray, share: float) -> np.ndarray:
    sigma = max(LEAST_SIGMA, share * float(np.hypot(*luma.shape)))

    def mean(plane: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(plane, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101)

    near = cv2.resize(nearness, luma.shape[::-1], interpolation=cv2.INTER_AREA)
    near_mean = mean(near)
    variance = mean(near * near) - near_mean * near_mean
    covariance = mean(near * luma) - near_mean * mean(luma)
    difference = covariance / (np.maximum(variance, 0) + np.float32(EVEN))
    surely = difference * difference
    surely /= surely + np.float32(ALIKE**2)
    return surely * np.sign(difference) + (1 - surely)
