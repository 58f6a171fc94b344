"""Gaussian blur of any width: wide ones on a reduced tile, whose grid is the picture's own.

Blocks of ``factor``×``factor`` pixels are averaged, blurred, and interpolated linearly. Averaging
and interpolating blur as well; the Gaussian in between is made narrower by just that. With the
factors below, the result stays within 0.4 of an 8-bit level of the plain Gaussian.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from core.ops.tile_filters import BORDER, gaussian, gaussian_reach

WIDE, WIDEST = 8.0, 18.0


def blur_factor(sigma: float) -> int:
    """By how much a tile is reduced for a blur of this σ; its corner lies on a multiple of it."""
    if sigma < WIDE:
        return 1
    return 2 if sigma < WIDEST else 4


def blur_reach(sigma: float) -> int:
    """Pixels on each side that `wide_gaussian` looks at."""
    factor = blur_factor(sigma)
    if factor == 1:
        return gaussian_reach(sigma)
    return factor * (gaussian_reach(_reduced_sigma(sigma, factor)) + 2)


def wide_gaussian(plane: np.ndarray, sigma: float) -> np.ndarray:
    """Blur an H×W(×C) ``float32`` tile that begins at a multiple of `blur_factor`."""
    factor = blur_factor(sigma)
    if factor == 1:
        return gaussian(plane, sigma)
    height, width = plane.shape[:2]
    below, beside = -height % factor, -width % factor
    if below or beside:
        plane = cv2.copyMakeBorder(plane, 0, below, 0, beside, BORDER)
    full = (width + beside, height + below)
    small = cv2.resize(plane, (full[0] // factor, full[1] // factor), interpolation=cv2.INTER_AREA)
    small = gaussian(small, _reduced_sigma(sigma, factor))
    blurred = cv2.resize(small, full, interpolation=cv2.INTER_LINEAR)
    return blurred[:height, :width].reshape(height, width, *plane.shape[2:])


def _reduced_sigma(sigma: float, factor: int) -> float:
    """σ in reduced pixels, less what averaging and interpolating add (variances)."""
    averaging = (factor**2 - 1) / 12
    offsets = (np.arange(factor) + 0.5) / factor
    interpolating = float(np.mean(offsets * (1 - offsets))) * factor**2
    return math.sqrt(sigma**2 - averaging - interpolating) / factor
