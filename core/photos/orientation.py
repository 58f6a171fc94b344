"""Turning a picture upright by its EXIF orientation."""

from __future__ import annotations

import cv2
import numpy as np

_TURNS = {
    2: lambda pixels: cv2.flip(pixels, 1),
    3: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_180),
    4: lambda pixels: cv2.flip(pixels, 0),
    5: cv2.transpose,
    6: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE),
    7: lambda pixels: cv2.flip(cv2.transpose(pixels), -1),
    8: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


def turned_upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Turn and mirror a picture so that it stands upright.

    Parameters
    ----------
    pixels
        H×W or H×W×C of any type that OpenCV knows.
    orientation
        EXIF orientation; anything but 2 to 8 leaves the picture as it is.

    Returns
    -------
    numpy.ndarray
        With H and W exchanged for 5 to 8.

    References
    ----------
    CIPA DC-008-2023, Exif 3.0, tag 0x0112.
    """
    turn = _TURNS.get(orientation)
    if turn is None:
        return pixels
    result = turn(pixels)
    return result[..., None] if result.ndim < pixels.ndim else result
