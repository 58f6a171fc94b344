"""How much memory the pictures in the window may take, and what each part gets of it."""

from __future__ import annotations

from dataclasses import dataclass

from core.params import Param, ParamScale

GIGABYTE = 1_000_000_000
LEAST, MOST = 0.3, 64.0
SHARE_OF_MACHINE, DEFAULT_SHARE = 0.75, 0.08
LEAST_DEFAULT, MOST_DEFAULT = 1.0, 2.0
TILE_BYTES = 100_000_000
"""What a tile of an ordinary step takes while it is computed, generously."""


@dataclass(frozen=True)
class MemoryBudget:
    """One number for everything that may be made again, shared out.

    Attributes
    ----------
    total
        Bytes for results, tiles of networks, parts of tiles, tiles on the screen and tiles in
        work. The open photo and what the libraries themselves take come on top.
    """

    total: int

    @property
    def pictures(self) -> int:
        """Bytes for the results of the candidates."""
        return self.total // 2

    @property
    def steps(self) -> int:
        """Bytes for tiles of networks that steps behind them use again."""
        return self.total // 8

    @property
    def parts(self) -> int:
        """Bytes for what a moving slider leaves as it is."""
        return self.total // 4

    @property
    def display(self) -> int:
        """Bytes for tiles as the screen takes them."""
        return self.total // 8

    @property
    def tiles_in_work(self) -> int:
        """Tiles of ordinary steps that may be computed at a time."""
        return max(1, self.total // (3 * TILE_BYTES))


def memory_param(machine_bytes: int) -> Param:
    """The budget as a parameter in gigabytes (10⁹ bytes), for a machine with so much memory."""
    machine = machine_bytes / GIGABYTE
    high = min(MOST, max(LEAST * 2, round(SHARE_OF_MACHINE * machine, 1)))
    default = min(MOST_DEFAULT, max(LEAST_DEFAULT, round(DEFAULT_SHARE * machine, 1)))
    return Param(
        "memory",
        "Memory budget",
        min(default, high),
        low=LEAST,
        high=high,
        step=0.1,
        scale=ParamScale.LOG,
        unit="GB",
        help="What results and tiles may take in memory; what goes beyond is computed again.",
    )
