"""How long a run will take and how much memory it needs, before it is started."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from core.op import Op
from core.recipe import Recipe
from core.region import Size
from core.rendition import RunReport, StepReport

SCHEMA = 1
SAMPLES = 7
SMALLEST_MEGAPIXELS = 0.02
GUESSED_SECONDS_PER_MEGAPIXEL = 0.05
GUESSED_OVERHEAD = 2.0
WORKING_MEGABYTES = 150.0
COPIES_OF_RESULT = 2


@dataclass(frozen=True)
class Speed:
    """How fast a method ran here.

    Attributes
    ----------
    samples
        Seconds for a megapixel of the method's input in the latest runs, without loading.
    device, dtype
        What it ran on.
    """

    samples: tuple[float, ...]
    device: str
    dtype: str

    @property
    def seconds_per_megapixel(self) -> float:
        """Median of the samples: one run on a busy machine does not spoil it."""
        return statistics.median(self.samples)

    def with_sample(self, new: Speed) -> Speed:
        """The latest runs on the same device; on another one it begins anew."""
        same = (self.device, self.dtype) == (new.device, new.dtype)
        return replace(new, samples=(*self.samples, *new.samples)[-SAMPLES:]) if same else new


@dataclass(frozen=True)
class Estimate:
    """What a run is expected to cost.

    Attributes
    ----------
    seconds
        Wall time.
    megabytes
        Peak above what is used now; the result counts.
    measured
        True if every step of it has run on this machine before.
    """

    seconds: float
    megabytes: float
    measured: bool


class SpeedHistory:
    """Speeds measured on this machine, kept in a small file.

    Parameters
    ----------
    path
        JSON file; a missing or damaged one counts as empty. None keeps nothing.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._speeds = _read(path) if path else {}

    def speed(self, op: str) -> Speed | None:
        """How fast a method ran the last time; None if it never did."""
        return self._speeds.get(op)

    def record(self, report: RunReport, ops: Mapping[str, Op]) -> None:
        """Learn from a run; runs on next to nothing say nothing and are left out."""
        scale = 1
        for step in report.steps:
            megapixels = _computed_megapixels(step, report.megapixels * scale**2)
            if megapixels >= SMALLEST_MEGAPIXELS:
                new = _speed(step, megapixels)
                known = self._speeds.get(step.op)
                self._speeds[step.op] = known.with_sample(new) if known else new
            scale *= ops[step.op].scale if step.op in ops else 1

    def save(self) -> None:
        """Write the file.

        Raises
        ------
        OSError
            If the folder cannot be written to.
        """
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        content = {op: asdict(speed) for op, speed in self._speeds.items()}
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps({"schema": SCHEMA, "speeds": content}, indent=1), "utf-8")
        draft.replace(self.path)


def estimate(
    recipe: Recipe,
    size: Size,
    ops: Mapping[str, Op],
    history: SpeedHistory,
    *,
    channels: int = 3,
    bits: int = 8,
) -> Estimate:
    """Time and memory of a recipe on a part of a photo.

    Parameters
    ----------
    recipe
        Its ops must be among ``ops``.
    size
        Height and width of the part, in the photo's pixels.
    ops
        Methods by id.
    history
        Speeds known from earlier runs.
    channels, bits
        Of the photo.
    """
    seconds, measured = 0.0, True
    for step in recipe.active:
        speed = history.speed(step.op)
        rate = speed.seconds_per_megapixel if speed else guessed_rate(ops[step.op])
        seconds += rate * size.megapixels
        measured = measured and speed is not None
        size = size.scaled(ops[step.op].scale)
    result = size.megapixels * channels * bits / 8
    return Estimate(seconds, COPIES_OF_RESULT * result + WORKING_MEGABYTES, measured)


def guessed_rate(op: Op) -> float:
    """Seconds per megapixel of a method that never ran here, from its multiplications."""
    if not op.macs:
        return GUESSED_SECONDS_PER_MEGAPIXEL
    return GUESSED_OVERHEAD * 2 * op.macs * 1e6 / _flops()


@cache
def _flops() -> float:
    """Operations a second of a matrix product on this machine."""
    matrix = np.full((640, 640), 0.5, np.float32)
    started = time.perf_counter()
    np.dot(matrix, matrix)
    np.dot(matrix, matrix)
    return 4 * 640**3 / max(time.perf_counter() - started, 1e-4)


def _computed_megapixels(step: StepReport, wanted: float) -> float:
    """Input pixels of the tiles that were made, in millions; tiles at the border are smaller."""
    return min(step.tiles * step.tile**2 / 1e6, max(wanted, 0.0))


def _speed(step: StepReport, megapixels: float) -> Speed:
    return Speed((step.warm_seconds / megapixels,), step.device, step.dtype)


def _read(path: Path) -> dict[str, Speed]:
    """Speeds of a file that may be missing, or damaged: then they are measured again."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return {op: _from_json(speed) for op, speed in data["speeds"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _from_json(data: dict[str, Any]) -> Speed:
    samples = tuple(float(sample) for sample in data["samples"])
    if not samples:
        raise ValueError("a speed needs a sample")
    return Speed(samples, str(data["device"]), str(data["dtype"]))
