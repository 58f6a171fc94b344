"""What of a run is shown before it ends: of short runs nothing, of long ones tiles in portions."""

from __future__ import annotations

import time
from collections.abc import Callable

from core.engine import TileDone

QUICK_SECONDS = 0.5
"""A run that will end within this time comes whole: drawing its parts would only delay it."""

LEAST_SECONDS = 0.15
"""So long it waits before it judges: first tiles are slow and say little."""

BEAT_SECONDS = 0.05
"""Tiles of longer runs are sent together, at most this often."""


class TilePost:
    """Holds back the tiles of one run as long as it promises to be short.

    Parameters
    ----------
    send
        Receives tiles, on the thread that hands them in.
    clock
        Seconds.
    """

    def __init__(
        self, send: Callable[[TileDone], None], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._send, self._clock = send, clock
        self._started = self._sent = clock()
        self._held: list[TileDone] = []
        self._last: TileDone | None = None
        self.streams = False

    @property
    def nearly_done(self) -> bool:
        """Whether the run ends soon, at the speed so far."""
        return self._last is not None and self._whole_seconds(self._last) < QUICK_SECONDS

    def add(self, tile: TileDone) -> None:
        """Take a tile; send it at once, later, or not at all."""
        self._held.append(tile)
        self._last = tile
        judged = self._clock() - self._started >= LEAST_SECONDS
        self.streams = self.streams or (judged and not self.nearly_done)
        if self.streams and self._clock() - self._sent >= BEAT_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Send what is held."""
        held, self._held = self._held, []
        for tile in held:
            self._send(tile)
        self._sent = self._clock()

    def _whole_seconds(self, tile: TileDone) -> float:
        return (self._clock() - self._started) * tile.total / tile.done
