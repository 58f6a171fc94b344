"""Noise removal in the undecimated wavelet domain.

Each coefficient is weighted by the share of the local energy that is not noise (a local Wiener
filter). The transform does not depend on where a tile begins, so tiles fit together.
"""

from __future__ import annotations

import cv2
import numpy as np
import pywt

from core.op import Margins, Op, TileContext
from core.ops.denoise import NOISE
from core.ops.tile_filters import box_mean
from core.params import Values

WAVELET, LEVELS, WINDOW = "db2", 3, 1
FILTER_REACH = 3 * (2**LEVELS - 1)
HALO = 2 * FILTER_REACH + WINDOW
TINY = 1e-12


def denoised_plane(plane: np.ndarray, noise: float) -> np.ndarray:
    """Shrink the wavelet coefficients of an H×W plane whose sides are multiples of 2³.

    Parameters
    ----------
    plane
        ``float32``; its borders count as joined.
    noise
        Standard deviation of the noise.
    """
    approximation, *details = pywt.swt2(plane, WAVELET, LEVELS, trim_approx=True)
    kept = [tuple(_shrunk(band, noise) for band in level) for level in details]
    return pywt.iswt2([approximation, *kept], WAVELET)


def denoise_wavelet(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Remove noise from luma and chroma."""
    height, width, channels = pixels.shape
    padding = _padding(tile.margins, height, width)
    planes = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb) if channels == 3 else pixels
    padded = np.pad(planes, (*padding, (0, 0)), mode="reflect")
    done = [denoised_plane(padded[..., c], values["noise"] / 255) for c in range(channels)]
    result = np.stack(done, axis=2).astype(np.float32)
    top, left = padding[0][0], padding[1][0]
    result = np.ascontiguousarray(result[top : top + height, left : left + width])
    if channels == 3:
        result = cv2.cvtColor(result, cv2.COLOR_YCrCb2RGB)
    return tile.margins.cropped(result)


def _shrunk(band: np.ndarray, noise: float) -> np.ndarray:
    energy = box_mean(band * band, WINDOW)
    return band * np.maximum(1 - np.float32(noise**2) / np.maximum(energy, TINY), 0)


def _padding(margins: Margins, height: int, width: int) -> tuple[tuple[int, int], ...]:
    """What the halo lacks at the picture's borders, and up to the next multiple of 2³."""
    top, left = HALO - margins.top, HALO - margins.left
    bottom, right = HALO - margins.bottom, HALO - margins.right
    grain = 2**LEVELS
    bottom += -(height + top + bottom) % grain
    right += -(width + left + right) % grain
    return (top, bottom), (left, right)


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
)
