"""A picture in tiles by one plan, for whatever computes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.op import Margins, TileContext
from core.region import Region, Size


def contexts(size: Size, *, tile: int, halo: int, prepared: Any = None) -> Iterator[TileContext]:
    """Where the tiles of a picture lie, row by row."""
    for top in range(0, size.height, tile):
        for left in range(0, size.width, tile):
            core = Region(left, top, left + tile, top + tile).within(size)
            outer = core.grown(halo).within(size)
            yield TileContext(core, Margins.between(core, outer), size, prepared)
