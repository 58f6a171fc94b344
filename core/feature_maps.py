"""Feature maps: what a layer inside a network answers to a piece of the photo."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Protocol

import cv2
import numpy as np

from core.op import Op, TileContext
from core.recipe import Recipe
from core.region import Region, Size

MULTIPLICATIONS = 2e10
LEAST_SIDE, MOST_SIDE = 96, 512


@dataclass(frozen=True)
class FeatureLayer:
    """A place inside a network that can be looked at.

    Attributes
    ----------
    id
        Its name in the network, ``"generator.blocks.0"``.
    label
        For people.
    channels
        Maps that it gives.
    guides
        True for features that the network computes of itself to steer the rest.
    """

    id: str
    label: str
    channels: int
    guides: bool = False


@dataclass(frozen=True, eq=False)
class FeatureMaps:
    """The maps of one layer.

    Attributes
    ----------
    layer
        Where they were taken.
    values
        channels×h×w ``float32``, as the network has them; no range is promised.
    region
        What they are of, in pixels of the network's input.
    """

    layer: FeatureLayer
    values: np.ndarray
    region: Region

    @property
    def ranges(self) -> np.ndarray:
        """Lowest and highest value of every map, channels×2."""
        flat = self.values.reshape(len(self.values), -1)
        return np.stack((flat.min(1), flat.max(1)), 1)


class Inside(Protocol):
    """Looks into a network; see `core.op.Op.inside`."""

    def layers(self) -> tuple[FeatureLayer, ...]:
        """What can be looked at, in the order in which it is computed."""

    def maps(self, pixels: np.ndarray, tile: TileContext, layer: str) -> np.ndarray:
        """Maps (channels×h×w ``float32``) of the tile without its halo."""


def steps_with_insides(recipe: Recipe, ops: dict[str, Op]) -> list[int]:
    """Places, among a recipe's active steps, of those that can be looked into."""
    ids = [step.op for step in recipe.active]
    return [place for place, op in enumerate(ids) if op in ops and ops[op].inside is not None]


def place_to_look_at(visible: Region, macs: float) -> Region:
    """The middle of what can be seen, no larger than can be computed while somebody waits.

    Parameters
    ----------
    visible
        In pixels of the photo.
    macs
        Multiplications per pixel.

    Examples
    --------
    >>> place_to_look_at(Region(0, 0, 4000, 3000), 200_000)
    Region(left=1842, top=1342, right=2158, bottom=1658)
    >>> place_to_look_at(Region(10, 10, 60, 40), 200_000)
    Region(left=10, top=10, right=60, bottom=40)
    """
    side = int(min(max(sqrt(MULTIPLICATIONS / max(macs, 1.0)), LEAST_SIDE), MOST_SIDE))
    left = (visible.left + visible.right - min(side, visible.width)) // 2
    top = (visible.top + visible.bottom - min(side, visible.height)) // 2
    return Region(left, top, left + side, top + side).overlap(visible)


def grey_maps(maps: FeatureMaps, *, one_scale: bool) -> np.ndarray:
    """The maps as greys.

    Parameters
    ----------
    maps
        From `core.engine.Engine.feature_maps`.
    one_scale
        Black and white mean the same in all maps; otherwise each has its own range.

    Returns
    -------
    numpy.ndarray
        channels×h×w ``uint8``; a map without contrast is mid grey.
    """
    low, high = maps.ranges.T
    if one_scale:
        low, high = np.full_like(low, low.min()), np.full_like(high, high.max())
    span = high - low
    flat = span <= 0
    shares = (maps.values - low[:, None, None]) / np.where(flat, 1, span)[:, None, None]
    shares[flat] = 0.5
    return np.rint(shares * 255).astype(np.uint8)


def columns_for(count: int, tile: Size, room: Size) -> int:
    """Columns at which equal tiles come out largest in a room.

    Examples
    --------
    >>> columns_for(16, Size(100, 100), Size(400, 400))
    4
    >>> columns_for(3, Size(100, 100), Size(100, 900))
    3
    """

    def height(columns: int) -> float:
        rows = ceil(count / columns)
        return min(room.width / columns * tile.height / tile.width, room.height / rows)

    return max(range(1, max(count, 1) + 1), key=height)


def contact_sheet(greys: np.ndarray, columns: int, *, gap: int = 2) -> np.ndarray:
    """All maps in one grey picture, row by row, on white.

    Parameters
    ----------
    greys
        channels×h×w ``uint8``.
    columns
        Maps in a row.
    gap
        Pixels between them.
    """
    count, height, width = greys.shape
    rows = ceil(count / columns)
    sheet = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap), 255, np.uint8)
    for index, grey in enumerate(greys):
        top, left = index // columns * (height + gap), index % columns * (width + gap)
        sheet[top : top + height, left : left + width] = grey
    return sheet


def sheet_png(greys: np.ndarray, columns: int) -> bytes:
    """`contact_sheet` as the bytes of a PNG file."""
    return cv2.imencode(".png", contact_sheet(greys, columns))[1].tobytes()
