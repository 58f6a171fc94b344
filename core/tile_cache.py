"""Tiles that were costly to make, kept by content within a budget of bytes."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from core.disk_tiles import DiskTiles
from core.versions import VERSION


@dataclass(frozen=True)
class TileKey:
    """A tile's content: photo and all that was done to it up to here, and its place."""

    content: str
    left: int
    top: int

    @property
    def file_name(self) -> str:
        """Of a tile on disk; another version of the program does not trust it."""
        parts = f"{VERSION} {self.content} {self.left} {self.top}"
        return hashlib.sha256(parts.encode()).hexdigest()


class TileCache:
    """Least recently used tiles go first; safe to use from several threads.

    Parameters
    ----------
    budget
        Bytes of memory it may hold.

    Attributes
    ----------
    disk
        Where lasting tiles are kept as well; None keeps them in memory alone.
    """

    def __init__(self, budget: int = 96 << 20) -> None:
        self.disk: DiskTiles | None = None
        self._tiles: OrderedDict[TileKey, np.ndarray] = OrderedDict()
        self._bytes = 0
        self._budget = budget
        self._lock = threading.Lock()

    @property
    def budget(self) -> int:
        """Bytes it may hold; setting it lower drops tiles at once."""
        return self._budget

    @budget.setter
    def budget(self, value: int) -> None:
        with self._lock:
            self._budget = value
            self._shrink()

    @property
    def used(self) -> int:
        """Bytes it holds."""
        return self._bytes

    def get(self, key: TileKey, *, lasting: bool = False) -> np.ndarray | None:
        """The tile, or None; a lasting one is looked for on disk too."""
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
                return self._tiles[key]
        disk = self.disk if lasting else None
        tile = disk.get(key.file_name) if disk else None
        if tile is not None:
            self._keep(key, tile)
        return tile

    def put(self, key: TileKey, tile: np.ndarray, *, lasting: bool = False) -> None:
        """Keep a tile, dropping the ones used longest ago; a lasting one on disk too."""
        self._keep(key, tile)
        disk = self.disk if lasting else None
        if disk:
            disk.put(key.file_name, tile)

    def _keep(self, key: TileKey, tile: np.ndarray) -> None:
        with self._lock:
            known = self._tiles.pop(key, None)
            self._bytes += tile.nbytes - (known.nbytes if known is not None else 0)
            self._tiles[key] = tile
            self._shrink()

    def clear(self) -> None:
        """Drop everything from memory."""
        with self._lock:
            self._tiles.clear()
            self._bytes = 0

    def _shrink(self) -> None:
        while self._bytes > self._budget and self._tiles:
            _, tile = self._tiles.popitem(last=False)
            self._bytes -= tile.nbytes
