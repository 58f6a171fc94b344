"""Contrast stretching between percentiles of the whole picture."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from core.op import Op, TileContext
from core.ops.histogram import Histogram, percentile, picture_histogram
from core.ops.sharpening import ON
from core.ops.tables import all_levels, as_table, through_table
from core.ops.tone import GONZALEZ
from core.params import Param, Values


@lru_cache(maxsize=8)
def stretch_tables(
    histogram: Histogram, on: str, limits: tuple[float, float], ends: tuple[float, float]
) -> np.ndarray:
    """(r − c)(b − a)/(d − c) + a for every r, with c and d the values at two percentiles.

    Parameters
    ----------
    histogram
        Of the whole picture.
    on
        ``"luma"`` for one line for all channels, ``"rgb"`` for one each.
    limits
        The percentiles of c and d.
    ends
        a and b, in percent of the range.

    Returns
    -------
    numpy.ndarray
        65536 entries, or C×65536.
    """
    a, b = ends[0] / 100, ends[1] / 100
    lines = []
    for counts in histogram.planes(on):
        c, d = (percentile(counts, limit) for limit in limits)
        lines.append((all_levels() - c) * (b - a) / (d - c) + a if d > c else all_levels())
    return as_table(lines[0] if len(lines) == 1 else np.stack(lines))


def contrast_stretch(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Spread the values between two percentiles over the range; a flat picture stays as it is."""
    limits = values["low"], values["high"]
    ends = values["darkest"], values["brightest"]
    tables = stretch_tables(tile.prepared, values["on"], limits, ends)
    return through_table(tile.margins.cropped(pixels), tables)


def _percent(
    name: str, label: str, default: float, *, between: tuple[float, float], help: str
) -> Param:
    return Param(name, label, default, *between, 0.1, unit="%", help=help)


CONTRAST_STRETCH = Op(
    id="contrast-stretch",
    label="Contrast stretching",
    apply=contrast_stretch,
    group="Tone",
    params=(
        _percent(
            "low",
            "Darkest share",
            0.5,
            between=(0, 49),
            help="Share of the pixels that become darkest.",
        ),
        _percent(
            "high", "Up to", 99.5, between=(51, 100), help="Share of pixels below the brightest."
        ),
        _percent(
            "darkest", "Black at", 0, between=(0, 100), help="Value that the darkest pixels get."
        ),
        _percent(
            "brightest",
            "White at",
            100,
            between=(0, 100),
            help="Value that the brightest pixels get.",
        ),
        replace(
            ON,
            label="Limits from",
            help="Luma stretches all channels alike; rgb stretches each, which also takes off a "
            "cast.",
        ),
    ),
    help="Uses the whole range for a pale picture.",
    citation=f"{GONZALEZ}, section 3.2.",
    prepare=picture_histogram,
    prepare_params=(),
)
