"""Which values of two pictures are compared: channels, border, bands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import TypeVar

import cv2
import numpy as np

from core.errors import UsageError

T = TypeVar("T")
BAND_ROWS = 256
MAX_THREADS = 8
LUMA_16_235 = np.array([65.481, 128.553, 24.966]) / 255
LUMA_OFFSET = 16 / 255


class Channel(Enum):
    """What is compared."""

    RGB = "RGB"
    LUMA = "BT.601 luma 16–235"


def comparable(result: np.ndarray, reference: np.ndarray, border: int = 0) -> tuple:
    """Two pictures as H×W×C without their border; grey meets colour as three equal channels.

    Raises
    ------
    UsageError
        If sizes or types differ, or the border leaves nothing.
    """
    if result.shape[:2] != reference.shape[:2]:
        raise UsageError(
            f"The pictures are {_size(result)} and {_size(reference)} pixels large.",
            remedy="Crop or resize one of them first.",
        )
    if result.dtype != reference.dtype:
        raise UsageError(
            f"The pictures hold {result.dtype} and {reference.dtype} values.",
            remedy="Convert both to the same bit depth first.",
        )
    if min(result.shape[:2]) <= 2 * border:
        raise UsageError(f"A border of {border} pixels leaves nothing of {_size(result)} pixels.")
    pair = _with_axis(result), _with_axis(reference)
    widest = max(p.shape[2] for p in pair)
    return tuple(_without_border(_broadened(p, widest), border) for p in pair)


def bands(height: int, overlap: int = 0, rows: int = BAND_ROWS) -> Iterator[slice]:
    """Slices of rows that cover ``height`` rows, each ``overlap`` rows longer than its step."""
    for top in range(0, max(height - overlap, 1), rows):
        yield slice(top, min(top + rows + overlap, height))


def over_bands(
    work: Callable[[slice], T], height: int, *, overlap: int = 0, rows: int = BAND_ROWS
) -> list[T]:
    """What ``work`` gives for each of `bands`, in their order, on a few threads."""
    with ThreadPoolExecutor(min(MAX_THREADS, os.cpu_count() or 1)) as pool:
        return list(pool.map(work, bands(height, overlap, rows)))


def plane_values(
    pixels: np.ndarray, channel: Channel, data_range: float, dtype: type = np.float64
) -> np.ndarray:
    """The values to compare as H×W×C floats.

    Luma is ``16/255·R + (65.481 r + 128.553 g + 24.966 b)/255`` for a range R, so that it lies
    between 16 and 235 for 8 bits; it is not rounded. Grey takes the same road with r = g = b.
    """
    if channel is Channel.RGB:
        return pixels.astype(dtype)
    if pixels.shape[2] == 1:
        return pixels.astype(dtype) * dtype(LUMA_16_235.sum()) + dtype(LUMA_OFFSET * data_range)
    weights = np.append(LUMA_16_235, LUMA_OFFSET * data_range)[None]
    return cv2.transform(pixels.astype(dtype), weights)[..., None]


def _with_axis(pixels: np.ndarray) -> np.ndarray:
    return pixels[..., None] if pixels.ndim == 2 else pixels


def _broadened(pixels: np.ndarray, channels: int) -> np.ndarray:
    if pixels.shape[2] == channels:
        return pixels
    return np.broadcast_to(pixels, (*pixels.shape[:2], channels))


def _without_border(pixels: np.ndarray, border: int) -> np.ndarray:
    height, width = pixels.shape[:2]
    return pixels[border : height - border, border : width - border]


def _size(pixels: np.ndarray) -> str:
    return f"{pixels.shape[1]}×{pixels.shape[0]}"
