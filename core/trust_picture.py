"""A result under a heat map of what it contradicts or invents; the map arrives cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from core.region import Region, Size
from core.trust import Tally, TrustMap
from core.view.picture import Listeners, Picture

CELL_PIXELS = 768
SMALLEST_CELL = 128
LAST_COLOUR = 255

Key = tuple[int, int]


@dataclass(frozen=True)
class TrustStyle:
    """How the map is drawn.

    Attributes
    ----------
    top
        Value at the bright end of the colours.
    opacity
        0 shows the result alone, 1 the map alone.
    """

    top: float = 8.0
    opacity: float = 0.75


@dataclass(frozen=True, eq=False)
class _Cell:
    place: Region
    map: TrustMap
    pooling: int
    stale: bool = False


class TrustPicture(Listeners):
    """Draws cells of the map over the result, in grey so that only the map has colours.

    Use it from one thread only.

    Parameters
    ----------
    result
        What is looked at.
    source
        Size of the input.
    to_display
        The result's pixels → H×W×3 ``uint8`` RGB.
    style
        Colours and opacity.
    """

    def __init__(
        self,
        result: Picture,
        source: Size,
        to_display: Callable[[np.ndarray], np.ndarray],
        style: TrustStyle,
    ) -> None:
        super().__init__()
        self.result, self.source = result, source
        self.size, self.scale = result.size, result.scale
        self.alpha = result.alpha
        self.style = style
        self._to_display = to_display
        self._cells: dict[Key, _Cell] = {}
        self._untold: list[Region] = []
        self.side = max(SMALLEST_CELL, CELL_PIXELS // result.scale)
        result.subscribe(self._result_changed)

    def close(self) -> None:
        """Let go of the result."""
        self.result.unsubscribe(self._result_changed)

    def set_style(self, style: TrustStyle) -> None:
        """Draw with other colours or another opacity."""
        if style != self.style:
            self.style = style
            self.tell(self.size.region)

    # The map

    def missing(self, visible: Region, pooling: int) -> list[Region]:
        """Cells in a part of the input that are not there or not fine enough, middle first."""
        keys = [key for key in self._keys(visible) if not self._is_good(key, pooling)]
        middle = ((visible.left + visible.right) / 2, (visible.top + visible.bottom) / 2)
        return sorted(map(self._place, keys), key=lambda place: _distance(place, middle))

    def put(self, place: Region, found: TrustMap, pooling: int) -> None:
        """Take the map of one cell; `show_new` draws it.

        Parameters
        ----------
        place
            One of `missing`.
        found
            Already reduced by ``pooling``.
        pooling
            Pixels of the input per value, in each direction.
        """
        key = (place.top // self.side, place.left // self.side)
        self._cells[key] = _Cell(place, found, pooling)
        self._untold.append(place.scaled(self.scale).within(self.size))

    def show_new(self) -> None:
        """Have the cells drawn that were put since the last time: one by one would be slow."""
        untold, self._untold = self._untold, []
        for region in untold:
            self.tell(region)

    def tally(self, visible: Region) -> Tally:
        """Sums over what is known of a part of the input; reduced cells count whole."""
        known = (self._cells[key] for key in self._keys(visible) if key in self._cells)
        return sum((_tally_of(cell, visible) for cell in known), Tally())

    def is_known(self, visible: Region) -> bool:
        """Whether the map is there for all of a part of the input."""
        return all(key in self._cells for key in self._keys(visible))

    # As a picture

    def read(self, region: Region, reduction: int = 1) -> np.ndarray:
        """The result under its map, h×w×3 ``uint8``; see `PictureSource.read`."""
        base = self._to_display(self.result.read(region, reduction))
        shown = _grey(base)
        for rows, columns, values in self._parts(region, reduction, shown.shape[:2]):
            shown[rows, columns] = self._mixed(shown[rows, columns], values)
        return shown

    def thinned(self, longest: int) -> np.ndarray:
        """The result alone; see `core.view.picture_source.Picture`."""
        return _grey(self._to_display(self.result.thinned(longest)))

    def _mixed(self, base: np.ndarray, values: np.ndarray) -> np.ndarray:
        opacity = self.style.opacity
        colours = heat_colours(values, self.style.top)
        return cv2.addWeighted(colours, opacity, np.ascontiguousarray(base), 1 - opacity, 0.0)

    def _parts(
        self, region: Region, reduction: int, shape: tuple[int, int]
    ) -> Iterator[tuple[slice, slice, np.ndarray]]:
        """Rows and columns of what is read, with the values of the map there."""
        ys, xs = (
            _input_places(first, count, reduction, self.scale, longest)
            for first, count, longest in (
                (region.top, shape[0], self.source.height),
                (region.left, shape[1], self.source.width),
            )
        )
        for key in self._keys(region.covering(self.scale)):
            cell = self._cells.get(key)
            if cell is not None:
                rows = _span(ys, cell.place.top, cell.place.bottom)
                columns = _span(xs, cell.place.left, cell.place.right)
                down = (ys[rows] - cell.place.top) // cell.pooling
                across = (xs[columns] - cell.place.left) // cell.pooling
                if down.size and across.size:
                    yield rows, columns, cell.map.values[np.ix_(down, across)]

    def _keys(self, region: Region) -> list[Key]:
        grid = region.within(self.source).covering(self.side)
        rows, columns = range(grid.top, grid.bottom), range(grid.left, grid.right)
        return [(row, column) for row in rows for column in columns]

    def _place(self, key: Key) -> Region:
        row, column = key
        return Region(column, row, column + 1, row + 1).scaled(self.side).within(self.source)

    def _is_good(self, key: Key, pooling: int) -> bool:
        cell = self._cells.get(key)
        return cell is not None and not cell.stale and cell.pooling <= pooling

    def _result_changed(self, region: Region) -> None:
        """The old map shows until the new one is there."""
        for key in self._keys(region.covering(self.scale).grown(self.side // 4)):
            if key in self._cells:
                self._cells[key] = replace(self._cells[key], stale=True)
        self.tell(region)


def heat_colours(values: np.ndarray, top: float) -> np.ndarray:
    """Values from 0 to ``top`` as RGB ``uint8`` in a perceptual map, dark to bright."""
    index = np.clip(values * (LAST_COLOUR / top), 0, LAST_COLOUR).astype(np.uint8)
    return cv2.cvtColor(cv2.applyColorMap(index, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB)


def _tally_of(cell: _Cell, visible: Region) -> Tally:
    if cell.pooling > 1 or cell.place.overlap(visible) == cell.place:
        return cell.map.tally
    values = cell.place.overlap(visible).relative_to(cell.place).of(cell.map.values)
    squares = float(np.sum(np.square(values), dtype=np.float64))
    share = squares / cell.map.tally.squares if cell.map.tally.squares else 0.0
    residual = cell.map.tally.residual * share
    total = float(np.sum(values, dtype=np.float64))
    return Tally(values.size, total, squares, float(values.max(initial=0.0)), residual)


def _grey(rgb: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def _input_places(first: int, count: int, reduction: int, scale: int, longest: int) -> np.ndarray:
    """Pixels of the input under the middles of the pixels that are read."""
    places = (first + (np.arange(count) + 0.5) * reduction) / scale
    return np.minimum(places.astype(np.intp), longest - 1)


def _span(places: np.ndarray, low: int, high: int) -> slice:
    return slice(int(np.searchsorted(places, low)), int(np.searchsorted(places, high)))


def _distance(place: Region, middle: tuple[float, float]) -> float:
    across = (place.left + place.right) / 2 - middle[0]
    return across**2 + ((place.top + place.bottom) / 2 - middle[1]) ** 2
