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
    pixels = picture.region.of(spec.rows[picture.row].panels[picture.column].pixels)
    if picture.is_crop:
        return pixels
    unit = spec.least_dpi / MM_PER_INCH
    return reduced(
        pixels, Size(round(picture.rect.height * unit), round(picture.rect.width * unit))
    )
