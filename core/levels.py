"""Between integers at rest and float32 in flight."""

from __future__ import annotations

import cv2
import numpy as np


def to_float(pixels: np.ndarray) -> np.ndarray:
    """``uint8`` or ``uint16`` to ``float32`` in [0, 1]."""
    values = pixels.astype(np.float32)
    values *= np.float32(1 / np.iinfo(pixels.dtype).max)
    return values


def to_sixteen_bits(values: np.ndarray) -> np.ndarray:
    """``float32`` to ``uint16``, clipped to [0, 1] and rounded."""
    scaled = values * np.float32(65535)
    scaled += np.float32(0.5)
    np.clip(scaled, 0, 65535, out=scaled)
    return scaled.astype(np.uint16)


def sixteen_to(pixels: np.ndarray, dtype: np.dtype | type) -> np.ndarray:
    """``uint16`` over the full range to ``uint8`` (exactly rounded) or as it is."""
    if np.dtype(dtype) == np.uint16:
        return pixels
    # 1/257 is far enough from every tie that one rounding in float32 is exact for all 65536 values.
    return cv2.convertScaleAbs(pixels, alpha=1 / 257).reshape(pixels.shape)


def widened(pixels: np.ndarray) -> np.ndarray:
    """``uint8`` or ``uint16`` to ``uint16`` over the full range."""
    return pixels if pixels.dtype == np.uint16 else pixels.astype(np.uint16) * np.uint16(257)
