"""This program's runner against other engines: same network, weights, precision and input, in turn.

Every round runs each contender once, so that whatever else the machine does falls on all of them;
ratios are taken within a round.
"""

from __future__ import annotations

import copy
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import cv2
import numpy as np
import torch

from core.op import Margins, TileContext
from core.region import Region, Size
from core.strips import strips, with_margins
from models.arch.whole_picture import needs_whole_picture, record
from models.bench.own import synthetic_photo
from models.bench.peak import matmul_gflops
from models.bench.peers import PEERS, Run, missing_package
from models.bench.subjects import Subject
from models.bench.tiles import contexts
from models.devices import CpuDevice
from models.network_facts import inputs_of
from models.network_ops import tile_side
from models.placement import dtype_name
from models.remembered import Remembered
from models.runner import NetworkRunner

ROUNDS = 5
Who = TypeVar("Who")
OWN = ("diptych", "tiled")


@dataclass(frozen=True)
class AgainstRow:
    """One engine beside this program's on one picture.

    Attributes
    ----------
    network, weights
        Its id; trained or random weights.
    size, dtype
        Of the picture, and what was computed in.
    engine, plan
        Which one, and whether it had the picture whole or in this program's tiles.
    seconds, own_seconds
        Medians of all rounds.
    ratio, ratio_low, ratio_high
        This program's seconds by the other's, median, smallest and largest of the rounds; below 1
        this program is faster.
    own_share_of_peak
        This program's useful operations a second as a share of the matrix product's.
    levels
        Largest difference between the two results, in levels of 8 bits.
    """

    network: str
    weights: str
    size: str
    dtype: str
    engine: str
    plan: str
    seconds: float
    own_seconds: float
    ratio: float
    ratio_low: float
    ratio_high: float
    own_share_of_peak: float
    levels: float


Contenders = dict[tuple[str, str], Callable[[], np.ndarray]]
"""By engine and plan; each gives the result as scale·H×scale·W×C ``float32``."""


def compare(
    subject: Subject,
    engines: Sequence[str],
    size: Size,
    dtype: torch.dtype,
    *,
    rounds: int = 0,
    sides: Remembered | None = None,
) -> Iterator[AgainstRow | str]:
    """Rows of one network at one size, after a sentence for every engine that cannot take part.

    Parameters
    ----------
    subject
        The network.
    engines
        Keys of `models.bench.peers.PEERS`.
    size
        Of the picture; both sides are rounded up to multiples of the network's own.
    dtype
        For all of them.
    rounds
        How often each contender runs, after a first time that does not count; 5 by default.
    sides
        Where measured tiles are kept; None takes the usual ones.
    """
    size = fitting(size, subject.card.multiple)
    runs = {name: _prepared(name, subject, dtype) for name in engines}
    yield from (run for run in runs.values() if isinstance(run, str))
    taking_part = {name: run for name, run in runs.items() if not isinstance(run, str)}
    runner = own_runner(subject, dtype, sides)
    contenders = _contenders(taking_part, planes_of(subject, size), runner)
    results = {who: run() for who, run in contenders.items()}
    seconds = in_turn(contenders, rounds or ROUNDS)
    gflops = 2 * subject.card.macs * size.megapixels / 1e3 / statistics.median(seconds[OWN])
    share = gflops / matmul_gflops(torch.device("cpu"), dtype)
    for who in contenders:
        if who != OWN:
            levels = float(np.abs(results[who] - results[OWN]).max() * 255)
            yield _row(subject, size, dtype, who=who, seconds=seconds, share=share, levels=levels)


def _row(
    subject: Subject,
    size: Size,
    dtype: torch.dtype,
    *,
    who: tuple[str, str],
    seconds: Mapping[tuple[str, str], Sequence[float]],
    share: float,
    levels: float,
) -> AgainstRow:
    ratios = [own / other for own, other in zip(seconds[OWN], seconds[who], strict=True)]
    return AgainstRow(
        network=subject.card.id,
        weights="trained" if subject.trained else "random",
        size=f"{size.width}x{size.height}",
        dtype=dtype_name(dtype),
        engine=who[0],
        plan=who[1],
        seconds=statistics.median(seconds[who]),
        own_seconds=statistics.median(seconds[OWN]),
        ratio=statistics.median(ratios),
        ratio_low=min(ratios),
        ratio_high=max(ratios),
        own_share_of_peak=share,
        levels=levels,
    )


def why_not(name: str, dtype: torch.dtype) -> str | None:
    """A sentence if an engine cannot take part, else None."""
    package = missing_package(name)
    if package is not None:
        return f"{name} takes no part: {package} is not installed (pip install .[bench])."
    if dtype not in PEERS[name].dtypes:
        return f"{name} takes no part: it does not compute in {dtype_name(dtype)} here."
    return None


def fitting(size: Size, multiple: int) -> Size:
    """The size with its sides rounded up to a multiple."""
    return Size(*(side + -side % multiple for side in (size.height, size.width)))


def planes_of(subject: Subject, size: Size) -> np.ndarray:
    """A picture as the network takes it, H×W×C ``float32`` in [0, 1]."""
    photo = synthetic_photo(size.megapixels, aspect=size.width / size.height)
    pixels = cv2.resize(photo.pixels, (size.width, size.height)).astype(np.float32) / 255
    return np.ascontiguousarray(pixels[..., : inputs_of(subject.network)])


def _prepared(name: str, subject: Subject, dtype: torch.dtype) -> Run | str:
    """A network in another engine, or a sentence on why it is not there."""
    reason = why_not(name, dtype)
    if reason is not None:
        return reason
    try:
        return PEERS[name].prepare(subject.network, dtype)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        return f"{name} takes no part: it cannot take {subject.card.id} ({error})."


def _contenders(
    engines: Mapping[str, Run], planes: np.ndarray, runner: NetworkRunner
) -> Contenders:
    card, size = runner.card, Size(*planes.shape[:2])
    x = np.ascontiguousarray(planes.transpose(2, 0, 1)[None])
    plan = _plan(runner, x)
    result: Contenders = {OWN: _own(runner, planes, plan)}
    for name, run in engines.items():
        tile = partial(_of_peer, run, x, card.scale)
        result[name, "untiled"] = partial(tile, TileContext(size.region, Margins(), size))
        result[name, "tiled"] = partial(_put_together, plan, card.scale, tile)
    return result


def own_runner(
    subject: Subject, dtype: torch.dtype, sides: Remembered | None = None
) -> NetworkRunner:
    """What runs a network in this program, on the processor."""
    card = replace(subject.card, half_precision=dtype != torch.float32)
    network = copy.deepcopy(subject.network)
    return NetworkRunner(card, (CpuDevice(),), network=network, sides=sides)


def own_run(runner: NetworkRunner, planes: np.ndarray) -> Callable[[], np.ndarray]:
    """This program's run of a network on a picture, loaded and warm."""
    plan = _plan(runner, np.ascontiguousarray(planes.transpose(2, 0, 1)[None]))
    run = _own(runner, planes, plan)
    run()
    return run


def _own(
    runner: NetworkRunner, planes: np.ndarray, plan: Sequence[TileContext]
) -> Callable[[], np.ndarray]:
    """In bands or in tiles, as the engine would."""
    if runner.backend().band and len(plan) > 1:
        return partial(_own_bands, runner, planes, plan[0].prepared)
    return partial(_put_together, plan, runner.card.scale, partial(_own_tile, runner, planes))


def _own_bands(runner: NetworkRunner, planes: np.ndarray, prepared: Any) -> np.ndarray:
    card, size, rows = runner.card, Size(*planes.shape[:2]), runner.backend().band
    parts = (
        part
        for strip in strips(size, card.multiple)
        for part in runner.run_rows(
            lambda place: place.of(planes), _strip(strip, card.halo, size, prepared), rows
        )
    )
    result: np.ndarray | None = None
    for place, part in parts:
        if result is None:
            whole = size.scaled(card.scale)
            result = np.empty((whole.height, whole.width, part.shape[2]), np.float32)
        place.scaled(card.scale).of(result)[:] = part
    return result


def _strip(strip: Region, halo: int, size: Size, prepared: Any) -> TileContext:
    margins = Margins.between(strip, with_margins(strip, halo, size))
    return TileContext(strip, margins, size, prepared)


def _plan(runner: NetworkRunner, x: np.ndarray) -> list[TileContext]:
    """The tiles that the engine would make; what asks for the whole picture is told."""
    prepared = ()
    if needs_whole_picture(runner.network):
        prepared = record(runner.network, torch.from_numpy(x))
    card, size = runner.card, Size(*x.shape[2:])
    side = runner.backend().tile or tile_side(card)
    return list(contexts(size, tile=side, halo=card.halo, prepared=prepared))


def _put_together(
    plan: Sequence[TileContext], scale: int, run: Callable[[TileContext], np.ndarray]
) -> np.ndarray:
    """Tiles without halo, one after the other, laid into one picture."""
    first = run(plan[0])
    size = plan[0].size.scaled(scale)
    result = np.empty((size.height, size.width, first.shape[2]), np.float32)
    for tile in plan:
        tile.core.scaled(scale).of(result)[:] = first if tile is plan[0] else run(tile)
    return result


def _own_tile(runner: NetworkRunner, planes: np.ndarray, tile: TileContext) -> np.ndarray:
    return runner.run_planes(tile.outer.of(planes), tile)


def _of_peer(run: Run, x: np.ndarray, scale: int, tile: TileContext) -> np.ndarray:
    """The same tile with the same halo through another engine."""
    outer = tile.outer
    part = run(np.ascontiguousarray(x[..., outer.top : outer.bottom, outer.left : outer.right]))
    return tile.margins.cropped(part[0].transpose(1, 2, 0), scale)


def in_turn(contenders: Mapping[Who, Callable[[], object]], rounds: int) -> dict[Who, list[float]]:
    """Seconds of every round, in which each runs once."""
    seconds: dict[Who, list[float]] = {who: [] for who in contenders}
    for _ in range(rounds):
        for who, run in contenders.items():
            started = time.perf_counter()
            run()
            seconds[who].append(time.perf_counter() - started)
    return seconds
