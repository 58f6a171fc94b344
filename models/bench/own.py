"""The networks through the engine: seconds, megapixels, memory and share of the peak."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from core.engine import Engine
from core.photo import Photo
from core.recipe import Recipe, Step
from core.rendition import RunReport
from models.bench.peak import matmul_gflops
from models.card import ModelCard

REPEATS = 3


@dataclass(frozen=True)
class NetworkRow:
    """One network at one size.

    Attributes
    ----------
    network, megapixels, device, dtype
        What was measured.
    cold_seconds
        The first run at this size, with all that had to be loaded or measured for it.
    seconds, seconds_per_mp
        Median of three warm runs of the engine, and the same per input megapixel.
    working_mb
        Peak memory above what was there before the run and its result.
    gflops, share_of_peak
        Useful operations a second, and as a share of the matrix product's in the same run.
    """

    network: str
    megapixels: float
    device: str
    dtype: str
    cold_seconds: float
    seconds: float
    seconds_per_mp: float
    working_mb: float
    gflops: float
    share_of_peak: float


def synthetic_photo(megapixels: float, *, aspect: float = 1.5) -> Photo:
    """Smooth colours with grain, 8-bit RGB, seeded."""
    height = round((megapixels * 1e6 / aspect) ** 0.5)
    rng = np.random.default_rng(7)
    small = rng.integers(0, 256, (24, 36, 3), dtype=np.uint8)
    size = (round(height * aspect), height)
    smooth = cv2.resize(small, size, interpolation=cv2.INTER_CUBIC)
    grain = np.empty_like(smooth)
    cv2.randu(grain, 0, 12)
    return Photo(cv2.add(smooth, grain))


def bench_networks(
    engine: Engine, cards: Sequence[ModelCard], sizes: Callable[[ModelCard], Sequence[float]]
) -> Iterator[NetworkRow]:
    """Measure each network at each of its sizes in megapixels, one row as soon as it is known."""
    peaks: dict[tuple[str, str], float] = {}
    for card in cards:
        for megapixels in sizes(card):
            cold, *warm = _reports(engine, card, synthetic_photo(megapixels))
            key = (cold.device, cold.dtype)
            if key not in peaks:
                peaks[key] = matmul_gflops(torch.device(key[0]), getattr(torch, key[1]))
            yield _row(card, cold, warm, peaks[key])


def _reports(engine: Engine, card: ModelCard, photo: Photo) -> list[RunReport]:
    """A first run and some warm ones; nothing is taken from the cache."""
    recipe = Recipe(card.id, (Step(card.id),))
    reports = []
    for _ in range(REPEATS + 1):
        engine.cache.clear()
        reports.append(engine.run(photo, recipe).report)
    return reports


def _row(card: ModelCard, cold: RunReport, warm: Sequence[RunReport], peak: float) -> NetworkRow:
    seconds = statistics.median(r.seconds for r in warm)
    gflops = 2 * card.macs * cold.megapixels * 1e6 / seconds / 1e9
    return NetworkRow(
        network=card.id,
        megapixels=cold.megapixels,
        device=cold.device,
        dtype=cold.dtype,
        cold_seconds=cold.cold_seconds,
        seconds=seconds,
        seconds_per_mp=seconds / cold.megapixels,
        working_mb=max(r.working_mb for r in warm),
        gflops=gflops,
        share_of_peak=gflops / peak,
    )
