"""A pyramid of tiles over a picture, in colours ready for the screen.

Level 0 has the picture's own pixels, level k averages 2^k × 2^k of them. Tiles are made when they
are asked for, one by one, straight from the picture; all pyramids share one budget of memory.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from math import ceil, floor, log2
from time import perf_counter
from typing import Any, NamedTuple

import cv2
import numpy as np

from core.region import Region, Size
from core.view.at_scale import Enlarging, read_at_scale
from core.view.picture import Picture
from core.view.transparency import over_chequers

TILE_WIDTH = 512
TILE_HEIGHT = 256
HIGHEST_LEVEL = 8
OVERVIEW = 384
STRIP_ROWS = 64
REMEMBERED_CHANGES = 128
FIRST_GUESS = 1e-9

_NUMBERS = count()
ToDisplay = Callable[[np.ndarray], np.ndarray]


class TileKey(NamedTuple):
    """A tile's place in a pyramid."""

    level: int
    row: int
    column: int


@dataclass
class Tile:
    """A tile with one pixel of its surroundings on every side.

    Attributes
    ----------
    pixels
        (h+2)×(w+2)×4 ``uint8``: blue, green, red, 255, as Qt's RGB32 lies in memory.
    image
        What the pyramid's ``wrap`` made of the pixels.
    stale
        True when the picture has changed since; shown until a new one is made.
    """

    pixels: np.ndarray
    image: Any
    stale: bool = False


class TileCache:
    """Tiles of all pyramids under one budget; the longest unused leave first.

    Parameters
    ----------
    budget
        Bytes for all tiles together.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.used = 0
        self._seconds_per_pixel = FIRST_GUESS
        self._tiles: OrderedDict[tuple[int, TileKey], Tile] = OrderedDict()

    def get(self, owner: int, key: TileKey) -> Tile | None:
        """The tile, counted as just used; None if it is not there."""
        tile = self._tiles.get((owner, key))
        if tile is not None:
            self._tiles.move_to_end((owner, key))
        return tile

    def put(self, owner: int, key: TileKey, tile: Tile) -> None:
        """Keep a tile and let the oldest go where the budget asks for it."""
        self._remove((owner, key))
        self._tiles[owner, key] = tile
        self.used += tile.pixels.nbytes
        while self.used > self.budget and len(self._tiles) > 1:
            self._remove(next(iter(self._tiles)))

    def of(self, owner: int) -> list[tuple[TileKey, Tile]]:
        """All tiles of one pyramid."""
        return [(key, tile) for (own, key), tile in self._tiles.items() if own == owner]

    def drop(self, owner: int) -> None:
        """Forget the tiles of one pyramid."""
        for key, _ in self.of(owner):
            self._remove((owner, key))

    def set_budget(self, budget: int) -> None:
        """Change the budget; tiles beyond it leave with the next one that is made."""
        self.budget = budget

    def expected_seconds(self, pixels: int) -> float:
        """How long a tile takes that covers this many pixels of a picture."""
        return self._seconds_per_pixel * pixels

    def learn(self, pixels: int, seconds: float) -> None:
        """Remember how long a tile took."""
        self._seconds_per_pixel += 0.2 * (seconds / pixels - self._seconds_per_pixel)

    def _remove(self, name: tuple[int, TileKey]) -> None:
        tile = self._tiles.pop(name, None)
        if tile is not None:
            self.used -= tile.pixels.nbytes


class Pyramid:
    """The tiles of one picture.

    Parameters
    ----------
    picture
        Where the pixels come from.
    cache
        Shared by all pyramids.
    to_display
        H×W×C in the picture's own type and colours → H×W×3 RGB ``uint8``.
    wrap
        Makes the painter's object of h×w×4 pixels, once per tile.

    Attributes
    ----------
    number
        Never given to another pyramid.
    version
        Counts the changes of the picture.
    """

    def __init__(
        self,
        picture: Picture,
        cache: TileCache,
        to_display: ToDisplay | None = None,
        wrap: Callable[[np.ndarray], Any] = lambda pixels: pixels,
    ) -> None:
        self.picture = picture
        self.number = next(_NUMBERS)
        self.version = 0
        self._cache = cache
        self._to_display = to_display or rounded_to_8_bits
        self._wrap = wrap
        self._overview: Tile | None = None
        self._changes: deque[tuple[int, Region]] = deque(maxlen=REMEMBERED_CHANGES)
        self.levels = level_count(picture.size)
        picture.subscribe(self._changed)

    def tile(self, key: TileKey) -> Tile | None:
        """The tile if it is there, stale or not."""
        return self._cache.get(self.number, key)

    def cost(self, key: TileKey) -> float:
        """Seconds that making a tile will probably take."""
        return self._cache.expected_seconds(_pixels(self.place(key)))

    def make(self, key: TileKey) -> Tile:
        """Make a tile anew."""
        start = perf_counter()
        tile = self._made(key)
        self._cache.put(self.number, key, tile)
        self._cache.learn(_pixels(self.place(key)), perf_counter() - start)
        return tile

    def changes_since(self, version: int) -> list[Region]:
        """What has changed in the picture since a version, in its own pixels."""
        if self.version - version > len(self._changes):
            return [self.picture.size.region]
        return [region for number, region in self._changes if number > version]

    def _made(self, key: TileKey) -> Tile:
        step = 1 << key.level
        inner = self.place(key)
        outer = inner.grown(step).within(self.picture.size)
        read = self.picture.read(outer, step)
        apron = _Apron.around(inner, outer)
        pixels = apron.blank(read.shape)
        shown = apron.inside(pixels)
        self._show(read, shown)
        if self.picture.alpha is not None:
            alpha = read_at_scale(self.picture.alpha, self.picture, outer, step, Enlarging.BICUBIC)
            over_chequers(shown, alpha, (outer.left // step, outer.top // step))
        apron.fill(pixels)
        return Tile(pixels, self._wrap(pixels))

    def _show(self, pixels: np.ndarray, target: np.ndarray) -> None:
        """Screen colours, few rows at a time: OpenCV would wake another thread for more, which
        takes ten times as long as the work."""
        for top in range(0, len(pixels), STRIP_ROWS):
            rows = slice(top, top + STRIP_ROWS)
            screen_colours(self._to_display(pixels[rows]), target[rows])

    def overview(self) -> Tile:
        """The whole picture, small and quick, to be shown until better is there."""
        if self._overview is None or self._overview.stale:
            pixels = screen_colours(self._to_display(self.picture.thinned(OVERVIEW)))
            self._overview = Tile(pixels, self._wrap(pixels))
        return self._overview

    def place(self, key: TileKey) -> Region:
        """What a tile covers, in the picture's own pixels, without its surroundings."""
        width, height = TILE_WIDTH << key.level, TILE_HEIGHT << key.level
        left, top, size = key.column * width, key.row * height, self.picture.size
        return Region(left, top, min(left + width, size.width), min(top + height, size.height))

    def keys(self, level: int, region: Region) -> tuple[TileKey, ...]:
        """Tiles of a level that a region (in own pixels) touches, from its middle outwards."""
        part = region.within(self.picture.size)
        return () if part.empty else _outwards(level, _tiles_touched(part, level))

    def close(self) -> None:
        """Free the tiles and let go of the picture."""
        self._cache.drop(self.number)
        self._overview = None
        self.picture.unsubscribe(self._changed)

    def _changed(self, region: Region) -> None:
        self.version += 1
        self._changes.append((self.version, region))
        for key, tile in self._cache.of(self.number):
            touched = self.place(key).grown(1 << key.level).overlap(region)
            tile.stale = tile.stale or not touched.empty
        if self._overview is not None:
            self._overview.stale = True


def _pixels(place: Region) -> int:
    return max(place.width * place.height, 1)


def level_for(zoom: float, levels: int) -> int:
    """The level whose pixels are as large as a device pixel or smaller, by less than half.

    Parameters
    ----------
    zoom
        Device pixels per pixel of the picture.
    levels
        Levels of the pyramid.

    Examples
    --------
    >>> [level_for(zoom, 5) for zoom in (2, 1, 0.75, 0.5, 0.26, 0.25, 0.001)]
    [0, 0, 0, 1, 1, 2, 4]
    """
    return min(max(floor(-log2(zoom) + 1e-9), 0), levels - 1)


def level_count(size: Size) -> int:
    """Levels until the picture fits into one tile."""
    longest = max(size.height, size.width, 1)
    return 1 + min(max(ceil(log2(longest / TILE_WIDTH)), 0), HIGHEST_LEVEL)


def rounded_to_8_bits(pixels: np.ndarray) -> np.ndarray:
    """Values as they are, in 8 bits: the display colours where no transform is given."""
    if pixels.dtype == np.uint8:
        return pixels
    return ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)


def screen_colours(shown: np.ndarray, target: np.ndarray | None = None) -> np.ndarray:
    """RGB or grey ``uint8`` → h×w×4 in the order of Qt's RGB32; four channels pass unchanged.

    Parameters
    ----------
    shown
        H×W, H×W×1, H×W×3 or H×W×4.
    target
        H×W×4 ``uint8`` to write to; None makes room, or gives back what needs no change.
    """
    if shown.ndim == 3 and shown.shape[2] == 4:
        if target is None:
            return shown
        target[:] = shown
        return target
    grey = shown.ndim == 2 or shown.shape[2] == 1
    order = cv2.COLOR_GRAY2BGRA if grey else cv2.COLOR_RGB2BGRA
    return cv2.cvtColor(shown, order, dst=target)


class _Apron(NamedTuple):
    """Sides on which the picture itself ends; its outermost pixels are repeated there."""

    top: int
    bottom: int
    left: int
    right: int

    @classmethod
    def around(cls, inner: Region, outer: Region) -> _Apron:
        return cls(
            int(outer.top == inner.top),
            int(outer.bottom == inner.bottom),
            int(outer.left == inner.left),
            int(outer.right == inner.right),
        )

    def blank(self, shape: tuple[int, ...]) -> np.ndarray:
        """Room for pixels of this shape and what is repeated."""
        height, width = shape[0] + self.top + self.bottom, shape[1] + self.left + self.right
        return np.empty((height, width, 4), np.uint8)

    def inside(self, pixels: np.ndarray) -> np.ndarray:
        """The part that is not repeated."""
        height, width = pixels.shape[:2]
        return pixels[self.top : height - self.bottom, self.left : width - self.right]

    def fill(self, pixels: np.ndarray) -> None:
        """Repeat what lies beside."""
        if self.left:
            pixels[:, 0] = pixels[:, 1]
        if self.right:
            pixels[:, -1] = pixels[:, -2]
        if self.top:
            pixels[0] = pixels[1]
        if self.bottom:
            pixels[-1] = pixels[-2]


def _tiles_touched(region: Region, level: int) -> Region:
    """Rows and columns of the tiles that a region touches."""
    across = region.covering(TILE_WIDTH << level)
    along = region.covering(TILE_HEIGHT << level)
    return Region(across.left, along.top, across.right, along.bottom)


@lru_cache(maxsize=256)
def _outwards(level: int, tiles: Region) -> tuple[TileKey, ...]:
    """From memory: what the view touches is asked for several times in every frame."""
    middle = ((tiles.top + tiles.bottom - 1) / 2, (tiles.left + tiles.right - 1) / 2)
    keys = [
        TileKey(level, row, column)
        for row in range(tiles.top, tiles.bottom)
        for column in range(tiles.left, tiles.right)
    ]
    return tuple(sorted(keys, key=lambda key: _distance(key, middle)))


def _distance(key: TileKey, middle: tuple[float, float]) -> float:
    return (key.row - middle[0]) ** 2 + (key.column - middle[1]) ** 2
