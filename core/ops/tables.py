"""Ops that change every value by itself: a table over all 65536 values of 16 bits."""

from __future__ import annotations

from functools import cache

import numpy as np

from core.levels import to_sixteen_bits

ENTRIES = 65536


@cache
def all_levels() -> np.ndarray:
    """Every value of 16 bits, in [0, 1], ``float64``."""
    levels = np.arange(ENTRIES) / (ENTRIES - 1)
    levels.flags.writeable = False
    return levels


def as_table(values: np.ndarray) -> np.ndarray:
    """Results for `all_levels` as a table: clipped to [0, 1], ``float32``, read-only."""
    table = np.clip(values, 0, 1).astype(np.float32)
    table.flags.writeable = False
    return table


def through_table(pixels: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Look every value up.

    Parameters
    ----------
    pixels
        H×W×C ``float32`` in [0, 1].
    table
        ``float32`` of 65536 entries, or C×65536 with one row a channel.
    """
    levels = to_sixteen_bits(pixels)
    if table.ndim == 1:
        return table.take(levels)
    result = np.empty(pixels.shape, np.float32)
    for channel, row in enumerate(table):
        result[..., channel] = row.take(levels[..., channel])
    return result
