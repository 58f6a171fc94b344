"""JPEG photos, decoded by OpenCV straight into their place in memory."""

from __future__ import annotations

import os

import cv2
import numpy as np
from PIL import Image

from core.photos.decode_pillow import carried_metadata, frames_note
from core.photos.decoded import Decoded
from core.photos.quiet import without_libjpeg_messages

_FORMATS = ("JPEG", "MPO")
_FLAGS = {"RGB": cv2.IMREAD_COLOR_RGB, "L": cv2.IMREAD_GRAYSCALE}


def decode_jpeg(image: Image.Image, data: bytes) -> Decoded | None:
    """Decode a JPEG photo to the values that Pillow gives, in the time that Pillow takes alone.

    Both hand the work to libjpeg-turbo; Pillow's pixels would have to be copied out of it.

    Parameters
    ----------
    image
        As `PIL.Image.open` gives it, not yet loaded.
    data
        The file's bytes.

    Returns
    -------
    Decoded or None
        None for other formats, for CMYK, and where OpenCV finds the file damaged: Pillow can say
        what is wrong with it.
    """
    if image.format not in _FORMATS or image.mode not in _FLAGS:
        return None
    shape = (image.height, image.width, *((3,) if image.mode == "RGB" else ()))
    pixels = _pixels(data, _FLAGS[image.mode] | cv2.IMREAD_IGNORE_ORIENTATION, shape)
    if pixels is None or pixels.shape != shape:
        return None
    return Decoded(
        pixels.reshape(*pixels.shape[:2], -1),
        None,
        file_format=image.format,
        notes=frames_note(image),
        **carried_metadata(image, data),
    )


def _pixels(data: bytes, flags: int, shape: tuple[int, ...]) -> np.ndarray | None:
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        with without_libjpeg_messages() as nothing_said:
            pixels = _into_large_pages(data, flags, shape)
            if pixels is not None and nothing_said():
                return pixels
            return cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error:
        return None


def _into_large_pages(data: bytes, flags: int, shape: tuple[int, ...]) -> np.ndarray | None:
    """Decode into memory from numpy, which asks the system for large pages.

    OpenCV's own comes in pages of 4 KB, and touching those for the first time takes a quarter of
    the time. It decodes into memory of others only from files, hence from one without a name.

    Returns
    -------
    numpy.ndarray or None
        None where there are no such files, or the picture was not decoded to its end. What is cut
        off counts as decoded; libjpeg prints a message then.
    """
    if not hasattr(os, "memfd_create"):
        return None
    pixels = np.empty(shape, np.uint8)
    never_decoded = np.frombuffer(os.urandom(pixels[-1].nbytes), np.uint8).reshape(shape[1:])
    pixels[-1] = never_decoded  # of a failure OpenCV says nothing here
    try:
        with os.fdopen(os.memfd_create("photo"), "wb") as file:
            file.write(data)
            file.flush()
            cv2.imread(f"/proc/self/fd/{file.fileno()}", pixels, flags)
    except (OSError, cv2.error):
        return None
    return None if np.array_equal(pixels[-1], never_decoded) else pixels
