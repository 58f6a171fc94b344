"""Filters on tiles with halo."""

from __future__ import annotations

import math

import cv2
import numpy as np

REACH = 3.0


def gaussian_reach(sigma: float) -> int:
    """Pixels on each side that a Gaussian of this σ looks at: 3 σ, at least 1."""
    return max(1, math.ceil(REACH * sigma))


def gaussian(plane: np.ndarray, sigma: float) -> np.ndarray:
    """Blur an H×W(×C) ``float32`` tile; picture borders are mirrored."""
    side = 2 * gaussian_reach(sigma) + 1
    blurred = cv2.GaussianBlur(plane, (side, side), sigma, borderType=cv2.BORDER_REFLECT_101)
    return blurred.reshape(plane.shape)
