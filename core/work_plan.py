"""What has to be computed so that all that can be seen is there: pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.comparison import Comparison, Mode
from core.op import Op
from core.recipe import Recipe
from core.region import Region, Size
from core.view.picture_source import PictureSource


def in_sight(comparison: Comparison, candidates: int) -> list[int]:
    """Indices of the candidates on the canvas, the one under examination first."""
    if comparison.mode is Mode.GRID:
        order = [comparison.shown, comparison.reference, *range(1, candidates + 1)]
    else:
        order = [comparison.shown, comparison.reference]
    return [index for index in dict.fromkeys(order) if 1 <= index <= candidates]


def wanted_regions(
    index: int, comparison: Comparison, visible: Region, candidates: int
) -> list[Region]:
    """Places of the photo that a candidate has to be computed on, most urgent first.

    Parameters
    ----------
    index
        The candidate; its crops in the zoom-box strip are always seen.
    comparison
        How the results are looked at.
    visible
        What the canvas shows, in the photo's pixels.
    candidates
        How many there are.
    """
    boxes = [box.rect for box in comparison.boxes]
    if index in in_sight(comparison, candidates) and not visible.empty:
        boxes = [box for box in boxes if box.overlap(visible) != box]
        return [visible, *boxes]
    return boxes


def missing_regions(
    source: PictureSource | None, wanted: Sequence[Region], tile: int, photo: Size
) -> list[Region]:
    """The wanted places that are not there yet, as few blocks of whole tiles, none twice.

    Parameters
    ----------
    source
        What is there; None if nothing is.
    wanted
        Places of the photo, most urgent first.
    tile
        Side of a tile in the photo's pixels; tiles are computed whole anyway.
    photo
        Size of the photo.
    """
    taken: set[tuple[int, int]] = set()
    found: list[Region] = []
    for place in wanted:
        cells = [cell for cell in _cells(place.within(photo), tile) if cell not in taken]
        missing = [cell for cell in cells if not _is_there(source, cell, tile, photo)]
        taken.update(missing)
        found += [block.scaled(tile).within(photo) for block in _blocks(missing)]
    return found


def _cells(region: Region, tile: int) -> list[tuple[int, int]]:
    if region.empty:
        return []
    grid = region.covering(tile)
    rows, columns = range(grid.top, grid.bottom), range(grid.left, grid.right)
    return [(row, column) for row in rows for column in columns]


def _is_there(source: PictureSource | None, cell: tuple[int, int], tile: int, photo: Size) -> bool:
    row, column = cell
    place = Region(column, row, column + 1, row + 1).scaled(tile).within(photo)
    return source is not None and source.is_valid(place.scaled(source.scale))


def _blocks(cells: Sequence[tuple[int, int]]) -> list[Region]:
    """Cells of a grid as rectangles: runs along the rows, equal runs of neighbour rows joined."""
    blocks: list[Region] = []
    for run in _runs(cells):
        above = next(
            (b for b in blocks if (b.left, b.right, b.bottom) == (run.left, run.right, run.top)),
            None,
        )
        if above is None:
            blocks.append(run)
        else:
            blocks[blocks.index(above)] = Region(above.left, above.top, run.right, run.bottom)
    return blocks


def _runs(cells: Sequence[tuple[int, int]]) -> list[Region]:
    runs: list[Region] = []
    for row, column in sorted(cells):
        last = runs[-1] if runs else None
        if last is not None and (last.top, last.right) == (row, column):
            runs[-1] = Region(last.left, row, column + 1, row + 1)
        else:
            runs.append(Region(column, row, column + 1, row + 1))
    return runs


def grid_of(recipe: Recipe, ops: Mapping[str, Op]) -> int:
    """Side of the tiles of a recipe's result, in the photo's pixels."""
    active = recipe.active
    if not active:
        return 512
    scale = 1
    for step in active[:-1]:
        scale *= ops[step.op].scale
    last = ops[active[-1].op]
    return max(1, -(-last.tile // scale))
