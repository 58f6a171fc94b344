"""How soon the window is on screen, beside a bare window of the same toolkit, in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import DiptychError

ROOT = Path(__file__).parent.parent
ROUNDS = 7
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class StartRow:
    """One moment of a start.

    Attributes
    ----------
    what
        ``"bare Qt window"``, ``"on screen"`` (panels and surround) or ``"complete"`` (everything
        that can be used).
    median_ms, slowest_ms
        Since the process was started.
    ratio
        Of the median to the bare window's.
    """

    what: str
    median_ms: float
    slowest_ms: float
    ratio: float


def bench_start(rounds: int = ROUNDS) -> Iterator[StartRow]:
    """Start both windows in turn, in processes of their own, once more than is counted.

    Raises
    ------
    DiptychError
        If a window does not come up.
    """
    starts = [(started("bare"), started("ours")) for _ in range(rounds + 1)][1:]
    bare = [first["on screen"] for first, _ in starts]
    usual = statistics.median(bare)
    yield StartRow("bare Qt window", usual, max(bare), 1.0)
    for moment in ("on screen", "complete"):
        times = [second[moment] for _, second in starts]
        median = statistics.median(times)
        yield StartRow(moment, median, max(times), median / usual)


def started(what: str) -> dict[str, float]:
    """Milliseconds from the start of a process to what it says of its window.

    Parameters
    ----------
    what
        ``"ours"`` or ``"bare"``.
    """
    command = [sys.executable, "-m", "gui.start_probe", what, repr(time.time())]
    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    rows = [line.split("\t") for line in ended.stdout.splitlines() if "\t" in line]
    if not rows:
        raise DiptychError("The window did not come up.", remedy="Start it by hand.")
    return {name: float(value) for name, value in rows}
