"""Marking pixels that are clipped: as bright as the file can say, or black in a channel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

BRIGHT_MARK = (213, 94, 0)
DARK_MARK = (86, 180, 233)


@dataclass(frozen=True)
class ClippingMarks:
    """A display transform that paints clipped pixels in colours of their own.

    Attributes
    ----------
    to_display
        H×W×C of the file → H×W×3 ``uint8`` RGB.
    """

    to_display: Callable[[np.ndarray], np.ndarray]

    def __call__(self, pixels: np.ndarray) -> np.ndarray:
        """Screen values of the pixels, with marks; reduced pixels count as they are shown."""
        shown = self.to_display(pixels).copy()
        top = int(np.iinfo(pixels.dtype).max)
        planes = cv2.split(pixels)
        shown[_any(planes, 0)] = DARK_MARK
        shown[_any(planes, top)] = BRIGHT_MARK
        return shown


def _any(planes: tuple[np.ndarray, ...], value: int) -> np.ndarray:
    return np.logical_or.reduce([plane == value for plane in planes])
