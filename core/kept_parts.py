"""Parts of tiles that some of a step's values do not change: kept while a slider moves."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import numpy as np

from core.tile_cache import TileKey

REMEMBERED = 8192


class KeptParts:
    """Keeps what is asked for again; safe to use from several threads.

    What is asked for once, as while another slider moves, is kept where there is room and pushes
    nothing out. What fits in part stays in part: new parts of the same content do not push each
    other out.

    Parameters
    ----------
    budget
        Bytes it may hold; none by default.
    """

    def __init__(self, budget: int = 0) -> None:
        self._parts: OrderedDict[TileKey, np.ndarray] = OrderedDict()
        self._asked: OrderedDict[TileKey, None] = OrderedDict()
        self._lock = threading.Lock()
        self._budget = budget
        self.used = 0

    @property
    def budget(self) -> int:
        """Bytes it may hold; setting it lower drops parts at once."""
        return self._budget

    @budget.setter
    def budget(self, value: int) -> None:
        with self._lock:
            self._budget = value
            self._shrink(0)

    def get(self, key: TileKey, make: Callable[[], np.ndarray]) -> np.ndarray:
        """The part, kept or made; nobody may write to it."""
        with self._lock:
            if key in self._parts:
                self._parts.move_to_end(key)
                return self._parts[key]
        part = make()
        with self._lock:
            if key in self._asked or self.used + part.nbytes <= self._budget:
                self._keep(key, part)
            self._remember(key)
        return part

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._parts.clear()
            self.used = 0

    def _remember(self, key: TileKey) -> None:
        self._asked[key] = None
        self._asked.move_to_end(key)
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)

    def _keep(self, key: TileKey, part: np.ndarray) -> None:
        oldest = next(iter(self._parts), None)
        full = self.used + part.nbytes > self._budget
        if key in self._parts or (full and (oldest is None or oldest.content == key.content)):
            return
        self._shrink(part.nbytes)
        self._parts[key] = part
        self.used += part.nbytes

    def _shrink(self, room: int) -> None:
        while self._parts and self.used + room > self._budget:
            _, part = self._parts.popitem(last=False)
            self.used -= part.nbytes
