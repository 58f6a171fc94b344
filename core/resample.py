"""Enlarging and reducing, each under the name the protocol gives it."""

from __future__ import annotations

import cv2
import numpy as np


def reduce_area(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Reduce by averaging ``factor``×``factor`` blocks (OpenCV's ``INTER_AREA``).

    Parameters
    ----------
    pixels
        H×W or H×W×C, integer or float; H and W multiples of ``factor``.
    factor
        Whole factor of reduction.

    Returns
    -------
    numpy.ndarray
        H/factor × W/factor (×C) in the same type; integers are rounded.
    """
    height, width = pixels.shape[:2]
    size = (width // factor, height // factor)
    return _like(pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def enlarge_bicubic(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Enlarge by a whole factor with OpenCV's ``INTER_CUBIC`` (a = −0.75).

    Parameters
    ----------
    pixels
        H×W or H×W×C, ``uint8``, ``uint16`` or ``float32``.
    factor
        Whole factor of enlargement.
    """
    height, width = pixels.shape[:2]
    size = (width * factor, height * factor)
    return _like(pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC))


def crop_to_multiple(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Cut the right and bottom so that both sides are multiples of ``factor``; a view."""
    height, width = pixels.shape[:2]
    return pixels[: height - height % factor, : width - width % factor]


def _like(pixels: np.ndarray, result: np.ndarray) -> np.ndarray:
    """Give OpenCV's result the channel axis back that it drops for one channel."""
    return result.reshape(*result.shape[:2], *pixels.shape[2:])
