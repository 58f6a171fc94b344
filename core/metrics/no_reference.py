"""What can be said of a picture without its truth, and without any trained weights."""

from __future__ import annotations

import math

import cv2
import numpy as np

from core.metrics.planes import Channel, bands, plane_values

LAPLACIAN = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]], np.float64)
NOISE_MASK = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float64)


def sharpness(picture: np.ndarray, *, data_range: float) -> float | None:
    """Variance of the Laplacian of luma (16–235), in 8-bit units squared.

    Higher is sharper, and noisier: noise counts as detail, so read it beside `noise_sigma`.

    Parameters
    ----------
    picture
        H×W×C or H×W, integer or float.
    data_range
        Largest possible value: 255, 65535 or 1.

    Returns
    -------
    float or None
        None below 3×3 pixels.

    References
    ----------
    Pech-Pacheco et al. 2000, doi:10.1109/ICPR.2000.903548
    """
    total = squares = count = 0.0
    for response in _responses(picture, LAPLACIAN, data_range):
        total += float(response.sum())
        squares += float(np.vdot(response, response))
        count += response.size
    return squares / count - (total / count) ** 2 if count else None


def noise_sigma(picture: np.ndarray, *, data_range: float) -> float | None:
    """Standard deviation of the noise in luma (16–235), in 8-bit units.

    A mask that answers neither to flat areas nor to straight ramps; fine texture is taken for
    noise.

    Returns
    -------
    float or None
        None below 3×3 pixels.

    References
    ----------
    Immerkær 1996, doi:10.1006/cviu.1996.0060
    """
    total = count = 0.0
    for response in _responses(picture, NOISE_MASK, data_range):
        total += float(np.abs(response).sum())
        count += response.size
    return math.sqrt(math.pi / 2) * total / (6 * count) if count else None


def _responses(picture: np.ndarray, mask: np.ndarray, data_range: float):
    """Answers of a 3×3 mask to the luma of a picture, inner pixels only, band by band."""
    pixels = picture if picture.ndim == 3 else picture[..., None]
    if min(pixels.shape[:2]) < 3:
        return
    for rows in bands(pixels.shape[0], overlap=2):
        plane = plane_values(pixels[rows], Channel.LUMA, data_range)[..., 0]
        yield cv2.filter2D(plane * (255 / data_range), -1, mask)[1:-1, 1:-1]
