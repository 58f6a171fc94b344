"""How far a request is, and how long it will still take."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far the request in work is.

    Attributes
    ----------
    label
        What is being computed.
    done, total
        Tiles.
    seconds_left
        At the speed so far.
    """

    label: str
    done: int
    total: int
    seconds_left: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.done / max(self.total, 1)

    @property
    def text(self) -> str:
        """``Sub-pixel CNN ×3 · tile 31 of 48 · 3 s left``."""
        if not self.done:
            return f"{self.label} · starting, {self.total} tiles"
        place = f"tile {self.done} of {self.total}"
        return f"{self.label} · {place} · {time_left(self.seconds_left)} left"


def time_left(seconds: float) -> str:
    """``3 s``, ``5 min``, ``2 h 10 min``: no finer than such a guess can be."""
    if seconds < 99.5:
        return f"{max(1, round(seconds))} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


class TileCount:
    """How many tiles of a request are done, and how fast."""

    def __init__(self, total: int = 0) -> None:
        self.done, self._total = 0, total
        self._started = time.perf_counter()

    def add(self, tiles: int) -> bool:
        """Count tiles; whether more are to come."""
        self.done = min(self.done + tiles, self._total)
        return self.done < self._total

    def progress(self, label: str) -> Progress:
        """How far it is."""
        passed = time.perf_counter() - self._started
        left = passed / max(self.done, 1) * (self._total - self.done)
        return Progress(label, self.done, self._total, left)
