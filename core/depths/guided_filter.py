"""Smoothing that keeps the edges of another picture."""

from __future__ import annotations

import cv2
import numpy as np


def guided_filter(guide: np.ndarray, plane: np.ndarray, *, radius: int, eps: float) -> np.ndarray:
    """Smooth a plane where its guide is smooth, and keep its steps where the guide has edges.

    In every window the result is a linear function of the guide; all windows that cover a pixel
    are averaged.

    Parameters
    ----------
    guide
        h×w ``float32`` in [0, 1], such as luma.
    plane
        h×w ``float32``, what is smoothed.
    radius
        Of the square window, in pixels.
    eps
        Variance of the guide below which it counts as smooth.

    Returns
    -------
    numpy.ndarray
        h×w ``float32``; it may exceed the range of ``plane`` a little.

    References
    ----------
    K. He, J. Sun, X. Tang: Guided Image Filtering. IEEE Trans. Pattern Anal. Mach. Intell. 35(6),
    2013, doi:10.1109/TPAMI.2012.213.
    """

    def mean(values: np.ndarray) -> np.ndarray:
        side = 2 * radius + 1
        return cv2.blur(values, (side, side), borderType=cv2.BORDER_REFLECT)

    guide_mean, plane_mean = mean(guide), mean(plane)
    variance = mean(guide * guide) - guide_mean * guide_mean
    covariance = mean(guide * plane) - guide_mean * plane_mean
    slope = covariance / (np.maximum(variance, 0) + np.float32(eps))
    return mean(slope) * guide + mean(plane_mean - slope * guide_mean)
