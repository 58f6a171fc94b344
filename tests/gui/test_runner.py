from __future__ import annotations

import os
import sys
import threading
import time

import numpy as np
import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from core.engine import Engine
from core.op import Op, TileContext
from core.params import Values
from core.recipe import Recipe, Step
from core.region import Region
from gui.manners import NICENESS
from gui.runner import Job, Request, Runner
from tests.gui.window_scene import SHARPEN, Gate, make_engine, photo

GATE = Recipe("", (Step("gate"),))
BROKEN = Recipe("", (Step("broken"),))
WHOLE = Region(0, 0, 90, 60)


@pytest.fixture
def gate():
    made = Gate()
    yield made
    made.open.set()


@pytest.fixture
def runner(qapp, gate):
    made = Runner(make_engine(gate.op))
    yield made
    made.close()


def request(number: int, *recipes: Recipe) -> Request:
    jobs = tuple(Job(str(i), recipe, WHOLE) for i, recipe in enumerate(recipes))
    return Request(number, photo(), jobs)


def test_tiles_and_the_result_arrive_on_the_windows_thread(qtbot, runner):
    threads, tiles = [], []
    runner.tile_done.connect(lambda n, job, tile: threads.append(QThread.currentThread()))
    runner.tile_done.connect(lambda n, job, tile: tiles.append(tile))
    with qtbot.waitSignal(runner.job_done) as done:
        runner.submit(request(1, SHARPEN))
    number, job, rendition = done.args
    assert (number, job.key) == (1, "0")
    assert np.array_equal(rendition.pixels, make_engine().run(photo(), SHARPEN).pixels)
    assert tiles[-1].done == tiles[-1].total
    assert set(threads) == {QApplication.instance().thread()}


def test_the_newest_request_wins_and_the_ones_between_never_run(qtbot, runner, gate):
    ended, started = [], []
    runner.request_done.connect(lambda n, ok: ended.append((n, ok)))
    runner.job_started.connect(lambda n, job: started.append(n))
    runner.submit(request(1, GATE))
    qtbot.waitUntil(gate.entered.is_set)
    runner.submit(request(2, SHARPEN))
    runner.submit(request(3, SHARPEN))
    qtbot.waitUntil(lambda: (3, True) in ended)
    assert ended == [(1, False), (3, True)]
    assert started == [1, 3]


def test_a_newer_request_stops_an_older_one_within_200_milliseconds(qtbot, runner, gate):
    ended = []
    runner.request_done.connect(lambda n, ok: ended.append((n, ok, time.perf_counter())))
    runner.submit(request(1, GATE))
    qtbot.waitUntil(gate.entered.is_set)
    asked_at = time.perf_counter()
    runner.submit(request(2, SHARPEN))
    qtbot.waitUntil(lambda: bool(ended))
    number, completed, at = ended[0]
    assert (number, completed) == (1, False)
    assert at - asked_at < 0.2


def test_cancel_takes_less_than_200_milliseconds(qtbot, runner, gate):
    runner.submit(request(1, GATE))
    qtbot.waitUntil(gate.entered.is_set)
    started = time.perf_counter()
    with qtbot.waitSignal(runner.request_done) as done:
        runner.cancel()
    assert done.args == [1, False]
    assert time.perf_counter() - started < 0.2


def test_a_job_that_fails_is_reported_and_the_others_still_run(qtbot, runner):
    failed, done = [], []
    runner.job_failed.connect(lambda n, job, error: failed.append((job.key, error)))
    runner.job_done.connect(lambda n, job, rendition: done.append(job.key))
    with qtbot.waitSignal(runner.request_done) as ended:
        runner.submit(request(1, BROKEN, SHARPEN))
    assert ended.args == [1, True]
    assert [key for key, _ in failed] == ["0"]
    assert "a mistake" in str(failed[0][1])
    assert done == ["1"]


def test_closing_cancels_and_waits(qtbot, gate):
    runner = Runner(make_engine(gate.op))
    runner.submit(request(1, GATE))
    qtbot.waitUntil(gate.entered.is_set)
    runner.close()
    assert runner.isFinished()


def test_closing_before_anything_ran_is_no_problem(qapp):
    Runner(make_engine()).close()


def test_after_a_cancel_it_runs_again(qtbot, runner, gate):
    runner.submit(request(1, GATE))
    qtbot.waitUntil(gate.entered.is_set)
    runner.cancel()
    with qtbot.waitSignal(runner.job_done) as done:
        runner.submit(request(2, SHARPEN))
    assert done.args[0] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts niceness per thread")
def test_only_networks_let_the_window_go_first(qtbot):
    seen = []

    def note(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return tile.margins.cropped(pixels)

    ops = (Op("cheap", "Cheap", note), Op("network", "Network", note, expensive=True))
    runner = Runner(Engine(ops))
    for name in ("cheap", "network"):
        with qtbot.waitSignal(runner.request_done):
            runner.submit(request(1, Recipe("", (Step(name),))))
    runner.close()
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert seen == [own, max(own, NICENESS)]
