"""Whether an exported network gives the picture that it gives here."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from PIL import Image
from torch import nn

from core.colour.luma import luma
from core.errors import WeightsError
from core.photos.reading import open_photo
from core.region import Size
from core.resample import pillow_resized
from models.card import Channels, ModelCard
from models.exporters.phone_format import Run
from resources import sample_path

MOST_LEVELS = 0.25
"""Levels of 8 bits by which no value of a probe may differ."""


def probe(card: ModelCard, size: Size) -> np.ndarray:
    """The bundled photo as the network takes it, with a hole where it fills holes.

    Returns
    -------
    numpy.ndarray
        1×C×H×W ``float32`` in [0, 1].
    """
    photo = open_photo(sample_path()).pixels
    sides = (size.width, size.height)
    pixels = pillow_resized(photo, sides, Image.Resampling.BICUBIC).astype(np.float32) / 255
    if card.channels is Channels.LUMA:
        pixels = luma(pixels)
    elif card.takes_mask:
        pixels = _with_hole(pixels)
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])


def checked_difference(network: nn.Module, run: Run, inputs: np.ndarray) -> float:
    """The largest difference of any value, in levels of 8 bits.

    Raises
    ------
    WeightsError
        If it is above `MOST_LEVELS`, or the pictures are of other sizes.
    """
    with torch.inference_mode():
        wanted = network(torch.from_numpy(inputs)).numpy()
    given = run(inputs)
    if given.shape != wanted.shape:
        sizes = f"{_side(given)} instead of {_side(wanted)} pixels"
        raise WeightsError(f"The exported network makes pictures of {sizes}.", remedy=_REMEDY)
    levels = 255 * float(np.abs(given - wanted).max())
    if not levels <= MOST_LEVELS:
        raise WeightsError(
            f"The exported network differs by {levels:.2g} levels of 8 bits from this program's "
            f"on a picture of {_side(inputs)} pixels; {MOST_LEVELS} are allowed.",
            remedy=_REMEDY,
        )
    return levels


_REMEDY = "Nothing was written: choose another format, or other versions of its packages."


def _side(planes: np.ndarray) -> str:
    return f"{planes.shape[-1]}×{planes.shape[-2]}"


def _with_hole(pixels: np.ndarray) -> np.ndarray:
    """A black disc in the middle, and where it lies as the fourth channel."""
    height, width = pixels.shape[:2]
    mask = np.zeros((height, width), np.float32)
    cv2.circle(mask, (width // 2, height // 2), min(height, width) // 8, 1.0, cv2.FILLED)
    return np.dstack((pixels * (1 - mask[..., None]), mask))
