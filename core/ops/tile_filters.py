"""Filters on tiles with halo that give the same inside whatever tile they run in."""

from __future__ import annotations

import math

import cv2
import numpy as np

REACH = 3.0
BORDER = cv2.BORDER_REFLECT_101


def gaussian_reach(sigma: float) -> int:
    """Pixels on each side that a Gaussian of this σ looks at: 3 σ, at least 1."""
    return max(1, math.ceil(REACH * sigma))


def gaussian(plane: np.ndarray, sigma: float) -> np.ndarray:
    """Blur an H×W(×C) ``float32`` tile; picture borders are mirrored."""
    side = 2 * gaussian_reach(sigma) + 1
    blurred = cv2.GaussianBlur(plane, (side, side), sigma, borderType=BORDER)
    return blurred.reshape(plane.shape)


def gaussian_along(plane: np.ndarray, sigma: float, *, across: bool) -> np.ndarray:
    """Blur in one direction only: from left to right (``across``) or from top to bottom."""
    kernel = cv2.getGaussianKernel(2 * gaussian_reach(sigma) + 1, sigma, cv2.CV_32F)
    return _along(plane, kernel, across=across)


def mean_of_three(plane: np.ndarray, *, across: bool) -> np.ndarray:
    """Mean of a pixel and its neighbours on the left and right (``across``), or above and below."""
    return _along(plane, np.full(3, 1 / 3, np.float32), across=across)


def _along(plane: np.ndarray, kernel: np.ndarray, *, across: bool) -> np.ndarray:
    none = np.ones((1, 1), np.float32)
    row, column = (kernel, none) if across else (none, kernel)
    return cv2.sepFilter2D(plane, -1, row, column, borderType=BORDER).reshape(plane.shape)


def box_mean(plane: np.ndarray, reach: int) -> np.ndarray:
    """Mean over a square of ``2 reach + 1`` pixels."""
    kernel = np.full(2 * reach + 1, 1 / (2 * reach + 1), np.float32)
    return cv2.sepFilter2D(plane, -1, kernel, kernel, borderType=BORDER).reshape(plane.shape)


def local_range(plane: np.ndarray, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest value within ``reach`` pixels in both directions."""
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    low = cv2.erode(plane, square, borderType=cv2.BORDER_REPLICATE)
    high = cv2.dilate(plane, square, borderType=cv2.BORDER_REPLICATE)
    return low.reshape(plane.shape), high.reshape(plane.shape)
