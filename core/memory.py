"""Resident memory of this process, and its peak while something runs."""

from __future__ import annotations

import threading

import numpy as np
import psutil

SAMPLE_SECONDS = 0.005
LARGEST_TILE_BUFFER = 24 << 20


def keep_freed_memory() -> None:
    """Let the C library keep freed tile buffers for the next tile.

    glibc hands blocks above 128 KB back to the system when they are freed, and the page faults of
    the next tile then cost more than its arithmetic. Freeing one block mapped by itself raises
    that limit to the block's size. Other C libraries are not affected.
    """
    np.empty(LARGEST_TILE_BUFFER, np.uint8)


def resident_mb() -> float:
    """Resident set of this process in megabytes (10⁶ bytes)."""
    return psutil.Process().memory_info().rss / 1e6


class PeakMemory:
    """Watches the resident set inside a ``with`` block.

    Attributes
    ----------
    before, peak
        Megabytes at the start, and the most seen since.
    """

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="peak-memory", daemon=True)
        self.before = self.peak = 0.0

    def __enter__(self) -> PeakMemory:
        self.before = self.peak = self._now()
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join()
        self.peak = max(self.peak, self._now())

    def _now(self) -> float:
        return self._process.memory_info().rss / 1e6

    def _watch(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, self._now())
