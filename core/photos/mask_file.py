"""A mask of holes from a picture file: white where the photo was destroyed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.colour.luma import luma
from core.errors import InputError
from core.hole_mask import HoleMask
from core.levels import to_float
from core.photo import Photo
from core.photos.reading import open_photo


def read_mask(path: Path, photo: Photo) -> HoleMask:
    """Read a mask for a photo; whatever is brighter than middle grey is a hole.

    Raises
    ------
    InputError
        If it cannot be read, is of another size than the photo, or marks nothing.
    """
    picture = open_photo(path)
    if (picture.height, picture.width) != (photo.height, photo.width):
        raise InputError(
            f"The mask {path.name} has {picture.width}×{picture.height} pixels, {photo.name} "
            f"{photo.width}×{photo.height}.",
            remedy="Make both the same size.",
        )
    holes = np.ascontiguousarray(luma(to_float(picture.pixels))[..., 0] > 0.5)
    if not holes.any():
        raise InputError(f"The mask {path.name} marks no hole.", remedy="Paint the holes white.")
    return HoleMask(holes, path.name)
