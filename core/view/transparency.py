"""Transparent pictures over a chequered ground, as the screen shows them."""

from __future__ import annotations

import numpy as np

LIGHT_SQUARE, DARK_SQUARE, SQUARE = 200, 160, 8


def over_chequers(
    shown: np.ndarray, alpha: np.ndarray, corner: tuple[int, int] = (0, 0)
) -> np.ndarray:
    """Blend display colours with squares of two greys.

    Parameters
    ----------
    shown
        H×W×4 ``uint8``, opaque; changed in place and returned.
    alpha
        H×W×1, ``uint8`` or ``uint16``, not premultiplied.
    corner
        Place of the upper left pixel in the whole picture, so that squares of neighbouring
        parts fit together.
    """
    top = np.iinfo(alpha.dtype).max
    if (alpha == top).all():
        return shown
    rows = (np.arange(shown.shape[0]) + corner[1]) // SQUARE
    columns = (np.arange(shown.shape[1]) + corner[0]) // SQUARE
    light = (rows[:, None] + columns[None, :]) % 2 == 0
    ground = np.where(light, LIGHT_SQUARE, DARK_SQUARE)[..., None].astype(np.float32)
    share = alpha.astype(np.float32) / top
    shown[..., :3] = np.rint(shown[..., :3] * share + ground * (1.0 - share)).astype(np.uint8)
    return shown
