"""Colour difference as people see it."""

from __future__ import annotations

import numpy as np

from core.metrics.planes import comparable, over_bands

SRGB_TO_XYZ = np.array(
    [
        [0.412453, 0.357580, 0.180423],
        [0.212671, 0.715160, 0.072169],
        [0.019334, 0.119193, 0.950227],
    ]
)
WHITE_D65 = np.array([0.95047, 1.0, 1.08883])
CHROMA_PIVOT = 25.0**7
DELTA_E_BAND_ROWS = 16


def delta_e_2000(
    result: np.ndarray, reference: np.ndarray, *, data_range: float, border: int = 0
) -> float:
    """Mean CIEDE2000 colour difference of two sRGB pictures.

    Parameters
    ----------
    result, reference
        H×W×3 (or grey) of the same type, encoded with the sRGB curve.
    data_range
        Largest possible value: 255, 65535 or 1.
    border
        Pixels left out on every side.

    Returns
    -------
    float
        0 for equal pictures; about 1 is just visible side by side.

    References
    ----------
    Sharma, Wu, Dalal 2005, doi:10.1002/col.20070
    """
    a, b = comparable(result, reference, border)

    def of_band(rows: slice) -> float:
        differ = np.any(a[rows] != b[rows], axis=2)
        first, second = (_lab(p[rows][differ], data_range) for p in (a, b))
        return float(_difference(first, second).sum())

    total = sum(over_bands(of_band, a.shape[0], rows=DELTA_E_BAND_ROWS))
    return total / (a.shape[0] * a.shape[1])


def _lab(rgb: np.ndarray, data_range: float) -> np.ndarray:
    """N×3 (or N×1) encoded values to 3×N CIE L*a*b*, D65."""
    linear = _linear(rgb, data_range)
    linear = np.broadcast_to(linear, (linear.shape[0], 3))
    ratio = (SRGB_TO_XYZ / WHITE_D65[:, None]) @ linear.T
    cube_root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    x, y, z = cube_root
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _linear(values: np.ndarray, data_range: float) -> np.ndarray:
    """Decode the sRGB curve, through a table where there are few values."""
    if values.dtype == np.uint8:
        return _decoded(np.arange(256) / data_range)[values]
    return _decoded(values.astype(np.float64) / data_range)


def _decoded(encoded: np.ndarray) -> np.ndarray:
    curve = np.power((np.maximum(encoded, 0.04045) + 0.055) / 1.055, 2.4)
    return np.where(encoded > 0.04045, curve, encoded / 12.92)


def _difference(lab1: np.ndarray, lab2: np.ndarray) -> np.ndarray:
    """CIEDE2000 of 3×N colours, without trigonometry where vectors say the same."""
    (light1, a1, b1), (light2, a2, b2) = lab1, lab2
    stretch = 1.5 - 0.5 * _saturated(0.5 * (np.hypot(a1, b1) + np.hypot(a2, b2)))
    a1, a2 = a1 * stretch, a2 * stretch
    chroma1, chroma2 = np.hypot(a1, b1), np.hypot(a2, b2)
    cos_h, sin_h = _mean_hue(np.stack([a1, b1]), np.stack([a2, b2]), chroma1, chroma2)
    chroma = 0.5 * (chroma1 + chroma2)
    lightness = np.square(0.5 * (light1 + light2) - 50)
    dl = (light2 - light1) / (1 + 0.015 * lightness / np.sqrt(20 + lightness))
    dc = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    dh = _hue_difference(a1, b1, a2, b2, chroma1 * chroma2)
    dh /= 1 + 0.015 * chroma * _hue_weight(cos_h, sin_h)
    turn = _rotation(cos_h, sin_h, chroma)
    return np.sqrt(np.maximum(dl * dl + dc * dc + dh * dh + turn * dc * dh, 0))


def _saturated(chroma: np.ndarray) -> np.ndarray:
    cube = chroma * chroma * chroma
    seventh = cube * cube * chroma
    return np.sqrt(seventh / (seventh + CHROMA_PIVOT))


def _mean_hue(
    ab1: np.ndarray, ab2: np.ndarray, chroma1: np.ndarray, chroma2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Cosine and sine of the mean hue: the bisector of the two hue vectors (2×N)."""
    x, y = ab1 / np.where(chroma1 > 0, chroma1, 1) + ab2 / np.where(chroma2 > 0, chroma2, 1)
    length = np.hypot(x, y)
    none = length == 0
    x[none] = length[none] = 1
    return x / length, y / length


def _hue_difference(
    a1: np.ndarray, b1: np.ndarray, a2: np.ndarray, b2: np.ndarray, product: np.ndarray
) -> np.ndarray:
    """2·√(C1·C2)·sin(Δh/2) from the cross and dot product of the hue vectors."""
    cross, dot = a1 * b2 - b1 * a2, a1 * a2 + b1 * b2
    near = np.sqrt(np.maximum(product + dot, 1e-300))
    far = np.sqrt(np.maximum(2 * (product - dot), 0))
    return np.where(dot >= 0, np.sqrt(2) * cross / near, np.copysign(far, cross))


def _hue_weight(c: np.ndarray, s: np.ndarray) -> np.ndarray:
    """The factor T, its four cosines by addition theorems."""
    c2, s2 = c * c - s * s, 2 * c * s
    c3, s3 = c2 * c - s2 * s, s2 * c + c2 * s
    c4, s4 = c2 * c2 - s2 * s2, 2 * c2 * s2
    first = _turned(c, s, 30)
    return 1 - 0.17 * first + 0.24 * c2 + 0.32 * _turned(c3, s3, -6) - 0.2 * _turned(c4, s4, 63)


def _turned(c: np.ndarray, s: np.ndarray, degrees: float) -> np.ndarray:
    """Cosine of an angle less ``degrees``."""
    angle = np.radians(degrees)
    return c * np.cos(angle) + s * np.sin(angle)


def _rotation(cos_h: np.ndarray, sin_h: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """The term R_T, which matters in the blues only."""
    degrees = np.degrees(np.arctan2(sin_h, cos_h)) % 360
    angle = np.radians(60) * np.exp(-np.square((degrees - 275) / 25))
    return -2 * _saturated(chroma) * np.sin(angle)
