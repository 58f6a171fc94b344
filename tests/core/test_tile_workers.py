"""Memory that runs out makes a run slower, and says so; it loses nothing."""

from __future__ import annotations

import threading
from dataclasses import replace

import cv2
import numpy as np
import pytest

import core.engine as engine_file
from core.engine import RAN_OUT, Engine
from core.errors import Cancelled
from core.op import Op
from core.photo import Photo
from core.recipe import Recipe, Step
from core.tile_workers import is_out_of_memory

RECIPE = Recipe("", (Step("hungry"),))


class Hungry:
    """A step with room for one tile at a time."""

    def __init__(self, room: int) -> None:
        self.room, self.at_work = room, 0
        self.lock, self.together = threading.Lock(), threading.Barrier(2)
        self.op = Op("hungry", "Hungry", self.apply, tile=32)

    def apply(self, pixels, values, tile):
        with self.lock:
            self.at_work += 1
            full = self.at_work > self.room
        try:
            if full:
                raise MemoryError
            if self.room == 1 and threading.current_thread().name.startswith("tiles"):
                self.together.wait(5)
            return 1 - pixels
        except threading.BrokenBarrierError:
            return 1 - pixels
        finally:
            with self.lock:
                self.at_work -= 1
            if full:
                self.together.abort()


@pytest.fixture(autouse=True)
def two_workers(monkeypatch):
    monkeypatch.setattr(engine_file, "CHEAP_WORKERS", 2)


def photo() -> Photo:
    return Photo(np.random.default_rng(1).integers(0, 255, (90, 120, 3), dtype=np.uint8))


def test_the_picture_is_whole_and_the_report_says_it():
    machine, said, seen = Engine([Hungry(1).op]), [], []
    machine.on_notice = said.append
    rendition = machine.run(photo(), RECIPE, progress=seen.append)
    assert np.array_equal(rendition.pixels, 255 - photo().pixels)
    assert [tile.done for tile in seen] == list(range(1, 13))
    assert said == [RAN_OUT]
    assert RAN_OUT in rendition.report.warnings
    assert machine.most_workers == 1


def test_enough_memory_says_nothing():
    assert Engine([Hungry(2).op]).run(photo(), RECIPE).report.warnings == ()


def test_no_room_for_a_single_tile_is_a_memory_error():
    with pytest.raises(MemoryError):
        Engine([Hungry(0).op]).run(photo(), RECIPE)


def test_opencv_runs_out_in_its_own_words():
    with pytest.raises(cv2.error) as failed:
        cv2.blur(np.zeros((3, 3), np.uint8), (0, 0))
    assert not is_out_of_memory(failed.value)
    short = cv2.error("Insufficient memory")
    short.code = cv2.Error.StsNoMem
    assert is_out_of_memory(short)


def threads_of_a_run(machine: Engine) -> set[int]:
    """Who made the tiles."""
    seen = set()
    machine.ops["hungry"] = replace(
        machine.ops["hungry"],
        apply=lambda pixels, values, tile: seen.add(threading.get_ident()) or pixels,
    )
    machine.run(photo(), RECIPE)
    return seen


def test_the_next_run_has_the_same_workers_and_another_thread_its_own():
    machine, elsewhere = Engine([Hungry(2).op]), []
    both = threads_of_a_run(machine) | threads_of_a_run(machine)
    assert len(both) <= 2
    other = threading.Thread(target=lambda: elsewhere.append(threads_of_a_run(machine)))
    other.start()
    other.join(10)
    assert not both & elsewhere[0]


def test_a_run_that_stops_leaves_no_tile_in_work():
    at_work, stopped = [], threading.Event()

    def apply(pixels, values, tile):
        at_work.append(tile)
        stopped.set()
        threading.Event().wait(0.02)
        at_work.remove(tile)
        return pixels

    machine = Engine([Op("hungry", "Hungry", apply, tile=32)])
    with pytest.raises(Cancelled):
        machine.run(photo(), RECIPE, cancelled=stopped.is_set)
    assert at_work == []
