"""Resident memory of this process, and its peak while something runs."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from functools import lru_cache

import psutil

SAMPLE_SECONDS = 0.005
LARGEST_TILE_BUFFER = 64 << 20
MOST_KEPT = 256 << 20
HUGE_PAGES = "THP_MEM_ALLOC_ENABLE"
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8  # of mallopt(3)


def keep_freed_memory() -> None:
    """Let the C library keep freed tile buffers for the next tile.

    glibc hands blocks above 128 KB back to the system when they are freed, and the page faults of
    the next tile then cost more than its arithmetic. Tile buffers come from one heap that all
    threads share; whole pictures are still handed back. Other C libraries are not affected.

    Libraries that are loaded after this may ask for pages of two megabytes, which processors find
    faster; an environment that says otherwise is left alone.
    """
    os.environ.setdefault(HUGE_PAGES, "1")
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(MMAP_THRESHOLD, LARGEST_TILE_BUFFER)
        mallopt(TRIM_THRESHOLD, MOST_KEPT)
        mallopt(ARENA_MAX, 1)


def hand_freed_memory_back() -> None:
    """Give the system what `keep_freed_memory` has kept, so that what is measured next starts as
    it would in a fresh process."""
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


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
