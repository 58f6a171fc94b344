"""Resident memory of this process, and its peak while something runs."""

from __future__ import annotations

import threading

import psutil

SAMPLE_SECONDS = 0.005


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
