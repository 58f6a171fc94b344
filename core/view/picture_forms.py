"""Pixels in another size, depth or number of channels."""

from __future__ import annotations

import cv2
import numpy as np


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
    size = ((width + right) // factor, (height + down) // factor)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).reshape(*size[::-1], channels)


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
