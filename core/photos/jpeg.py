"""JPEG as the protocol means it: Pillow's, at 4:2:0."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image


def jpeg_bytes(picture: np.ndarray, quality: int) -> bytes:
    """Encode an H×W×C ``uint8`` picture at 4:2:0."""
    image = Image.fromarray(picture[..., 0] if picture.shape[2] == 1 else picture)
    with io.BytesIO() as stream:
        image.save(stream, "JPEG", quality=quality, subsampling="4:2:0")
        return stream.getvalue()


def through_jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    """What is left of an H×W×C ``uint8`` picture after encoding and decoding."""
    return decoded_jpeg(jpeg_bytes(picture, quality), picture.shape)


def decoded_jpeg(data: bytes, shape: tuple[int, ...]) -> np.ndarray:
    """Decode to ``uint8`` of the given H×W×C shape."""
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image).reshape(shape)
