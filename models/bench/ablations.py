"""Every row of the tables of "Fast Perceptual Image Enhancement", timed beside the paper's times.

E. de Stoutz et al., ECCV Workshops 2018, tables 1 (the residual network with other kernels,
channels and blocks) and 2 (the strided network).
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from core.region import Size
from models.bench.against import fitting, in_turn, own_run, own_runner, planes_of
from models.bench.subjects import Subject, untrained

ROUNDS = 3
SIZE = Size(384, 640)


@dataclass(frozen=True)
class PaperRow:
    """A row of the paper: what to build, and its seconds."""

    table: int
    architecture: str
    arguments: Mapping[str, Any]
    seconds: float


@dataclass(frozen=True)
class AblationRow:
    """A row of the paper beside the same network here.

    Attributes
    ----------
    table, network
        Which row.
    parameters
        Of the network as it is built here.
    seconds
        Median here, with random weights.
    relative, paper_relative
        Seconds as a multiple of the baseline's, here and in the paper.
    """

    table: int
    network: str
    parameters: int
    seconds: float
    relative: float
    paper_relative: float


def _residual(kernel: int, channels: int, blocks: int, seconds: float) -> PaperRow:
    arguments = {"kernel": kernel, "channels": channels, "blocks": blocks}
    return PaperRow(1, "dped", arguments, seconds)


def _strided(
    kernel: int, strided_kernel: int, channels: int, seconds: float, *, prelu: bool = False
) -> PaperRow:
    arguments = {"kernel": kernel, "strided_kernel": strided_kernel, "channels": channels}
    return PaperRow(2, "strided-generator", {**arguments, "prelu": prelu}, seconds)


BASELINE = _residual(3, 64, 4, 25.155)
ROWS = (
    BASELINE,
    _residual(3, 16, 1, 6.885),
    _residual(3, 16, 2, 8.629),
    _residual(3, 16, 3, 10.376),
    _residual(3, 16, 4, 12.106),
    _residual(3, 32, 2, 16.137),
    _residual(3, 32, 4, 23.106),
    _residual(3, 128, 1, 59.775),
    _residual(3, 128, 3, 95.532),
    _residual(5, 16, 1, 9.297),
    _residual(5, 16, 2, 12.332),
    _residual(5, 16, 3, 15.211),
    _residual(5, 16, 4, 18.243),
    _residual(5, 32, 2, 24.538),
    _residual(5, 32, 4, 37.137),
    _residual(5, 128, 1, 93.066),
    _residual(5, 128, 3, 164.068),
    _strided(3, 3, 16, 7.729),
    _strided(3, 3, 32, 14.641),
    _strided(3, 4, 16, 7.987),
    _strided(3, 4, 32, 15.413),
    _strided(4, 4, 16, 8.84),
    _strided(4, 4, 32, 17.826),
    _strided(4, 4, 32, 20.584, prelu=True),
)


def bench_ablations(
    dtype: torch.dtype,
    size: Size = SIZE,
    rows: Sequence[PaperRow] = ROWS,
    baseline: PaperRow = BASELINE,
) -> Iterator[AblationRow]:
    """Every row, timed in turn with the baseline."""
    base_run = _run_of(
        untrained("baseline", baseline.architecture, baseline.arguments), size, dtype
    )
    for row in rows:
        name = " ".join(f"{key} {value}" for key, value in row.arguments.items())
        subject = untrained(name, row.architecture, row.arguments)
        runs = {"baseline": base_run, "row": _run_of(subject, size, dtype)}
        seconds = in_turn(runs, ROUNDS)
        yield AblationRow(
            table=row.table,
            network=name,
            parameters=subject.card.parameters,
            seconds=statistics.median(seconds["row"]),
            relative=statistics.median(
                own / base for own, base in zip(seconds["row"], seconds["baseline"], strict=True)
            ),
            paper_relative=row.seconds / baseline.seconds,
        )


def _run_of(subject: Subject, size: Size, dtype: torch.dtype) -> Callable[[], np.ndarray]:
    planes = planes_of(subject, fitting(size, subject.card.multiple))
    return own_run(own_runner(subject, dtype), planes)
