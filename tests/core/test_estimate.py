from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.engine import Engine
from core.estimate import SpeedHistory, estimate, guessed_rate
from core.op import Op
from core.ops.unsharp import UNSHARP
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Size
from core.rendition import RunReport, StepReport

TRIPLE = Op("triple", "Triple", lambda p, v, t: p, scale=3, macs=1e6)
OPS = {"unsharp": UNSHARP, "triple": TRIPLE}
BOTH = Recipe("", (Step("triple"), Step("unsharp")))


def step(op: str, warm: float, tiles: int = 4) -> StepReport:
    return StepReport(op, "", "cpu", "float32", 500, 7, tiles, 1.0, warm, warm)


def report(*steps: StepReport, megapixels: float = 1.0) -> RunReport:
    return RunReport("d", "p", steps, 0.0, 1.0, megapixels, 10.0, 3.0)


def test_a_measured_speed_is_used_and_later_steps_count_their_own_pixels():
    history = SpeedHistory()
    history.record(report(step("triple", 2.0), step("unsharp", 0.9, tiles=36)), OPS)
    assert history.speed("triple").seconds_per_megapixel == pytest.approx(2.0)
    assert history.speed("unsharp").seconds_per_megapixel == pytest.approx(0.1)
    cost = estimate(BOTH, Size(1000, 2000), OPS, history)
    assert cost.seconds == pytest.approx(2 * 2.0 + 18 * 0.1)
    assert cost.measured


def test_memory_grows_with_the_result_and_its_depth():
    small = estimate(BOTH, Size(1000, 1000), OPS, SpeedHistory())
    deep = estimate(BOTH, Size(1000, 1000), OPS, SpeedHistory(), bits=16)
    assert deep.megabytes - small.megabytes == pytest.approx(2 * 27)
    assert not small.measured


def test_a_network_that_never_ran_is_guessed_from_its_multiplications():
    assert guessed_rate(replace(TRIPLE, macs=2e6)) == pytest.approx(2 * guessed_rate(TRIPLE))


def test_steps_that_are_off_cost_nothing():
    off = Recipe("", (Step("triple", enabled=False),))
    assert estimate(off, Size(1000, 1000), OPS, SpeedHistory()).seconds == 0


def test_speeds_survive_on_disk_and_a_damaged_file_counts_as_empty(tmp_path):
    path = tmp_path / "below" / "speeds.json"
    history = SpeedHistory(path)
    history.record(report(step("triple", 2.0)), OPS)
    history.save()
    assert SpeedHistory(path).speed("triple") == history.speed("triple")
    path.write_text('{"speeds": {"triple": {"wrong": 1}}}')
    assert SpeedHistory(path).speed("triple") is None


def test_runs_on_next_to_nothing_are_left_out():
    history = SpeedHistory()
    history.record(report(step("triple", 0.001), megapixels=0.001), OPS)
    assert history.speed("triple") is None


def test_a_real_run_teaches_a_plausible_speed():
    photo = Photo(np.full((600, 700, 3), 90, np.uint8))
    history = SpeedHistory()
    engine = Engine([UNSHARP])
    history.record(engine.run(photo, Recipe("", (Step("unsharp"),))).report, engine.ops)
    assert 0 < history.speed("unsharp").seconds_per_megapixel < 20
