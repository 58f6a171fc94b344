"""Pictures as figures hold them: eight bits, whole pictures no finer than the figure shows."""

from __future__ import annotations

import cv2
import numpy as np

from core.region import Size


def eight_bits(pixels: np.ndarray) -> np.ndarray:
    """Values of ``uint8`` or ``uint16`` rounded to ``uint8``; 65,535 becomes 255."""
    if pixels.dtype == np.uint8:
        return pixels
    return ((pixels.astype(np.uint32) * 255 + 32895) >> 16).astype(np.uint8)


def rgb(pixels: np.ndarray) -> np.ndarray:
    """H×W×3 of an H×W×3 or H×W×1 array; grey three times."""
    return pixels if pixels.shape[2] == 3 else np.repeat(pixels, 3, axis=2)


def magnified(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Every pixel as a block of ``factor``×``factor`` equal pixels."""
    return pixels.repeat(factor, axis=0).repeat(factor, axis=1)


def reduced(pixels: np.ndarray, size: Size) -> np.ndarray:
    """Averaged by area to at most this size; a picture that is no larger is returned as it is."""
    height, width = pixels.shape[:2]
    if width <= size.width and height <= size.height:
        return pixels
    wanted = (max(1, min(size.width, width)), max(1, min(size.height, height)))
    return _resized(pixels, wanted, cv2.INTER_AREA)


def filling(pixels: np.ndarray, size: Size) -> np.ndarray:
    """The whole picture at exactly this size: averaged by area, or with its pixels as blocks."""
    height, width = pixels.shape[:2]
    if (size.height, size.width) == (height, width):
        return pixels
    factor = max(-(-size.width // width), -(-size.height // height))
    return _resized(magnified(pixels, factor), (size.width, size.height), cv2.INTER_AREA)


def _resized(pixels: np.ndarray, size: tuple[int, int], how: int) -> np.ndarray:
    done = cv2.resize(pixels, size, interpolation=how)
    return done if done.ndim == 3 else done[:, :, None]
