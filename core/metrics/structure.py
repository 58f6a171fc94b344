"""Structural similarity at one and at five scales."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from core.metrics.planes import Channel, bands, comparable, over_bands, plane_values

SSIM_WINDOW = 11
SIGMA = 1.5
K1, K2 = 0.01, 0.03
SSIM_BAND_ROWS = 32
SCALE_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
MS_SSIM_SMALLEST = SSIM_WINDOW * 2 ** (len(SCALE_WEIGHTS) - 1)


def ssim(
    result: np.ndarray,
    reference: np.ndarray,
    *,
    data_range: float,
    channel: Channel = Channel.LUMA,
    border: int = 0,
) -> float | None:
    """Structural similarity index.

    A Gaussian window of 11×11, σ 1.5, population covariance, K1 0.01 and K2 0.03; the mean runs
    over windows that lie wholly inside the picture (that is, 5 more pixels at each side are left
    out) and over channels. BasicSR measures the same; scikit-image does with
    ``gaussian_weights=True, use_sample_covariance=False``. The peak is the full ``data_range``,
    for luma in 16–235 too.

    Parameters
    ----------
    result, reference
        H×W×C or H×W of the same type: ``uint8``, ``uint16`` or float.
    data_range
        Largest possible value: 255, 65535 or 1.
    channel
        What is compared.
    border
        Pixels left out on every side.

    Returns
    -------
    float or None
        At most 1, exactly 1 for equal pictures; None where no window fits in.

    References
    ----------
    Wang, Bovik, Sheikh, Simoncelli 2004, doi:10.1109/TIP.2003.819861
    """
    a, b = comparable(result, reference, border)
    if min(a.shape[:2]) < SSIM_WINDOW:
        return None
    return _sums(a, b, channel, data_range).similarity


def ms_ssim(
    result: np.ndarray,
    reference: np.ndarray,
    *,
    data_range: float,
    channel: Channel = Channel.LUMA,
    border: int = 0,
) -> float | None:
    """Structural similarity over five scales.

    Between scales, blocks of 2×2 are averaged (an odd last row or column is repeated). A negative
    mean of contrast and structure counts as zero.

    Returns
    -------
    float or None
        At most 1; None if a side is below 176 pixels.

    References
    ----------
    Wang, Simoncelli, Bovik 2003, doi:10.1109/ACSSC.2003.1292216
    """
    a, b = comparable(result, reference, border)
    if min(a.shape[:2]) < MS_SSIM_SMALLEST:
        return None
    product = 1.0
    for weight in SCALE_WEIGHTS[:-1]:
        product *= max(_sums(a, b, channel, data_range).contrast, 0.0) ** weight
        a, b = (_halved(p, channel, data_range) for p in (a, b))
        channel = Channel.RGB  # from here on the planes hold what is compared
    last = _sums(a, b, channel, data_range).similarity
    return product * max(last, 0.0) ** SCALE_WEIGHTS[-1]


@dataclass(frozen=True)
class _Sums:
    """Sums over windows: of SSIM, of its contrast-structure term, and how many there were."""

    ssim: float
    contrast_structure: float
    count: int

    @property
    def similarity(self) -> float:
        return self.ssim / self.count

    @property
    def contrast(self) -> float:
        return self.contrast_structure / self.count


def _sums(a: np.ndarray, b: np.ndarray, channel: Channel, data_range: float) -> _Sums:
    """Sums over all windows, band by band so that memory stays flat."""

    def of_band(rows: slice) -> _Sums:
        x, y = (plane_values(p[rows], channel, data_range) for p in (a, b))
        return _window_sums(x, y, data_range)

    found = over_bands(of_band, a.shape[0], overlap=SSIM_WINDOW - 1, rows=SSIM_BAND_ROWS)
    return _Sums(
        sum(sums.ssim for sums in found),
        sum(sums.contrast_structure for sums in found),
        sum(sums.count for sums in found),
    )


def _window_sums(x: np.ndarray, y: np.ndarray, data_range: float) -> _Sums:
    """Sums over the windows inside H×W×C bands.

    With s = x + y and d = x − y the four moments of s and d hold all that SSIM needs of the five
    of x and y: 2(σx² + σy²) = σs² + σd² and 4σxy = σs² − σd².
    """
    c1, c2 = (K1 * data_range) ** 2, (K2 * data_range) ** 2
    s, d = x + y, x - y
    mean_s, mean_d = _window_mean(s), _window_mean(d)
    var_s, var_d = _window_mean(np.square(s, out=s)), _window_mean(np.square(d, out=d))
    np.square(mean_s, out=mean_s)
    np.square(mean_d, out=mean_d)
    var_s -= mean_s
    var_d -= mean_d
    contrast = _ratio(var_s, var_d, 2 * c2)
    luminance = _ratio(mean_s, mean_d, 2 * c1)
    return _Sums(float(np.vdot(luminance, contrast)), float(contrast.sum()), contrast.size)


def _ratio(plus: np.ndarray, minus: np.ndarray, constant: float) -> np.ndarray:
    """(plus − minus + c) / (plus + minus + c), overwriting ``plus``."""
    top = plus - minus
    top += constant
    plus += minus
    plus += constant
    return np.divide(top, plus, out=top)


def _window_mean(values: np.ndarray) -> np.ndarray:
    """Gaussian means of the windows that lie inside."""
    kernel = cv2.getGaussianKernel(SSIM_WINDOW, SIGMA)
    half = SSIM_WINDOW // 2
    means = cv2.sepFilter2D(values, -1, kernel, kernel)
    return np.ascontiguousarray(means[half : values.shape[0] - half, half:-half])


def _halved(pixels: np.ndarray, channel: Channel, data_range: float) -> np.ndarray:
    """The compared values, ``float32``, averaged over blocks of 2×2."""
    rows = [
        _block_means(plane_values(pixels[band], channel, data_range, np.float32))
        for band in bands(pixels.shape[0])
    ]
    return np.concatenate(rows)


def _block_means(plane: np.ndarray) -> np.ndarray:
    height, width = plane.shape[:2]
    even = cv2.copyMakeBorder(plane, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    size = ((width + 1) // 2, (height + 1) // 2)
    reduced = cv2.resize(even, size, interpolation=cv2.INTER_AREA)
    return reduced.reshape(size[1], size[0], -1)
