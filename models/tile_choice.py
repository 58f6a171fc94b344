"""Which tiles, or bands, are quickest for a network on this machine: tried once, then remembered.

Larger tiles waste less on their halo, smaller ones stay in the processor's caches, and bands need
no halo but copies of rows; which counts for more depends on both the network and the machine.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch

from core.op import Fetch, Margins, TileContext
from core.region import Region, Size
from core.stopping import wish_to_stop
from models.remembered import Remembered

SIDES = (256, 384, 512, 768)
LONGEST_SECONDS = 1.0
CLEARLY_QUICKER = 0.97
MOST_BYTES = 60e6
LARGEST = 1024
COPIES = 6
"""Features that live at a time, and what convolutions need to work in, generously."""

BAND_ROWS, BANDS_TRIED, STRIP_TRIED = 64, 3, 640

RunTile = Callable[[np.ndarray, TileContext], object]
"""Planes (H×W×C ``float32``) with halo, and where they lie."""

RunRows = Callable[[Fetch, TileContext, int], Iterable[object]]
"""Gives planes; a strip; rows of a band."""


@dataclass(frozen=True)
class TilePlan:
    """How a picture is divided for a network.

    Attributes
    ----------
    side
        Of tiles; 0 is the usual one.
    rows
        Of the bands that whole pictures are better computed in, 0 for tiles.
    """

    side: int
    rows: int = 0

    @classmethod
    def read(cls, word: str) -> TilePlan | None:
        """What `word` gave; None for anything else."""
        numbers = word.split()
        if len(numbers) not in (1, 2) or not all(number.isdecimal() for number in numbers):
            return None
        return cls(*map(int, numbers))

    @property
    def word(self) -> str:
        """For a file: side, and rows if there are any."""
        return f"{self.side} {self.rows}" if self.rows else str(self.side)


@dataclass(frozen=True)
class TileTrial:
    """What has to be known to try tiles of a network.

    Attributes
    ----------
    halo, multiple, inputs
        Of the network: reach in pixels, what sides are multiples of, channels it looks at.
    usual
        Side to keep unless another is clearly quicker.
    most
        Largest side, with halo, that memory allows.
    prepared
        What it was told of the whole picture.
    run
        Runs a tile.
    run_rows
        Runs a strip in bands; None if the network cannot.
    """

    halo: int
    multiple: int
    inputs: int
    usual: int
    most: int
    prepared: Any
    run: RunTile
    run_rows: RunRows | None = None

    def quickest(self) -> TilePlan:
        """What costs least per pixel; larger tiles are tried while a tile is short."""
        self._run_once(self.usual)  # lays the weights out
        best, least = self.usual, self._cost(self.usual)
        for side in (side + -side % self.multiple for side in SIDES):
            fits = self.usual < side and side + 2 * self.halo <= self.most
            if fits and least * side**2 < LONGEST_SECONDS:
                cost = self._cost(side)
                if cost < CLEARLY_QUICKER * least:
                    best, least = side, cost
        return TilePlan(best, self._quickest_rows(least))

    def _quickest_rows(self, least: float) -> int:
        """Rows of bands if they cost clearly less than ``least``, else 0; higher ones than these
        take more memory and little less time.
        """
        if self.run_rows is None:
            return 0
        cost = min(self._cost_of_bands(BAND_ROWS) for _ in range(2))
        return BAND_ROWS if cost < CLEARLY_QUICKER * least else 0

    def _cost_of_bands(self, rows: int) -> float:
        """Seconds per pixel of a strip as wide as a picture."""
        size = Size(*(side + -side % self.multiple for side in (BANDS_TRIED * rows, STRIP_TRIED)))
        tile = TileContext(size.region, Margins(), size, self.prepared, cancelled=wish_to_stop())
        grey = np.full((size.height, size.width, self.inputs), 0.5, np.float32)
        return _seconds(partial(self._all_bands, grey, tile, rows)) / (size.height * size.width)

    def _all_bands(self, grey: np.ndarray, tile: TileContext, rows: int) -> None:
        for _ in self.run_rows(lambda place: place.of(grey), tile, rows):
            pass

    def _cost(self, side: int) -> float:
        """Seconds per pixel, the best of three: caches are shared with what else runs."""
        return min(self._run_once(side) for _ in range(3)) / side**2

    def _run_once(self, side: int) -> float:
        """Seconds of a tile in the middle of a picture."""
        halo = self.halo + -self.halo % self.multiple
        first = halo + max(halo, self.multiple)
        core = Region(first, first, first + side, first + side)
        whole = Size(2 * first + side, 2 * first + side)
        margins, stop = Margins(halo, halo, halo, halo), wish_to_stop()
        tile = TileContext(core, margins, whole, self.prepared, cancelled=stop)
        planes = np.full((tile.outer.height, tile.outer.width, self.inputs), 0.5, np.float32)
        return _seconds(lambda: self.run(planes, tile))


def _seconds(work: Callable[[], object]) -> float:
    """How long something takes all cores, by what the processor worked.

    The clock on the wall also counts what other programs took meanwhile; on a busy machine that
    was ten times as much, and slow tiles were kept for ever.
    """
    started = time.process_time()
    work()
    return (time.process_time() - started) / torch.get_num_threads()


def remembered_plan(key: str, remembered: Remembered, quickest: Callable[[], TilePlan]) -> TilePlan:
    """What was found on this machine before, else now.

    Parameters
    ----------
    key
        Network and precision.
    remembered
        Where plans are kept.
    quickest
        Finds it out.
    """
    here = f"{machine()} | {key} | tiles or bands"
    known = TilePlan.read(remembered.get(here) or "")
    if known is not None:
        return known
    plan = quickest()
    remembered.put(here, plan.word)
    return plan


def largest_side(bytes_per_pixel: float) -> int:
    """Side of the largest tile whose features stay within what is kept between tiles."""
    return int((MOST_BYTES / bytes_per_pixel) ** 0.5)


def side_for_memory(free: int, bytes_per_pixel: float, *, usual: int, scale: int) -> int:
    """Side of tiles for an accelerator: a power of two times the usual one.

    Parameters
    ----------
    free
        Bytes that one tile may take.
    bytes_per_pixel
        What the largest features of the network take.
    usual
        The least side.
    scale
        Of the network: what comes back has to fit into the computer's own memory too.

    Returns
    -------
    int
        The same for a wide range of ``free``, so that the plan, and with it every byte of a
        result, seldom depends on what else runs.
    """
    side = usual
    while 2 * side * scale <= LARGEST and COPIES * bytes_per_pixel * (2 * side) ** 2 <= free:
        side *= 2
    return side


def machine() -> str:
    """What the choice depends on beside the network: processor, threads and torch."""
    kind = f"{platform.processor() or platform.machine()} {torch.backends.cpu.get_cpu_capability()}"
    return f"{kind} {torch.get_num_threads()} torch {torch.__version__}"
