"""What a rater sees: every method's result at the same size, so that size gives nothing away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from core.colour.display_colour import DisplayTransform
from core.engine import Engine
from core.photo import Photo
from core.rating import RatingStudy
from core.region import Region, Size
from core.stopping import never

LONGEST_SHOWN = 2560
MIDDLE = Size(900, 1400)


def rated_picture(
    engine: Engine,
    study: RatingStudy,
    place: int,
    open_photo: Callable[[Path], Photo],
    cancelled: Callable[[], bool] = never,
) -> np.ndarray:
    """Make the picture at one place of the study's order.

    Parameters
    ----------
    engine
        Runs the method.
    study, place
        Which picture.
    open_photo
        Decodes a photo.
    cancelled
        Stops the run.

    Returns
    -------
    numpy.ndarray
        H×W×3 ``uint8`` in the colours of the screen, of one size for all methods of a photo.

    Raises
    ------
    PhotoError
        If the photo cannot be opened.
    Cancelled
        If ``cancelled`` returned True.
    """
    showing = study.order[place]
    photo = open_photo(study.photos[showing.photo])
    largest = max(engine.scale(method.recipe) for method in study.methods)
    part = shown_part(photo, largest, middle=study.middle)
    recipe = study.methods[showing.method].recipe
    rendition = engine.run(photo, recipe, part, cancelled=cancelled)
    transform = DisplayTransform.for_photo(photo.icc, photo.channels, photo.bits)
    return resized(transform.rgb(rendition.pixels), shown_size(part.size, largest))


def shown_part(photo: Photo, largest: int, *, middle: bool) -> Region:
    """The part of the photo that is rated."""
    whole = Size(photo.height, photo.width)
    if not middle:
        return whole.region
    width = min(max(MIDDLE.width // largest, 1), whole.width)
    height = min(max(MIDDLE.height // largest, 1), whole.height)
    left, top = (whole.width - width) // 2, (whole.height - height) // 2
    return Region(left, top, left + width, top + height)


def shown_size(part: Size, largest: int) -> Size:
    """The size of all results of a part: that of the largest one, or what a screen can show."""
    full = part.scaled(largest)
    share = min(1.0, LONGEST_SHOWN / max(full.height, full.width))
    return Size(max(round(full.height * share), 1), max(round(full.width * share), 1))


def resized(pixels: np.ndarray, size: Size) -> np.ndarray:
    """Bring H×W×3 pixels to a size: smaller by area, larger by bicubic interpolation."""
    if pixels.shape[:2] == (size.height, size.width):
        return np.ascontiguousarray(pixels)
    shrinks = size.width < pixels.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return cv2.resize(pixels, (size.width, size.height), interpolation=how)
