"""Colour spaces that are no RGB, converted to sRGB with 16 bits."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image, ImageCms

_STRIP_ROWS = 256
_D50 = np.float32([0.96422, 1.0, 0.82521])
_XYZ_D50_TO_SRGB = np.float32(
    [
        [3.1338561, -1.6168667, -0.4906146],
        [-0.9787684, 1.9161415, 0.0334540],
        [0.0719453, -0.2289914, 1.4052427],
    ]
)


def cmyk_to_srgb(cmyk: np.ndarray, icc: bytes | None) -> tuple[np.ndarray, str]:
    """Convert printing inks to sRGB.

    Parameters
    ----------
    cmyk
        H×W×4 ``uint8``; 0 is no ink.
    icc
        The profile the inks are meant for; without one a simple formula is used.

    Returns
    -------
    tuple
        H×W×3 ``uint16`` and a sentence on what was done.
    """
    transform = _cmyk_transform(icc)
    if transform is None:
        return _naive(cmyk), "CMYK without a usable profile was converted to sRGB by formula."
    result = np.empty((*cmyk.shape[:2], 3), np.uint16)
    for top in range(0, cmyk.shape[0], _STRIP_ROWS):
        strip = Image.frombytes("CMYK", _size(cmyk[top : top + _STRIP_ROWS]), _bytes(cmyk, top))
        rgb = np.asarray(ImageCms.applyTransform(strip, transform))
        result[top : top + _STRIP_ROWS] = rgb.astype(np.uint16) * 257
    return result, "CMYK was converted to sRGB through its profile."


def lab_to_srgb(lab: np.ndarray) -> tuple[np.ndarray, str]:
    """Convert CIE L*a*b* (D50) to sRGB.

    Parameters
    ----------
    lab
        H×W×3 ``float32``: L* in 0 … 100, a* and b* in −128 … 127.

    Returns
    -------
    tuple
        H×W×3 ``uint16`` and a sentence on what was done.
    """
    result = np.empty(lab.shape, np.uint16)
    for top in range(0, lab.shape[0], _STRIP_ROWS):
        rgb = _lab_strip(lab[top : top + _STRIP_ROWS])
        result[top : top + _STRIP_ROWS] = np.rint(rgb * 65535)
    return result, "Lab was converted to sRGB."


def _lab_strip(lab: np.ndarray) -> np.ndarray:
    fy = (lab[..., 0] + 16) / 116
    f = np.stack([fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200], axis=-1)
    xyz = np.where(f > 6 / 29, f**3, (f - 4 / 29) * 3 * (6 / 29) ** 2).astype(np.float32) * _D50
    linear = np.clip(cv2.transform(xyz, _XYZ_D50_TO_SRGB), 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def _cmyk_transform(icc: bytes | None) -> ImageCms.ImageCmsTransform | None:
    if not icc:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.buildTransform(
            source,
            target,
            "CMYK",
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, ImageCms.PyCMSError):
        return None


def _naive(cmyk: np.ndarray) -> np.ndarray:
    light = 255 - cmyk.astype(np.uint32)
    return ((light[..., :3] * light[..., 3:] * 257 + 127) // 255).astype(np.uint16)


def _size(pixels: np.ndarray) -> tuple[int, int]:
    return pixels.shape[1], pixels.shape[0]


def _bytes(cmyk: np.ndarray, top: int) -> bytes:
    return np.ascontiguousarray(cmyk[top : top + _STRIP_ROWS]).tobytes()
