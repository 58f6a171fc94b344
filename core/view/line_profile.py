"""Values along a row or a column of the photo, for every picture in its own pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.colour.luma import LUMA_WEIGHTS
from core.region import Region
from core.view.picture import Picture


@dataclass(frozen=True, eq=False)
class LineProfile:
    """Luma along a line.

    Attributes
    ----------
    places
        Middles of the picture's pixels, in pixels of the photo.
    values
        BT.601 luma in levels of the file: up to 255 or 65535.
    """

    places: np.ndarray
    values: np.ndarray


def line_profile(
    picture: Picture, line: int, start: int, stop: int, *, across: bool
) -> LineProfile:
    """Read one line.

    Parameters
    ----------
    picture
        The photo or a result of it.
    line
        Row (``across``) or column of the photo; of a larger result the middle one there.
    start, stop
        First pixel of the photo, and the one after the last.
    across
        From left to right, else from top to bottom.
    """
    pixels = picture.read(line_region(picture, line, start, stop, across=across))
    flat = pixels.reshape(-1, pixels.shape[2]).astype(np.float32)
    values = flat[:, 0] if flat.shape[1] == 1 else flat @ LUMA_WEIGHTS
    places = start + (np.arange(len(values)) + 0.5) / picture.scale
    return LineProfile(places, values)


def line_region(picture: Picture, line: int, start: int, stop: int, *, across: bool) -> Region:
    """What of a picture `line_profile` reads, in its own pixels."""
    scale = picture.scale
    own = line * scale + scale // 2
    if across:
        region = Region(start * scale, own, stop * scale, own + 1)
    else:
        region = Region(own, start * scale, own + 1, stop * scale)
    return region.within(picture.size)
