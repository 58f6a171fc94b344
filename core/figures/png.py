"""Pictures as PNG inside other files."""

from __future__ import annotations

import base64

import cv2
import numpy as np

from core.figures.pixels import eight_bits


def data_uri(pixels: np.ndarray) -> str:
    """An H×W×3 or H×W×1 picture, eight bits, lossless, as text for SVG and HTML."""
    pixels = np.ascontiguousarray(eight_bits(pixels)[:, :, ::-1])
    png = cv2.imencode(".png", pixels, (cv2.IMWRITE_PNG_COMPRESSION, 4))[1]
    return "data:image/png;base64," + base64.b64encode(png).decode()
