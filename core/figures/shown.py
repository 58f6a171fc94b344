"""Which pixels of a picture a vector figure holds."""

from __future__ import annotations

import numpy as np

from core.figures.pixels import reduced
from core.figures.placed import PlacedPicture
from core.figures.spec import FigureSpec
from core.figures.typography import MM_PER_INCH
from core.region import Size


def shown_pixels(spec: FigureSpec, picture: PlacedPicture) -> np.ndarray:
    """A crop's own pixels; a whole picture reduced by area to the figure's dots per inch."""
    pixels = picture.region.of(spec.photos[picture.row].panels[picture.column].pixels)
    return pixels if picture.is_crop else reduced(pixels, _dots(spec, picture))


def is_reduced(spec: FigureSpec, picture: PlacedPicture) -> bool:
    """Whether the figure shows fewer pixels than the picture has."""
    return not picture.is_crop and picture.region.width > _dots(spec, picture).width


def is_enlarged(spec: FigureSpec, picture: PlacedPicture) -> bool:
    """Whether the picture's pixels are so large on paper that they are to stay sharp."""
    return 2 * picture.region.width <= _dots(spec, picture).width


def _dots(spec: FigureSpec, picture: PlacedPicture) -> Size:
    unit = spec.least_dpi / MM_PER_INCH
    return Size(round(picture.rect.height * unit), round(picture.rect.width * unit))
