"""Histogram equalisation of the whole picture."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.colour.luma import luma, with_luma
from core.op import Op, TileContext
from core.ops.histogram import Histogram, picture_histogram
from core.ops.sharpening import ON
from core.ops.tables import as_table, through_table
from core.ops.tone import GONZALEZ
from core.params import Values


@lru_cache(maxsize=8)
def equalising_tables(histogram: Histogram, on: str) -> np.ndarray:
    """The share of pixels below each value; 65536 entries, or C×65536."""
    tables = [_shares(counts) for counts in histogram.planes(on)]
    return as_table(tables[0] if len(tables) == 1 else np.stack(tables))


def equalise(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Make all values equally frequent, in the luma or in every channel."""
    core = tile.margins.cropped(pixels)
    tables = equalising_tables(tile.prepared, values["on"])
    if values["on"] == "rgb" or core.shape[2] == 1:
        return through_table(core, tables)
    old = luma(core)
    return with_luma(core, through_table(old, tables), old)


def _shares(counts: np.ndarray) -> np.ndarray:
    """Cumulated counts between the first value that occurs (0) and the last (1)."""
    cumulated = np.cumsum(counts)
    lowest = counts[np.flatnonzero(counts)[0]]
    total = cumulated[-1] - lowest
    if total == 0:
        return np.arange(counts.size) / (counts.size - 1)
    return (cumulated - lowest) / total


EQUALISE = Op(
    id="equalise",
    label="Histogram equalisation",
    apply=equalise,
    group="Tone",
    params=(ON,),
    help="Spreads crowded tones apart; strong, so lower the strength for photos.",
    citation=f"{GONZALEZ}, section 3.3.",
    prepare=picture_histogram,
    prepare_params=(),
)
