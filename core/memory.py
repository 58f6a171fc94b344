"""Resident memory of this process, and its peak while something runs."""

from __future__ import annotations

import os
import threading
import time
from functools import lru_cache

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
    return _process(os.getpid()).memory_info().rss / 1e6


class PeakMemory:
    """Watches the resident set inside a ``with`` block.

    Attributes
    ----------
    before, peak
        Megabytes at the start, and the most seen since.
    """

    def __init__(self) -> None:
        self.before = self.peak = 0.0

    def __enter__(self) -> PeakMemory:
        self.before = self.peak = resident_mb()
        _SAMPLER.add(self)
        return self

    def __exit__(self, *exc: object) -> None:
        _SAMPLER.remove(self)
        self.note(resident_mb())

    def note(self, now: float) -> None:
        """Take a measurement into account."""
        self.peak = max(self.peak, now)


class _Sampler:
    """One thread that looks at the memory while somebody watches, and rests otherwise.

    A thread of its own for every watch would cost a short run more than the run itself.
    """

    def __init__(self) -> None:
        self._watching: list[PeakMemory] = []
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, watch: PeakMemory) -> None:
        """Begin to tell a watch what is seen."""
        with self._lock:
            self._watching.append(watch)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="peak-memory", daemon=True)
                self._thread.start()
            self._wanted.set()

    def remove(self, watch: PeakMemory) -> None:
        """Stop telling it."""
        with self._lock:
            self._watching.remove(watch)
            if not self._watching:
                self._wanted.clear()

    def _run(self) -> None:
        while self._wanted.wait():
            time.sleep(SAMPLE_SECONDS)
            now = resident_mb()
            for watch in tuple(self._watching):
                watch.note(now)


_SAMPLER = _Sampler()


@lru_cache(maxsize=1)
def _process(pid: int) -> psutil.Process:
    return psutil.Process(pid)
