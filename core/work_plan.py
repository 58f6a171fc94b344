"""What has to be computed so that all that can be seen is there: pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.comparison import Comparison, Mode
from core.op import Op
from core.picture_source import PictureSource
from core.recipe import Recipe
from core.region import Region, Size


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
    source: PictureSource, wanted: Sequence[Region], tile: int, photo: Size
) -> list[Region]:
    """The wanted places that are not there yet, grown to whole tiles, none inside another."""
    grown: list[Region] = []
    for region in (place.within(photo) for place in wanted):
        if region.empty or source.is_valid(region.scaled(source.scale)):
            continue
        whole = on_grid(region, tile).within(photo)
        if not any(whole.overlap(other) == whole for other in grown):
            grown.append(whole)
    return grown


def on_grid(region: Region, tile: int) -> Region:
    """The smallest block of whole tiles around a place; tiles are computed whole anyway."""
    return region.covering(tile).scaled(tile)


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
