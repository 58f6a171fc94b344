"""How often each value occurs in a whole picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.colour.luma import luma
from core.levels import to_sixteen_bits
from core.op import StepSource
from core.ops.tables import ENTRIES
from core.params import Values


@dataclass(frozen=True, eq=False)
class Histogram:
    """Counts of all 65536 values of 16 bits.

    Attributes
    ----------
    luma
        65536 counts of the BT.601 luma.
    channels
        C×65536 counts, one row a channel.
    """

    luma: np.ndarray
    channels: np.ndarray

    def planes(self, on: str) -> np.ndarray:
        """The counts that a choice of ``"luma"`` or ``"rgb"`` means, one row or one a channel."""
        return self.luma[None] if on == "luma" else self.channels


def picture_histogram(source: StepSource, values: Values) -> Histogram:
    """Count every pixel of a step's input once."""
    counts = np.zeros((source.channels, ENTRIES), np.int64)
    brightness = np.zeros(ENTRIES, np.int64)
    for tile in source.tiles():
        levels = to_sixteen_bits(tile)
        for channel in range(source.channels):
            counts[channel] += counted(levels[..., channel])
        if source.channels > 1:
            brightness += counted(to_sixteen_bits(luma(tile)))
    return Histogram(brightness if source.channels > 1 else counts[0], counts)


def counted(levels: np.ndarray) -> np.ndarray:
    """Counts of ``uint16`` values of any shape."""
    return np.bincount(levels.ravel(), minlength=ENTRIES)


def percentile(counts: np.ndarray, percent: float) -> float:
    """The value in [0, 1] below which a share of the pixels lies."""
    wanted = counts.sum() * percent / 100
    return int(np.searchsorted(np.cumsum(counts), max(wanted, 1))) / (ENTRIES - 1)
