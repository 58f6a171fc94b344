"""How often values occur: histograms that add up over parts, with what is clipped."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from core.colour.luma import LUMA_WEIGHTS

BINS = 256


@dataclass(frozen=True, eq=False)
class ValueCounts:
    """A histogram.

    Attributes
    ----------
    counts
        Rows R, G, B and luma (or grey alone) × 256 bins from dark to bright, ``int64``.
    dark, bright
        Pixels in which a channel is 0, or as bright as the file can say.
    pixels
        All pixels counted.
    """

    counts: np.ndarray
    dark: int
    bright: int
    pixels: int

    def __add__(self, other: ValueCounts) -> ValueCounts:
        return ValueCounts(
            self.counts + other.counts,
            self.dark + other.dark,
            self.bright + other.bright,
            self.pixels + other.pixels,
        )

    @property
    def dark_share(self) -> float:
        """Share of pixels that are clipped in the dark."""
        return self.dark / max(self.pixels, 1)

    @property
    def bright_share(self) -> float:
        """Share of pixels that are clipped in the light."""
        return self.bright / max(self.pixels, 1)


def value_counts(pixels: np.ndarray) -> ValueCounts:
    """Count the values of H×W×3 or H×W×1 pixels, ``uint8`` or ``uint16``."""
    top = np.iinfo(pixels.dtype).max
    planes = list(cv2.split(pixels))
    dark = sum_of_any([plane == 0 for plane in planes])
    bright = sum_of_any([plane == top for plane in planes])
    if len(planes) == 3:
        planes.append(_luma(pixels))
    counts = np.stack([_counted(plane) for plane in planes])
    return ValueCounts(counts, dark, bright, planes[0].size)


def sum_of_any(masks: list[np.ndarray]) -> int:
    """In how many places at least one mask is True."""
    return int(np.count_nonzero(np.logical_or.reduce(masks)))


def _luma(pixels: np.ndarray) -> np.ndarray:
    return cv2.transform(pixels, LUMA_WEIGHTS[None]).reshape(pixels.shape[:2])


def _counted(plane: np.ndarray) -> np.ndarray:
    small = plane if plane.dtype == np.uint8 else (plane >> 8).astype(np.uint8)
    return np.bincount(small.reshape(-1), minlength=BINS).astype(np.int64)
