"""Pictures of one photo, read as if they had the same size."""

from __future__ import annotations

from enum import Enum

import cv2
import numpy as np

from core.picture_forms import reduced
from core.region import Region
from core.view.picture import Picture


class Enlarging(Enum):
    """How a picture is brought to the size of a larger one beside it."""

    NEAREST = cv2.INTER_NEAREST
    BICUBIC = cv2.INTER_CUBIC
    LANCZOS = cv2.INTER_LANCZOS4


def read_at_scale(
    picture: Picture, like: Picture, region: Region, reduction: int, enlarging: Enlarging
) -> np.ndarray:
    """Read one picture as if it had the size of another of the same photo.

    Parameters
    ----------
    picture
        Where the pixels come from.
    like
        Its size and scale are those of ``region``.
    region
        In pixels of ``like``; left and top are multiples of ``reduction``.
    reduction
        As in `PictureSource.read`.
    enlarging
        Filter where pixels have to be invented; reducing is always by area.
    """
    if picture.size == like.size:
        return picture.read(region, reduction)
    if reduction * picture.scale >= like.scale:
        return _read_by_area(picture, like, region, reduction)
    return reduced(_read_enlarged(picture, like, region, enlarging), reduction)


def _read_by_area(picture: Picture, like: Picture, region: Region, reduction: int) -> np.ndarray:
    own = _own_region(picture, like, region)
    width, height = -(-region.width // reduction), -(-region.height // reduction)
    pixels = picture.read(own)
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return small.reshape(height, width, pixels.shape[2])


def _read_enlarged(
    picture: Picture, like: Picture, region: Region, enlarging: Enlarging
) -> np.ndarray:
    """Enlarge with a margin, so that parts fit together without a seam."""
    own = _own_region(picture, like, region).grown(5).within(picture.size)
    right, down = like.size.width / picture.size.width, like.size.height / picture.size.height
    size = (round(own.width * right), round(own.height * down))
    pixels = picture.read(own)
    large = cv2.resize(pixels, size, interpolation=enlarging.value)
    large = large.reshape(size[1], size[0], pixels.shape[2])
    corner = (round(own.left * right), round(own.top * down))
    place = Region(*corner, corner[0] + size[0], corner[1] + size[1])
    return np.ascontiguousarray(region.relative_to(place).of(large))


def _own_region(picture: Picture, like: Picture, region: Region) -> Region:
    across, along = picture.size.width / like.size.width, picture.size.height / like.size.height
    return Region(
        int(region.left * across),
        int(region.top * along),
        int(np.ceil(region.right * across - 1e-9)),
        int(np.ceil(region.bottom * along - 1e-9)),
    ).within(picture.size)
