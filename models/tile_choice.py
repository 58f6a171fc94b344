"""Which side of tiles is quickest for a network on this machine: tried once, then remembered.

Larger tiles waste less on their halo, smaller ones stay in the processor's caches; which counts
for more depends on both the network and the machine.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from core.op import Margins, TileContext
from core.region import Region, Size
from core.stopping import wish_to_stop
from models.remembered import Remembered

SIDES = (256, 384, 512, 768)
LONGEST_SECONDS = 1.0
CLEARLY_QUICKER = 0.95
MOST_BYTES = 48e6
LARGEST = 1024
COPIES = 6
"""Features that live at a time, and what convolutions need to work in, generously."""

RunTile = Callable[[np.ndarray, TileContext], object]
"""Planes (H×W×C ``float32``) with halo, and where they lie."""


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
    """

    halo: int
    multiple: int
    inputs: int
    usual: int
    most: int
    prepared: Any
    run: RunTile

    def quickest(self) -> int:
        """The side that costs least per pixel; larger ones are tried while a tile is short."""
        self._run_once(self.usual)  # lays the weights out
        best, least = self.usual, self._cost(self.usual)
        for side in (side + -side % self.multiple for side in SIDES):
            fits = self.usual < side and side + 2 * self.halo <= self.most
            if fits and least * side**2 < LONGEST_SECONDS:
                cost = self._cost(side)
                if cost < CLEARLY_QUICKER * least:
                    best, least = side, cost
        return best

    def _cost(self, side: int) -> float:
        """Seconds per pixel, the best of three: caches are shared with what else runs."""
        return min(self._run_once(side) for _ in range(3)) / side**2

    def _run_once(self, side: int) -> float:
        """Seconds of a tile in the middle of a picture, by what the processor worked.

        The clock on the wall also counts what other programs took meanwhile; on a busy machine
        that was ten times as much, and a slow side was kept for ever.
        """
        halo = self.halo + -self.halo % self.multiple
        first = halo + max(halo, self.multiple)
        core = Region(first, first, first + side, first + side)
        whole = Size(2 * first + side, 2 * first + side)
        margins, stop = Margins(halo, halo, halo, halo), wish_to_stop()
        tile = TileContext(core, margins, whole, self.prepared, cancelled=stop)
        planes = np.full((tile.outer.height, tile.outer.width, self.inputs), 0.5, np.float32)
        started = time.process_time()
        self.run(planes, tile)
        return (time.process_time() - started) / torch.get_num_threads()


def remembered_side(key: str, remembered: Remembered, quickest: Callable[[], int]) -> int:
    """The side that was found on this machine before, else now.

    Parameters
    ----------
    key
        Network and precision.
    remembered
        Where sides are kept.
    quickest
        Finds it out.
    """
    here = f"{machine()} | {key}"
    known = remembered.get(here)
    if known is not None and known.isdecimal():
        return int(known)
    side = quickest()
    remembered.put(here, str(side))
    return side


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
