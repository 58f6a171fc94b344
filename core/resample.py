"""Enlarging and reducing, each under the name the protocol gives it."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image

from core.errors import UsageError


def reduce_area(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Reduce by averaging ``factor``×``factor`` blocks (OpenCV's ``INTER_AREA``).

    Parameters
    ----------
    pixels
        H×W or H×W×C, integer or float; H and W multiples of ``factor``.
    factor
        Whole factor of reduction.

    Returns
    -------
    numpy.ndarray
        H/factor × W/factor (×C) in the same type; integers are rounded.
    """
    height, width = pixels.shape[:2]
    size = (width // factor, height // factor)
    return _like(pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def reduce_bicubic(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Reduce with Pillow's ``BICUBIC`` (a = −0.5, widened against aliasing).

    Parameters
    ----------
    pixels
        H×W×C; a side that is no multiple of ``factor`` is divided and rounded down.
    factor
        Whole factor of reduction.
    """
    height, width = pixels.shape[:2]
    size = (max(width // factor, 1), max(height // factor, 1))
    return pillow_resized(pixels, size, Image.Resampling.BICUBIC)


def enlarge_bicubic(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Enlarge by a whole factor with OpenCV's ``INTER_CUBIC`` (a = −0.75).

    Parameters
    ----------
    pixels
        H×W or H×W×C, ``uint8``, ``uint16`` or ``float32``.
    factor
        Whole factor of enlargement.
    """
    height, width = pixels.shape[:2]
    size = (width * factor, height * factor)
    return _like(pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC))


def enlarge_bicubic_pillow(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Enlarge H×W×C pixels by a whole factor with Pillow's ``BICUBIC`` (a = −0.5)."""
    return _enlarged(pixels, factor, Image.Resampling.BICUBIC)


def enlarge_lanczos(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Enlarge H×W×C pixels by a whole factor with Pillow's ``LANCZOS`` (three lobes)."""
    return _enlarged(pixels, factor, Image.Resampling.LANCZOS)


def enlarge_nearest(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Enlarge by repeating every pixel ``factor`` times in both directions."""
    return pixels.repeat(factor, axis=0).repeat(factor, axis=1)


def enlarger(name: str, factor: int) -> Callable[[np.ndarray, int], np.ndarray]:
    """The enlargement that the protocol means by ``bicubic``, ``lanczos`` or ``nearest``.

    ``bicubic`` is OpenCV's for ×3, the companion of area reduction, and Pillow's otherwise.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    known = {
        "bicubic": enlarge_bicubic if factor == 3 else enlarge_bicubic_pillow,
        "lanczos": enlarge_lanczos,
        "nearest": enlarge_nearest,
    }
    if name not in known:
        raise UsageError(
            f"There is no enlargement {name!r}.", remedy=f"Choose one of: {', '.join(known)}."
        )
    return known[name]


def pillow_resized(
    pixels: np.ndarray, size: tuple[int, int], method: Image.Resampling
) -> np.ndarray:
    """Resize H×W×C pixels to ``size`` (width, height) with Pillow.

    ``uint8`` goes through Pillow's own 8-bit arithmetic, other types through ``float32``, channel
    by channel; ``uint16`` is clipped and rounded.
    """
    if pixels.dtype == np.uint8:
        picture = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
        return np.asarray(picture.resize(size, method)).reshape(size[1], size[0], -1)
    planes = [
        np.asarray(Image.fromarray(pixels[..., c].astype(np.float32)).resize(size, method))
        for c in range(pixels.shape[2])
    ]
    values = np.stack(planes, axis=2)
    if pixels.dtype == np.uint16:
        return np.clip(np.rint(values), 0, 65535).astype(np.uint16)
    return values


def crop_to_multiple(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Cut the right and bottom so that both sides are multiples of ``factor``; a view."""
    height, width = pixels.shape[:2]
    return pixels[: height - height % factor, : width - width % factor]


def _enlarged(pixels: np.ndarray, factor: int, method: Image.Resampling) -> np.ndarray:
    height, width = pixels.shape[:2]
    return pillow_resized(pixels, (width * factor, height * factor), method)


def _like(pixels: np.ndarray, result: np.ndarray) -> np.ndarray:
    """Give OpenCV's result the channel axis back that it drops for one channel."""
    return result.reshape(*result.shape[:2], *pixels.shape[2:])
