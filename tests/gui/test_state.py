from __future__ import annotations

from dataclasses import replace

import pytest

from core.comparison import Mode, ZoomBox
from core.recipe import Recipe, Step
from core.region import Region
from core.view.at_scale import Enlarging
from core.view.viewing import Viewing
from gui.state import State
from tests.gui.window_scene import SHARPEN, photo


@pytest.fixture
def state(qapp) -> State:
    made = State()
    made.set_photo(photo())
    return made


def amount(value: float) -> Recipe:
    return Recipe("", (Step("unsharp", {"amount": value}),))


def test_ticking_adds_and_unticking_removes_and_both_can_be_undone(state):
    state.tick("unsharp", SHARPEN, on=True)
    assert state.session.shown.origin == "unsharp"
    state.tick("unsharp", SHARPEN, on=False)
    assert not state.session.candidates
    state.undo()
    assert len(state.session.candidates) == 1
    state.undo()
    assert not state.session.candidates
    assert not state.can_undo
    state.redo()
    assert len(state.session.candidates) == 1


def test_ticking_twice_changes_nothing(state):
    state.tick("unsharp", SHARPEN, on=True)
    before = state.session
    state.tick("unsharp", SHARPEN, on=True)
    assert state.session is before


def test_a_moving_slider_is_one_undo(state):
    state.tick("unsharp", SHARPEN, on=True)
    key = state.session.shown.key
    for value in (1.0, 1.5, 2.0):
        state.change(state.session.with_recipe(key, amount(value)), merge="1/0/amount")
    state.undo()
    assert state.session.shown.recipe == SHARPEN


def test_two_sliders_are_two_undos(state):
    state.tick("unsharp", SHARPEN, on=True)
    key = state.session.shown.key
    state.change(state.session.with_recipe(key, amount(1)), merge="amount")
    state.change(state.session.with_recipe(key, amount(2)), merge="radius")
    state.undo()
    assert state.session.shown.recipe == amount(1)


def test_looking_around_is_not_undone_and_stays_when_something_else_is(state):
    state.tick("unsharp", SHARPEN, on=True)
    state.look(replace(state.comparison, zoom=4.0, divider=0.2))
    state.undo()
    assert not state.session.candidates
    assert state.comparison.zoom == 4.0
    assert state.comparison.divider == 0.2


def test_modes_and_boxes_are_undone(state):
    state.look(replace(state.comparison, mode=Mode.GRID))
    state.look(replace(state.comparison, boxes=(ZoomBox(Region(1, 2, 30, 40)),)))
    state.undo()
    assert state.comparison.mode is Mode.GRID
    assert not state.comparison.boxes
    state.undo()
    assert state.comparison.mode is Mode.SPLIT


def test_dragging_a_box_is_one_undo(state):
    state.look(replace(state.comparison, boxes=(ZoomBox(Region(1, 2, 30, 40)),)))
    state.start_gesture()
    for x in range(5, 25, 5):
        box = ZoomBox(Region(x, 2, x + 29, 40))
        state.look(replace(state.comparison, boxes=(box,)))
    state.end_gesture()
    state.undo()
    assert state.comparison.boxes == (ZoomBox(Region(1, 2, 30, 40)),)


def test_a_new_change_forgets_what_was_undone(state):
    state.tick("unsharp", SHARPEN, on=True)
    state.undo()
    state.look(replace(state.comparison, mode=Mode.BLINK))
    assert not state.can_redo


def test_another_photo_keeps_methods_and_places_of_boxes(state):
    state.tick("unsharp", SHARPEN, on=True)
    state.look(replace(state.comparison, zoom=3.0, boxes=(ZoomBox(Region(30, 20, 60, 40)),)))
    state.set_photo(photo(120, 180, seed=2))
    assert state.session.shown.origin == "unsharp"
    assert state.comparison.zoom is None
    assert state.comparison.boxes[0].rect == Region(60, 40, 120, 80)
    assert not state.can_undo


def test_boxes_stay_inside_a_photo_of_another_shape(state):
    state.look(replace(state.comparison, boxes=(ZoomBox(Region(60, 0, 90, 30)),)))
    state.set_photo(photo(200, 61, seed=2))
    rect = state.comparison.boxes[0].rect
    assert 0 <= rect.left < rect.right <= 61
    assert 0 <= rect.top < rect.bottom <= 200


def test_listeners_hear_the_photo_before_the_session(qtbot):
    state, heard = State(), []
    state.photo_changed.connect(lambda _: heard.append("photo"))
    state.session_changed.connect(lambda _: heard.append("session"))
    state.set_photo(photo())
    assert heard == ["photo", "session"]


def test_candidates_that_do_not_exist_cannot_be_chosen(state):
    state.show_candidate(3)
    state.compare_with(1)
    assert (state.comparison.shown, state.comparison.reference) == (0, 0)


def test_gain_and_filter_are_undone(state):
    before = state.comparison
    viewing = Viewing(enlarging=Enlarging.NEAREST)
    state.look(replace(before, viewing=viewing))
    state.undo()
    assert state.comparison == before
    state.redo()
    assert state.comparison.viewing == viewing
