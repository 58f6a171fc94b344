"""Tiles are measured once on a machine, and only clearly quicker ones replace the usual."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
import torch

from models import tile_choice
from models.architectures import build
from models.bench.subjects import untrained
from models.devices import CpuDevice
from models.network_facts import values_per_pixel
from models.remembered import Remembered
from models.runner import NetworkRunner
from models.tile_choice import TilePlan, TileTrial, largest_side, remembered_plan


@pytest.fixture
def clock(monkeypatch):
    """Seconds that the processor works only when a tile runs, on one thread."""
    now = [0.0]
    monkeypatch.setattr(time, "process_time", lambda: now[0])
    monkeypatch.setattr(tile_choice.torch, "get_num_threads", lambda: 1)
    return now


def trial(clock, seconds, **changes) -> TileTrial:
    """A trial in which a tile takes what ``seconds`` says for its side."""
    seen = []

    def run(planes, tile):
        assert planes.shape == (tile.outer.height, tile.outer.width, 3)
        assert tile.outer.top > 0
        assert tile.outer.bottom < tile.size.height
        seen.append(tile.core.width)
        clock[0] += seconds(tile.core.width)

    run.seen = seen
    usual = TileTrial(halo=10, multiple=8, inputs=3, usual=256, most=4096, prepared=(), run=run)
    return replace(usual, **changes)


def test_the_quickest_side_is_taken(clock):
    costs = {256: 1.0, 384: 0.9, 512: 0.7, 768: 0.8}
    assert trial(clock, lambda side: costs[side] * side**2 * 1e-7).quickest() == TilePlan(512)


def test_the_usual_side_stays_unless_another_is_clearly_quicker(clock):
    assert trial(clock, lambda side: 1e-7 * side**1.99).quickest() == TilePlan(256)


def test_tiles_that_do_not_fit_or_take_long_are_not_tried(clock):
    small = trial(clock, lambda side: 1e-7 * side, most=500)
    assert small.quickest() == TilePlan(384)
    slow = trial(clock, lambda side: 1e-4 * side**2)
    assert slow.quickest() == TilePlan(256)
    assert set(slow.run.seen) == {256}


def test_what_other_programs_take_meanwhile_does_not_count(clock, monkeypatch):
    wall = iter(range(0, 10_000, 100))
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(wall)))
    costs = {256: 1.0, 384: 0.9, 512: 0.7, 768: 0.8}
    assert trial(clock, lambda side: costs[side] * side**2 * 1e-7).quickest() == TilePlan(512)


@pytest.mark.parametrize(("cost", "rows"), [(0.9e-7, 64), (0.98e-7, 0)])
def test_bands_are_taken_where_they_are_clearly_quicker(clock, cost, rows):
    def run_rows(planes, tile, height):
        assert height == 64
        clock[0] += cost * tile.core.pixels
        return [planes(tile.core)]

    found = trial(clock, lambda side: 1e-7 * side**2, run_rows=run_rows).quickest()
    assert found == TilePlan(256, rows)


def test_sides_keep_to_the_networks_multiple(clock):
    found = trial(clock, lambda side: 1.0 / side, multiple=48, usual=288, most=600)
    assert found.quickest().side % 48 == 0


def test_a_side_is_measured_once_a_machine(tmp_path, monkeypatch):
    remembered, measured = Remembered(tmp_path / "tiles.json"), []

    def find() -> TilePlan:
        measured.append(1)
        return TilePlan(384, 64)

    assert remembered_plan("a", remembered, find) == TilePlan(384, 64)
    assert remembered_plan("a", Remembered(tmp_path / "tiles.json"), find) == TilePlan(384, 64)
    assert len(measured) == 1
    monkeypatch.setattr(tile_choice.torch, "get_num_threads", lambda: 99)
    remembered_plan("a", remembered, find)
    assert len(measured) == 2


def test_a_damaged_file_is_measured_again(tmp_path):
    (tmp_path / "tiles.json").write_text("[1, 2")
    remembered = Remembered(tmp_path / "tiles.json")
    assert remembered_plan("a", remembered, lambda: TilePlan(512)) == TilePlan(512)


def test_a_runner_says_which_tiles_are_quickest(monkeypatch):
    monkeypatch.setattr(tile_choice, "SIDES", (48, 64))
    monkeypatch.setattr("models.runner.tile_side", lambda card: 32)
    for key, arguments in (
        ("low-light", {"widths": (4, 6)}),
        ("damage-repair", {"widths": (4, 6)}),
    ):
        subject = untrained("tiny", key, arguments)
        cpu = (CpuDevice(),)
        runner = NetworkRunner(subject.card, cpu, network=subject.network, sides=Remembered(None))
        assert runner.backend().tile in (32, 48, 64)
        assert runner.backend().peak_gflops > 0
        assert NetworkRunner(subject.card, cpu, network=build(subject.card)).backend().tile == 0


def test_memory_limits_the_side():
    network = untrained("x", "dped", {}).network
    values = values_per_pixel(network)
    assert values == 64
    assert largest_side(values * torch.bfloat16.itemsize) == int(np.sqrt(60e6 / 128))
