"""Contrast-limited adaptive histogram equalisation (CLAHE).

One table is made for each cell of a grid over the whole picture, before any tile is computed; a
pixel interpolates between the tables of the four cells around it. So it does not matter which
tile a pixel lies in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.colour.luma import luma, with_luma
from core.op import Op, StepSource, TileContext
from core.params import Param, ParamScale, Values

BINS = 256
ENTRIES = 4096


@dataclass(frozen=True, eq=False)
class CellTables:
    """``tables[y, x]`` maps luma in `ENTRIES` grades to the equalised luma in that grid cell."""

    tables: np.ndarray


def clahe_tables(source: StepSource, values: Values) -> CellTables:
    """Count the luma of every grid cell of a step's input and equalise each."""
    cells = round(values["cells"])
    counts = np.zeros((cells * cells, BINS), np.int64)
    for top, left, tile in _placed(source):
        rows = _cell_of(top, tile.shape[0], source.size.height, cells)
        columns = _cell_of(left, tile.shape[1], source.size.width, cells)
        _count(counts, rows[:, None] * cells + columns, _grades(luma(tile)[..., 0], BINS))
    tables = _finer(_limited(counts, values["limit"]))
    return CellTables(tables.reshape(cells, cells, ENTRIES).astype(np.float32))


def clahe(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Equalise the luma locally."""
    core = tile.margins.cropped(pixels)
    old = luma(core)
    new = _interpolated(tile.prepared.tables, old[..., 0], tile)
    return with_luma(core, new[..., None], old)


def _placed(source: StepSource):
    """The tiles with their places, row by row as they come."""
    top = left = 0
    for tile in source.tiles():
        yield top, left, tile
        left += tile.shape[1]
        if left == source.size.width:
            top, left = top + tile.shape[0], 0


def _cell_of(start: int, count: int, length: int, cells: int) -> np.ndarray:
    return np.arange(start, start + count) * cells // length


def _grades(plane: np.ndarray, count: int) -> np.ndarray:
    return np.clip(plane * np.float32(count), 0, count - 1).astype(np.intp)


def _count(counts: np.ndarray, cell: np.ndarray, bins: np.ndarray) -> None:
    """Add a tile's bins, cell by cell of those it touches."""
    found = np.bincount((cell * BINS + bins).ravel())
    counts.reshape(-1)[: found.size] += found


def _limited(counts: np.ndarray, limit: float) -> np.ndarray:
    """Cumulated shares, at all edges of bins, of histograms whose peaks are cut and spread."""
    total = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    highest = np.maximum(limit * total / BINS, 1)
    cut = np.minimum(counts, highest)
    cut += (total - cut.sum(axis=1, keepdims=True)) / BINS
    return np.pad(np.cumsum(cut, axis=1) / total, ((0, 0), (1, 0)))


def _finer(edges: np.ndarray) -> np.ndarray:
    """Straight lines between the edges of bins, so that smooth gradients stay smooth."""
    place = (np.arange(ENTRIES) + 0.5) * BINS / ENTRIES
    first = np.floor(place).astype(np.intp)
    return _mixed(edges[:, first], edges[:, first + 1], place - first)


def _interpolated(tables: np.ndarray, plane: np.ndarray, tile: TileContext) -> np.ndarray:
    """Each pixel through the four tables around it, mixed linearly."""
    top, bottom, down = _neighbours(tile.core.top, plane.shape[0], tile.size.height, len(tables))
    left, right, across = _neighbours(tile.core.left, plane.shape[1], tile.size.width, len(tables))
    grades, flat, cells = _grades(plane, ENTRIES), tables.reshape(-1), len(tables)

    def looked_up(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return flat.take((rows[:, None] * cells + columns) * ENTRIES + grades)

    upper = _mixed(looked_up(top, left), looked_up(top, right), across)
    lower = _mixed(looked_up(bottom, left), looked_up(bottom, right), across)
    return _mixed(upper, lower, down[:, None])


def _neighbours(start: int, count: int, length: int, cells: int):
    """For each pixel, the two cells whose centres lie around it and the share of the second."""
    place = (np.arange(start, start + count) + 0.5) * cells / length - 0.5
    place = np.clip(place, 0, cells - 1)
    first = np.floor(place).astype(np.intp)
    return first, np.minimum(first + 1, cells - 1), (place - first).astype(np.float32)


def _mixed(first: np.ndarray, second: np.ndarray, share: np.ndarray) -> np.ndarray:
    return first + (second - first) * share


CLAHE = Op(
    id="clahe",
    label="CLAHE",
    apply=clahe,
    group="Tone",
    params=(
        Param(
            "limit",
            "Contrast limit",
            2.0,
            1.0,
            20.0,
            0.1,
            ParamScale.LOG,
            help="How much steeper than a line a cell's table may be.",
        ),
        Param("cells", "Cells", 8.0, 1.0, 32.0, 1.0, help="Cells of the grid in each direction."),
    ),
    help="Brings out local contrast in shadows and highlights at once.",
    citation="S. M. Pizer et al.: Adaptive histogram equalization and its variations. Comput. "
    "Vis. Graph. Image Process. 39(3), 1987, doi:10.1016/S0734-189X(87)80186-X; contrast limit "
    "after K. Zuiderveld, Graphics Gems IV, 1994.",
    prepare=clahe_tables,
)
