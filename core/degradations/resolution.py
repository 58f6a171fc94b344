"""Degradations that lose resolution."""

from __future__ import annotations

import numpy as np
from PIL import Image

from core.params import Param, Values
from core.photos.jpeg import through_jpeg
from core.resample import crop_to_multiple, pillow_resized, reduce_area, reduce_bicubic

QUALITY = Param(
    "quality", "JPEG quality", 20, 5, 95, 1, help="Pillow's quality at 4:2:0; lower is worse."
)


def area_x3(
    picture: np.ndarray, rng: np.random.Generator, values: Values | None = None
) -> np.ndarray:
    """Reduce by 3 in each direction by averaging blocks; no randomness."""
    return reduce_area(crop_to_multiple(picture, 3), 3)


def bicubic_x4_jpeg(picture: np.ndarray, rng: np.random.Generator, values: Values) -> np.ndarray:
    """Reduce ×4 with Pillow's bicubic filter, then encode as JPEG; no randomness."""
    return through_jpeg(reduce_bicubic(crop_to_multiple(picture, 4), 4), round(values["quality"]))


def bicubic_x4_same(picture: np.ndarray, rng: np.random.Generator, values: Values) -> np.ndarray:
    """Reduce ×4 and enlarge again to the same size with Pillow's bicubic filter."""
    height, width = picture.shape[:2]
    return pillow_resized(reduce_bicubic(picture, 4), (width, height), Image.Resampling.BICUBIC)
