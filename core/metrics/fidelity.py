"""Mean squared error and peak signal-to-noise ratio."""

from __future__ import annotations

import math

import cv2
import numpy as np

from core.metrics.planes import LUMA_16_235, Channel, bands, comparable


def mse(
    result: np.ndarray,
    reference: np.ndarray,
    *,
    data_range: float,
    channel: Channel = Channel.RGB,
    border: int = 0,
) -> float:
    """Mean squared error.

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
    float
        In squared units of the input, whatever ``data_range``.

    Raises
    ------
    UsageError
        If sizes or types differ.
    """
    a, b = comparable(result, reference, border)
    if channel is Channel.LUMA:
        return _luma_squares(a, b) / (a.shape[0] * a.shape[1])
    return sum(_squares(a[rows], b[rows]) for rows in bands(a.shape[0])) / a.size


def psnr(
    result: np.ndarray,
    reference: np.ndarray,
    *,
    data_range: float,
    channel: Channel = Channel.RGB,
    border: int = 0,
) -> float:
    """Peak signal-to-noise ratio in dB; infinite for equal pictures.

    Parameters are those of `mse`. The luma variant compares BT.601 luma in 16–235, unrounded,
    against a peak of the full ``data_range``, as is customary for super-resolution.

    Examples
    --------
    >>> a = np.zeros((4, 4, 3), np.uint8)
    >>> round(psnr(a, a + 1, data_range=255), 2)
    48.13
    """
    error = mse(result, reference, data_range=data_range, channel=channel, border=border)
    return decibels(error, data_range)


def psnr_in_mask(
    result: np.ndarray, reference: np.ndarray, mask: np.ndarray, *, data_range: float
) -> float | None:
    """PSNR over all channels of the pixels where ``mask`` (H×W) is set; None if it is empty."""
    a, b = comparable(result, reference)
    count = int(np.count_nonzero(mask)) * a.shape[2]
    if not count:
        return None
    total = sum(_squares(a[r][mask[r] != 0], b[r][mask[r] != 0]) for r in bands(a.shape[0]))
    return decibels(total / count, data_range)


def decibels(error: float, data_range: float) -> float:
    """PSNR of a mean squared error."""
    return 10 * math.log10(data_range**2 / error) if error > 0 else math.inf


def _squares(a: np.ndarray, b: np.ndarray) -> float:
    if not a.size:
        return 0.0
    if a.dtype == np.uint8:
        return cv2.norm(np.ascontiguousarray(a), np.ascontiguousarray(b), cv2.NORM_L2SQR)
    difference = a.astype(np.float64) - b
    return float(np.vdot(difference, difference))


def _luma_squares(a: np.ndarray, b: np.ndarray) -> float:
    weights = LUMA_16_235 if a.shape[2] == 3 else LUMA_16_235.sum(keepdims=True)
    total = 0.0
    for rows in bands(a.shape[0]):
        difference = cv2.transform(a[rows].astype(np.float64) - b[rows], weights[None])
        total += float(np.vdot(difference, difference))
    return total
