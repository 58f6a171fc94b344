"""Noise removal in the undecimated Haar wavelet domain.

Each coefficient is weighted by the share of the local energy that is not noise (a local Wiener
filter). The undecimated transform does not depend on where a tile begins, so tiles fit together,
and it leaves no blocks behind.
"""

from __future__ import annotations

import cv2
import numpy as np

from core.op import Margins, Op, TileContext
from core.ops.denoise import NOISE
from core.ops.tile_filters import BORDER, box_mean
from core.params import Values

LEVELS, WINDOW = 3, 1
HALO = 2**LEVELS - 1 + WINDOW
TINY = 1e-12

Bands = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def analysed(plane: np.ndarray, level: int) -> Bands:
    """The means of a plane, and its differences across, down and diagonally.

    Parameters
    ----------
    plane
        H×W ``float32``.
    level
        0 for neighbours, 1 for pixels two apart, 2 for four.
    """
    mean, difference = _pair(level, 1), _pair(level, -1)
    return tuple(
        _filtered(plane, row, column, 0)
        for column in (mean, difference)
        for row in (mean, difference)
    )


def synthesised(bands: Bands, level: int) -> np.ndarray:
    """The plane whose means and differences these are: the mean of what each pair says."""
    mean, difference = _pair(level, 1), _pair(level, -1)[::-1]
    total = np.zeros_like(bands[0])
    kernels = [(row, column) for column in (mean, difference) for row in (mean, difference)]
    for band, (row, column) in zip(bands, kernels, strict=True):
        total += _filtered(band, row, column, 2**level)
    return total


def denoised_plane(plane: np.ndarray, noise: float, level: int = 0) -> np.ndarray:
    """Shrink the differences of a plane, level by level.

    Parameters
    ----------
    plane
        H×W ``float32``; exact from `HALO` pixels inside its borders.
    noise
        Standard deviation of the noise in ``plane``; every level halves it.
    level
        Where to begin.
    """
    means, *differences = analysed(plane, level)
    kept = [_shrunk(band, noise / 2) for band in differences]
    if level + 1 < LEVELS:
        means = denoised_plane(means, noise / 2, level + 1)
    return synthesised((means, *kept), level)


def denoise_wavelet(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Remove noise from luma and chroma."""
    height, width, channels = pixels.shape
    planes = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb) if channels == 3 else pixels
    top, bottom, left, right = _padding(tile.margins)
    padded = cv2.copyMakeBorder(planes, top, bottom, left, right, BORDER)
    done = [denoised_plane(plane, values["noise"] / 255) for plane in cv2.split(padded)]
    result = cv2.merge(done).reshape(*padded.shape[:2], channels)
    if channels == 3:
        result = cv2.cvtColor(result, cv2.COLOR_YCrCb2RGB)
    return tile.margins.cropped(result[top : top + height, left : left + width])


def _pair(level: int, sign: int) -> np.ndarray:
    """Half the sum, or half the difference, of two pixels 2ˡ apart."""
    kernel = np.zeros(2**level + 1, np.float32)
    kernel[0], kernel[-1] = 0.5, 0.5 * sign
    return kernel


def _filtered(plane: np.ndarray, row: np.ndarray, column: np.ndarray, anchor: int) -> np.ndarray:
    return cv2.sepFilter2D(plane, -1, row, column, anchor=(anchor, anchor), borderType=BORDER)


def _shrunk(band: np.ndarray, noise: float) -> np.ndarray:
    energy = box_mean(band * band, WINDOW)
    np.maximum(energy, TINY, out=energy)
    share = np.divide(np.float32(-(noise**2)), energy, out=energy)
    share += 1
    return band * np.maximum(share, 0, out=share)


def _padding(margins: Margins) -> tuple[int, int, int, int]:
    """What the halo lacks at the picture's borders."""
    sides = margins.top, margins.bottom, margins.left, margins.right
    return tuple(HALO - side for side in sides)


DENOISE_WAVELET = Op(
    id="denoise-wavelet",
    label="Noise removal (wavelet)",
    apply=denoise_wavelet,
    group="Noise",
    params=(NOISE,),
    help="Takes fine grain off and keeps edges; good before sharpening.",
    citation="M. K. Mihçak, I. Kozintsev, K. Ramchandran, P. Moulin: Low-complexity image "
    "denoising based on statistical modeling of wavelet coefficients. IEEE Signal Process. Lett. "
    "6(12), 1999, doi:10.1109/97.803428.",
    halo=lambda values: HALO,
    tile=256,
)
