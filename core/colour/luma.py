"""BT.601 luma of values encoded with the sRGB curve."""

from __future__ import annotations

import cv2
import numpy as np

LUMA_WEIGHTS = np.array([0.299, 0.587, 0.114], np.float32)


def luma(rgb: np.ndarray) -> np.ndarray:
    """BT.601 luma, full range.

    Parameters
    ----------
    rgb
        H×W×3 or H×W×1 ``float32``.

    Returns
    -------
    numpy.ndarray
        H×W×1 in the range of the input; grey comes back as it is.
    """
    if rgb.shape[2] == 1:
        return rgb
    return cv2.transform(rgb, LUMA_WEIGHTS[None]).reshape(*rgb.shape[:2], 1)


def with_luma(rgb: np.ndarray, new: np.ndarray, old: np.ndarray | None = None) -> np.ndarray:
    """Replace the luma of ``rgb`` and keep its chroma.

    Adding the change of luma to every channel leaves Cb and Cr as they were.

    Parameters
    ----------
    rgb
        H×W×3 or H×W×1 ``float32``.
    new
        H×W×1, the luma to have.
    old
        H×W×1, the luma of ``rgb`` if it is known already.
    """
    if rgb.shape[2] == 1:
        return new
    change = new - (luma(rgb) if old is None else old)
    return cv2.add(rgb, cv2.cvtColor(change, cv2.COLOR_GRAY2RGB))
