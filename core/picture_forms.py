"""Pixels in another size, depth or number of channels."""

from __future__ import annotations

import cv2
import numpy as np

_STRIP_ROWS = 64
_QUICK_PIXELS = 1 << 20  # fewer are reduced sooner than OpenCV has woken its threads


def reduced(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Average groups of ``factor``×``factor`` pixels; an incomplete last group counts too.

    Parameters
    ----------
    pixels
        H×W×C, ``uint8`` or ``uint16``.
    factor
        Whole factor; 1 gives a copy.
    """
    if factor == 1:
        return pixels.copy()
    height, width, channels = pixels.shape
    down, right = -height % factor, -width % factor
    if down or right:
        pixels = cv2.copyMakeBorder(pixels, 0, down, 0, right, cv2.BORDER_REPLICATE)
        pixels = pixels.reshape(height + down, width + right, channels)
    shape = ((height + down) // factor, (width + right) // factor, channels)
    if pixels.shape[0] * pixels.shape[1] > _QUICK_PIXELS:
        return cv2.resize(pixels, shape[1::-1], interpolation=cv2.INTER_AREA).reshape(shape)
    result = np.empty(shape, pixels.dtype)
    for top in range(0, shape[0], _STRIP_ROWS):
        strip = pixels[top * factor : (top + _STRIP_ROWS) * factor]
        size = (shape[1], len(strip) // factor)
        small = cv2.resize(strip, size, interpolation=cv2.INTER_AREA)
        result[top : top + _STRIP_ROWS] = small.reshape(size[1], size[0], channels)
    return result


def in_form(pixels: np.ndarray, dtype: np.dtype, channels: int) -> np.ndarray:
    """The same picture in another depth (8 ↔ 16 bit, exact at both ends) and channel count."""
    if pixels.dtype != dtype:
        wider = dtype.itemsize > pixels.dtype.itemsize
        pixels = pixels * np.uint16(257) if wider else np.uint8((pixels + np.uint32(128)) // 257)
    if channels == 3 and pixels.shape[2] == 1:
        return np.repeat(pixels, 3, axis=2)
    if channels == 1 and pixels.shape[2] == 3:
        return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None]
    return pixels
