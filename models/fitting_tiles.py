"""Tiles that the memory has room for: whole, or in parts where it has not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from core.op import Margins, TileContext
from core.region import Region
from models.devices import is_out_of_memory

SMALLEST = 32
RunTile = Callable[[np.ndarray, TileContext], np.ndarray]
"""H×W×C ``float32`` with halo, and where it lies, to the tile without halo, enlarged."""


class NoRoomError(MemoryError):
    """Not even the smallest tile fits into the device's memory."""


class FittingTiles:
    """Halves a tile until it fits, and remembers what did.

    Parameters
    ----------
    halo
        Reach of the network, in pixels.
    multiple
        Parts begin at multiples of this.
    scale
        Of the network.
    """

    def __init__(self, *, halo: int, multiple: int, scale: int) -> None:
        self._halo = -(-halo // multiple) * multiple
        self._multiple, self._scale = multiple, scale
        self.most_pixels: int | None = None

    @property
    def notice(self) -> str:
        """What did not fit and what did; empty if everything did."""
        if self.most_pixels is None:
            return ""
        return f"memory ran out, tiles of {int(self.most_pixels**0.5)} pixels fitted"

    def run(self, planes: np.ndarray, tile: TileContext, once: RunTile) -> np.ndarray:
        """Run a tile, in parts if it must be.

        Parameters
        ----------
        planes
            H×W×C ``float32`` with halo.
        tile
            Where it lies.
        once
            Runs the network on a tile; raises whatever torch raises without memory.

        Raises
        ------
        NoRoomError
            If not even parts of 32 pixels fit.
        """
        if self._may_fit(tile.core):
            try:
                return once(planes, tile)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                self._shrink(tile.core, str(error))
        return self._in_parts(planes, tile, once)

    def _may_fit(self, core: Region) -> bool:
        known = self.most_pixels
        return known is None or core.width * core.height <= known or self._is_smallest(core)

    def _is_smallest(self, core: Region) -> bool:
        return max(core.width, core.height) <= max(SMALLEST, self._multiple)

    def _shrink(self, core: Region, reason: str) -> None:
        if self._is_smallest(core):
            raise NoRoomError(reason)
        self.most_pixels = core.width * core.height // 2

    def _in_parts(self, planes: np.ndarray, tile: TileContext, once: RunTile) -> np.ndarray:
        whole = None
        for part in self._halves(tile.core):
            inner = _tile_of(part, tile, self._halo)
            place = inner.outer.relative_to(tile.outer)
            made = self.run(np.ascontiguousarray(place.of(planes)), inner, once)
            if whole is None:
                size = tile.core.size.scaled(self._scale)
                whole = np.empty((size.height, size.width, made.shape[2]), made.dtype)
            part.relative_to(tile.core).scaled(self._scale).of(whole)[:] = made
        return whole

    def _halves(self, core: Region) -> Iterator[Region]:
        """Two parts side by side, or one below the other where the tile is tall."""
        across = core.width >= core.height
        middle = -(-max(core.width, core.height) // 2 // self._multiple) * self._multiple
        if across:
            cut = min(core.left + middle, core.right)
            yield Region(core.left, core.top, cut, core.bottom)
            yield Region(cut, core.top, core.right, core.bottom)
        else:
            cut = min(core.top + middle, core.bottom)
            yield Region(core.left, core.top, core.right, cut)
            yield Region(core.left, cut, core.right, core.bottom)


def _tile_of(core: Region, tile: TileContext, halo: int) -> TileContext:
    """A part of a tile as a tile of its own, with what halo there is around it."""
    outer = core.grown(halo).overlap(tile.outer)
    margins = Margins(
        core.top - outer.top,
        core.left - outer.left,
        outer.bottom - core.bottom,
        outer.right - core.right,
    )
    return replace(tile, core=core, margins=margins)
