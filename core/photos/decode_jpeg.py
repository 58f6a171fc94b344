"""JPEG photos, decoded by OpenCV straight into their place in memory."""

from __future__ import annotations

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
    pixels = _pixels(data, _FLAGS[image.mode] | cv2.IMREAD_IGNORE_ORIENTATION)
    if pixels is None or pixels.shape[:2] != (image.height, image.width):
        return None
    return Decoded(
        pixels.reshape(*pixels.shape[:2], -1),
        None,
        file_format=image.format,
        notes=frames_note(image),
        **carried_metadata(image, data),
    )


def _pixels(data: bytes, flags: int) -> np.ndarray | None:
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        with without_libjpeg_messages():
            return cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error:
        return None
