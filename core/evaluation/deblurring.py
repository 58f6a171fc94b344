"""Classical ways to take a blur away, each tuned on every picture with its truth.

No user could tune them so well: what a network gains has to be held against more than anybody
gets out of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from core.errors import UsageError
from core.evaluation.evaluation_set import Case

AMOUNTS = 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0
SIGMAS = 0.8, 1.2, 1.6, 2.0, 2.6, 3.2, 4.0
NOISE_SHARES = 1e-4, 2e-4, 3e-4, 5e-4, 7e-4, 1e-3, 2e-3, 4e-3, 1e-2
BORDER = cv2.BORDER_REFLECT_101


def tuned_unsharp(case: Case) -> np.ndarray:
    """Linear unsharp masking at the amount and radius that bring this picture nearest its truth.

    Raises
    ------
    UsageError
        If the truth is of another size.
    """
    _check_size(case, "Unsharp masking")
    pixels = case.pixels.astype(np.float32)

    def tries() -> Iterable[np.ndarray]:
        for sigma in SIGMAS:
            blurred = cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=BORDER)
            detail = pixels - blurred.reshape(pixels.shape)
            yield from (pixels + amount * detail for amount in AMOUNTS)

    return _nearest(tries(), case.reference)


def wiener(case: Case) -> np.ndarray:
    """The Wiener filter of the very blur, at the share of noise that suits this picture best.

    Raises
    ------
    UsageError
        If the blur is not known.

    References
    ----------
    N. Wiener: Extrapolation, Interpolation, and Smoothing of Stationary Time Series. MIT Press,
    1949. One number stands for the noise's power in shares of the picture's at all frequencies.
    """
    _check_size(case, "A Wiener filter")
    if case.kernel is None:
        raise UsageError(
            f"The blur of {case.image} is not known, and the Wiener filter needs it.",
            remedy="Use it with --degrade blur, motion or defocus.",
        )
    reach = 2 * max(case.kernel.shape)
    frame = (reach, reach, reach, reach)
    padded = cv2.copyMakeBorder(case.pixels, *frame, BORDER).astype(np.float32)
    padded = np.atleast_3d(padded)
    blur = np.fft.rfft2(_centred(case.kernel, padded.shape[:2]))
    spectrum = np.fft.rfft2(padded, axes=(0, 1))

    def tries() -> Iterable[np.ndarray]:
        for share in NOISE_SHARES:
            inverse = np.conj(blur) / (np.abs(blur) ** 2 + share)
            found = np.fft.irfft2(spectrum * inverse[..., None], padded.shape[:2], axes=(0, 1))
            yield found[reach:-reach, reach:-reach]

    return _nearest(tries(), case.reference)


def _check_size(case: Case, what: str) -> None:
    if case.scale != 1:
        raise UsageError(f"{what} does not enlarge, but {case.image} is to become ×{case.scale}.")


def _centred(kernel: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """A kernel on a whole picture, its middle at (0, 0)."""
    height, width = kernel.shape
    plane = np.zeros(shape, np.float32)
    plane[:height, :width] = kernel
    return np.roll(plane, (-(height // 2), -(width // 2)), (0, 1))


def _nearest(tries: Iterable[np.ndarray], truth: np.ndarray) -> np.ndarray:
    """The picture, rounded to 8 bits, with the smallest mean square error."""
    rounded = (np.clip(np.rint(one), 0, 255).astype(np.uint8) for one in tries)
    return min(rounded, key=lambda one: cv2.norm(one, truth, cv2.NORM_L2SQR))
