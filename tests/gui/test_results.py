from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

import gui.results as results_file
from core.comparison import Comparison
from core.errors import PhotoError
from core.estimate import SpeedHistory
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region, Size
from core.session import Session
from gui.results import Results
from tests.gui.window_scene import ENLARGE, SHARPEN, Gate, make_engine, photo

WHOLE = Region(0, 0, 90, 60)
GATE = Recipe("", (Step("gate"),))


@pytest.fixture
def gate():
    made = Gate()
    yield made
    made.open.set()


@pytest.fixture
def results(qapp, gate):
    made = Results(make_engine(gate.op), SpeedHistory())
    made.set_photo(photo())
    yield made
    made.close()


def show(results: Results, session: Session, visible: Region = WHOLE) -> None:
    results.set_session(session)
    results.look_at(visible)


def with_recipes(*recipes: Recipe) -> Session:
    session = Session()
    for recipe in recipes:
        session = session.with_candidate(recipe)
    return session


def pixels(results: Results, index: int) -> np.ndarray:
    source = results.pictures.pictures()[index]
    return source.read(source.size.region)


def test_a_ticked_method_is_computed_and_equals_the_full_run(qtbot, results):
    with qtbot.waitSignal(results.finished):
        show(results, with_recipes(SHARPEN))
    assert np.array_equal(pixels(results, 1), make_engine().run(photo(), SHARPEN).pixels)
    assert np.array_equal(pixels(results, 0), photo().pixels)


def test_an_enlarging_method_gets_a_larger_picture(qtbot, results):
    with qtbot.waitSignal(results.finished):
        show(results, with_recipes(ENLARGE))
    source = results.pictures.pictures()[1]
    assert (source.scale, source.size) == (3, Size(180, 270))
    assert np.array_equal(pixels(results, 1), make_engine().run(photo(), ENLARGE).pixels)


def test_until_a_result_is_there_the_photo_shows(qtbot, results, gate):
    show(results, with_recipes(GATE))
    qtbot.waitUntil(gate.entered.is_set)
    assert np.array_equal(pixels(results, 1), photo().pixels)
    with qtbot.waitSignal(results.finished):
        gate.open.set()
    assert np.array_equal(pixels(results, 1), 255 - photo().pixels)


def test_a_changed_slider_keeps_the_old_picture_until_the_new_one_is_there(qtbot, results, gate):
    session = with_recipes(SHARPEN)
    with qtbot.waitSignal(results.finished):
        show(results, session)
    old = pixels(results, 1)
    show(results, session.with_recipe("1", GATE))
    qtbot.waitUntil(gate.entered.is_set)
    assert np.array_equal(pixels(results, 1), old)
    with qtbot.waitSignal(results.finished):
        gate.open.set()
    assert np.array_equal(pixels(results, 1), 255 - photo().pixels)


def test_the_figures_of_a_run_stay_until_those_of_the_next_are_there(qtbot, results, gate):
    session = with_recipes(SHARPEN)
    with qtbot.waitSignals([results.finished, results.reported]):
        show(results, session)
    old = results.report("1")
    show(results, session.with_recipe("1", GATE))
    qtbot.waitUntil(gate.entered.is_set)
    assert results.report("1") is old
    with qtbot.waitSignal(results.reported) as told:
        gate.open.set()
    assert told.args == ["1", results.report("1")]
    assert results.report("1").steps[0].op == "gate"


def test_what_was_cancelled_shows_no_figures_of_another_run(qtbot, results, gate):
    session = with_recipes(SHARPEN)
    with qtbot.waitSignal(results.finished):
        show(results, session)
    show(results, session.with_recipe("1", GATE))
    qtbot.waitUntil(gate.entered.is_set)
    results.cancel()
    assert results.report("1") is None


def test_the_last_of_many_slider_places_is_what_stays(qtbot, results):
    session = with_recipes(SHARPEN)
    show(results, session)
    for step in range(20):
        recipe = Recipe("", (Step("unsharp", {"amount": step / 10}),))
        show(results, session.with_recipe("1", recipe))
    qtbot.waitUntil(lambda: results.report("1") is not None)
    wanted = make_engine().run(photo(), recipe).pixels
    qtbot.waitUntil(lambda: np.array_equal(pixels(results, 1), wanted))


def test_only_what_can_be_seen_is_asked_for_first(qtbot, results, gate):
    jobs = []
    results.runner.job_started.connect(lambda number, job: jobs.append(job.region))
    gate.open.set()
    with qtbot.waitSignal(results.finished):
        show(results, with_recipes(GATE), Region(0, 0, 20, 20))
    assert jobs[0] == Region(0, 0, 32, 32)


def test_the_rest_of_a_small_photo_follows_when_nothing_else_is_to_be_done(qtbot, results):
    show(results, with_recipes(SHARPEN), Region(0, 0, 10, 10))
    wanted = make_engine().run(photo(), SHARPEN).pixels
    qtbot.waitUntil(lambda: np.array_equal(pixels(results, 1), wanted))


def test_cancel_keeps_the_old_picture_and_nothing_starts_by_itself(qtbot, results, gate):
    session = with_recipes(GATE)
    show(results, session)
    qtbot.waitUntil(gate.entered.is_set)
    with qtbot.waitSignal(results.finished) as ended:
        assert results.cancel()
    assert ended.args == [False]
    assert results.is_held_back("1")
    gate.entered.clear()
    moved = replace(session, comparison=replace(session.comparison, divider=0.2))
    show(results, moved, Region(0, 0, 40, 40))
    qtbot.wait(120)
    assert not gate.entered.is_set()
    gate.open.set()
    with qtbot.waitSignal(results.finished):
        results.run_again()
    assert not results.is_held_back("1")
    assert np.array_equal(pixels(results, 1)[:40, :40], 255 - photo().pixels[:40, :40])


def test_cancel_without_a_run_says_so(results):
    assert not results.cancel()


def test_a_slow_run_is_asked_about_and_not_started(qtbot, results, gate, monkeypatch):
    monkeypatch.setattr(results_file, "SLOW_SECONDS", -1.0)
    asked = []
    results.approval_wanted.connect(lambda name, cost: asked.append((name, cost)))
    show(results, with_recipes(GATE))
    assert asked[0][0] == "Gate"
    assert asked[0][1].megabytes > 0
    assert results.is_held_back("1")
    assert not gate.entered.is_set()
    gate.open.set()
    with qtbot.waitSignals([results.approval_settled, results.finished]):
        results.approve()
    assert np.array_equal(pixels(results, 1), 255 - photo().pixels)


def test_declined_slow_runs_are_not_asked_about_again_until_the_recipe_changes(
    qtbot, results, monkeypatch
):
    monkeypatch.setattr(results_file, "SLOW_SECONDS", -1.0)
    asked = []
    results.approval_wanted.connect(lambda name, cost: asked.append(name))
    session = with_recipes(SHARPEN)
    show(results, session)
    results.decline()
    show(results, replace(session, comparison=Comparison(shown=1, divider=0.1)))
    qtbot.wait(100)
    assert len(asked) == 1
    show(results, session.with_recipe("1", Recipe("", (Step("unsharp", {"amount": 3.0}),))))
    assert len(asked) == 2


@pytest.mark.parametrize("declined", [False, True])
def test_run_again_runs_what_was_asked_about(qtbot, results, monkeypatch, declined):
    monkeypatch.setattr(results_file, "SLOW_SECONDS", -1.0)
    show(results, with_recipes(SHARPEN))
    if declined:
        results.decline()
    with qtbot.waitSignal(results.finished):
        results.run_again()
    assert not results.is_held_back("1")
    assert np.array_equal(pixels(results, 1), make_engine().run(photo(), SHARPEN).pixels)


def test_what_was_allowed_before_is_not_asked_about(qtbot, results, monkeypatch):
    monkeypatch.setattr(results_file, "SLOW_SECONDS", -1.0)
    results.approve_ahead(SHARPEN)
    with qtbot.waitSignal(results.finished):
        show(results, with_recipes(SHARPEN))


def test_a_method_that_fails_is_reported_once_and_held_back(qtbot, results):
    errors = []
    results.failed.connect(errors.append)
    session = with_recipes(Recipe("", (Step("broken"),)))
    with qtbot.waitSignal(results.finished):
        show(results, session)
    show(results, replace(session, comparison=Comparison(shown=1, divider=0.1)))
    qtbot.wait(100)
    assert len(errors) == 1
    assert results.is_held_back("1")


def test_an_unknown_method_is_one_sentence_and_the_photo_shows(results):
    errors = []
    results.failed.connect(errors.append)
    show(results, with_recipes(Recipe("", (Step("gone"),))))
    assert "gone" in str(errors[0])
    assert np.array_equal(pixels(results, 1), photo().pixels)


def test_removed_candidates_give_their_pictures_back(qtbot, results):
    session = with_recipes(SHARPEN, ENLARGE)
    with qtbot.waitSignal(results.finished):
        show(results, session)
    show(results, session.without_candidate("1"))
    assert [picture.scale for picture in results.pictures.pictures()] == [1, 3]


def test_another_photo_forgets_the_results_of_the_last(qtbot, results):
    session = with_recipes(SHARPEN)
    with qtbot.waitSignal(results.finished):
        show(results, session)
    results.set_photo(photo(seed=7))
    with qtbot.waitSignal(results.finished):
        show(results, session)
    assert np.array_equal(pixels(results, 1), make_engine().run(photo(seed=7), SHARPEN).pixels)


def test_late_tiles_of_the_last_photo_never_reach_the_next(qtbot, results, gate):
    session, sent = with_recipes(GATE), threading.Event()
    direct = Qt.ConnectionType.DirectConnection
    results.runner.request_done.connect(lambda number, ok: sent.set(), direct)
    gate.open.set()
    show(results, session)
    assert sent.wait(5)
    gate.open.clear()
    gate.entered.clear()
    results.set_photo(photo(seed=7))
    show(results, session)
    qtbot.waitUntil(gate.entered.is_set)
    qtbot.wait(20)
    assert np.array_equal(pixels(results, 1), photo(seed=7).pixels)


def test_another_programs_result_is_shown_as_it_is(results, tmp_path):
    other = photo(120, 180, seed=3)
    path = tmp_path / "other.png"
    results.add_file(path, other)
    show(results, Session().with_candidate(Recipe(""), file=path))
    assert np.array_equal(pixels(results, 1), other.pixels)
    assert results.pictures.pictures()[1].scale == 2


def test_a_result_of_another_size_is_refused_with_both_sizes(results, tmp_path):
    with pytest.raises(PhotoError, match=r"100×100.*90×60"):
        results.add_file(tmp_path / "other.png", photo(100, 100))


def test_what_takes_long_before_its_first_tile_is_said_to_be_at_work(qtbot, results, gate):
    with qtbot.waitSignal(results.progressed) as progressed:
        show(results, Session().with_candidate(GATE))
    assert progressed.args[0].text == "Gate · starting, 6 tiles"
    assert results.is_awaited("1")
    gate.open.set()
    with qtbot.waitSignal(results.finished):
        pass
    assert not results.is_awaited("1")


def test_a_moved_slider_at_fit_shows_the_full_run_reduced(qtbot, results):
    session = with_recipes(SHARPEN)
    for amount in (0.5, 1.0, 2.0):
        recipe = Recipe("", (Step("unsharp", {"amount": amount}),))
        with qtbot.waitSignal(results.finished):
            results.set_session(session.with_recipe("1", recipe))
            results.look_at(WHOLE, 0.25)
        source = results.pictures.pictures()[1]
        full = make_engine().run(photo(), recipe).pixels
        assert np.array_equal(source.read(source.size.region), full)
        mean = full[:60, :88].reshape(15, 4, 22, 4, 3).mean(axis=(1, 3))
        shown = source.read(Region(0, 0, 88, 60), 4)
        assert np.abs(shown - mean).max() <= 0.5


def test_the_worker_reduces_by_what_the_view_asks_for(qtbot, results):
    tiles = []
    results.runner.tile_done.connect(lambda number, job, tile: tiles.append(tile))
    big = Photo(np.zeros((1100, 1600, 3), np.uint8))
    results.set_photo(big)
    with qtbot.waitSignal(results.finished):
        show(results, with_recipes(SHARPEN), Region(0, 0, 1600, 1100))
    assert tiles[-1].reduced == {}
    recipe = Recipe("", (Step("unsharp", {"amount": 2.0}),))
    with qtbot.waitSignal(results.finished):
        results.set_session(with_recipes(SHARPEN).with_recipe("1", recipe))
        results.look_at(Region(0, 0, 1600, 1100), 0.4)
    assert {k: v.shape for k, v in tiles[-1].reduced.items()} == {2: (550, 800, 3)}
