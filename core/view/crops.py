"""The same small place of several pictures, magnified so that pixels stay pixels."""

from __future__ import annotations

from math import lcm

import cv2
import numpy as np

from core.region import Region, Size
from core.view.at_scale import Enlarging
from core.view.picture import Picture


def crop_factor(rect: Region, magnification: int, scales: list[int], room: int) -> int:
    """Device pixels per photo pixel at which every picture gets a whole factor.

    Parameters
    ----------
    rect
        The place, in photo pixels.
    magnification
        The factor wished for; the next larger one that suits all is taken.
    scales
        Scales of all pictures; beside a ×3 result only 3, 6, 9 … suit both.
    room
        Height there is, in device pixels.

    Returns
    -------
    int
        0 if even the smallest that suits all does not fit, so that the crop has to be reduced.

    Examples
    --------
    >>> place = Region(0, 0, 30, 20)
    >>> crop_factor(place, 4, [1, 3], 200), crop_factor(place, 8, [1], 90)
    (6, 4)
    """
    step = lcm(*scales)
    wished = -(-magnification // step) * step
    fitting = room // max(rect.height, 1) // step * step
    return min(wished, fitting)


def crop_size(rect: Region, factor: int, room: int) -> Size:
    """How large a crop gets, in device pixels; see `crop_factor`."""
    if factor:
        return rect.size.scaled(factor)
    width = max(round(rect.width * room / max(rect.height, 1)), 1)
    return Size(room, width)


def read_crop(
    picture: Picture, rect: Region, size: Size, enlarging: Enlarging = Enlarging.NEAREST
) -> np.ndarray:
    """A place of a picture at a size, reduced by area where it has to be.

    Parameters
    ----------
    picture
        Its scale maps the place to its own pixels.
    rect
        In photo pixels, inside the photo.
    size
        From `crop_size`.
    enlarging
        Filter where it is magnified.

    Returns
    -------
    numpy.ndarray
        h×w×C in the picture's own type and colours.
    """
    pixels = picture.read(rect.scaled(picture.scale).within(picture.size))
    magnifies = size.height >= pixels.shape[0]
    filter_ = enlarging.value if magnifies else cv2.INTER_AREA
    made = cv2.resize(pixels, (size.width, size.height), interpolation=filter_)
    return made.reshape(size.height, size.width, pixels.shape[2])
