from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from core.recipe import Recipe, Step
from core.session import Session
from gui.recipe.drag_handle import gap_at, place_after_drop
from gui.recipe.recipe_pane import NO_CANDIDATE, NO_STEPS, RecipePane
from tests.gui.window_scene import make_engine

TWO = Recipe("", (Step("triple"), Step("unsharp", {"amount": 1.0})))


@pytest.fixture
def pane(qtbot) -> RecipePane:
    made = RecipePane(make_engine().ops)
    qtbot.addWidget(made)
    made.resize(300, 800)
    made.show()
    return made


def session_of(recipe: Recipe) -> Session:
    return Session().with_candidate(recipe)


def test_without_a_candidate_it_says_what_to_do(pane):
    pane.show_session(Session())
    assert pane._hint.text() == NO_CANDIDATE
    assert not pane.add_button.isVisible()


def test_a_recipe_without_steps_says_so(pane):
    pane.show_session(session_of(Recipe("")))
    assert pane._hint.text() == NO_STEPS
    assert pane.add_button.isVisible()


def test_one_card_a_step_with_its_sliders(pane):
    pane.show_session(session_of(TWO))
    assert [card.op.id for card in pane.cards] == ["triple", "unsharp"]
    assert pane.cards[1].controls["amount"].value == 1.0
    assert not pane._hint.isVisible()


def test_a_moved_slider_proposes_a_recipe(pane, qtbot):
    pane.show_session(session_of(TWO))
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        qtbot.keyClick(pane.cards[1].controls["amount"].slider, Qt.Key.Key_Right)
    key, recipe, merge = proposed.args
    assert key == "1"
    assert recipe.steps[1].values["amount"] == pytest.approx(1.05)
    assert merge


def test_the_same_cards_show_changed_values(pane):
    session = session_of(TWO)
    pane.show_session(session)
    cards = list(pane.cards)
    steps = (TWO.steps[0], TWO.steps[1].with_value("amount", 2.0))
    pane.show_session(session.with_recipe("1", Recipe("", steps)))
    assert pane.cards == cards
    assert pane.cards[1].controls["amount"].value == 2.0


def test_strength_is_shown_in_percent_and_kept_as_a_share(pane, qtbot):
    pane.show_session(session_of(TWO))
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        qtbot.keyClick(pane.cards[0].strength.slider, Qt.Key.Key_Left)
    assert proposed.args[1].steps[0].strength == pytest.approx(0.99)


def test_a_step_can_be_switched_off(pane, qtbot):
    pane.show_session(session_of(TWO))
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        qtbot.mouseClick(pane.cards[0]._enabled, Qt.MouseButton.LeftButton)
    assert not proposed.args[1].steps[0].enabled


@pytest.mark.parametrize(("place", "by"), [(0, 1), (1, -9)])
def test_steps_can_be_moved(pane, qtbot, place, by):
    pane.show_session(session_of(TWO))
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        pane.cards[place].moved.emit(place, by)
    assert [step.op for step in proposed.args[1].steps] == ["unsharp", "triple"]


def test_dragging_the_handle_moves_a_step(pane, qtbot):
    pane.show_session(session_of(TWO))
    handle, below = pane.cards[0].handle, QPoint(0, pane.height())
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(handle, below)
    assert pane._drop_line.isVisible()
    assert pane._drop_line.y() >= pane.cards[1].geometry().bottom()
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=below)
    assert [step.op for step in proposed.args[1].steps] == ["unsharp", "triple"]
    assert not pane._drop_line.isVisible()


def test_a_drag_can_be_given_up_and_a_click_moves_nothing(pane, qtbot):
    pane.show_session(session_of(TWO))
    handle, below = pane.cards[0].handle, QPoint(0, pane.height())
    with qtbot.assertNotEmitted(pane.recipe_proposed):
        qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
        qtbot.mouseMove(handle, below)
        qtbot.keyClick(handle, Qt.Key.Key_Escape)
        qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=below)
        qtbot.mouseClick(handle, Qt.MouseButton.LeftButton)
    assert not pane._drop_line.isVisible()


def test_cards_land_in_the_gap_that_is_nearest():
    spans = [(0, 40), (48, 148), (156, 196)]
    assert [gap_at(spans, y) for y in (0, 21, 97, 99, 177, 500)] == [0, 1, 1, 2, 3, 3]
    assert [place_after_drop(1, gap) for gap in range(4)] == [0, 1, 1, 2]


def test_a_step_can_be_duplicated(pane, qtbot):
    pane.show_session(session_of(TWO))
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        pane.cards[1].duplicated.emit(1)
    assert proposed.args[1].steps == (TWO.steps[0], TWO.steps[1], TWO.steps[1])


def test_a_name_goes_where_other_methods_come_in(pane, qtbot):
    named = Recipe("My look", TWO.steps, "Always.")
    pane.show_session(session_of(named))
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        pane.cards[0].duplicated.emit(0)
    assert proposed.args[1].name == "My look"
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        pane.cards[0].removed.emit(0)
    assert proposed.args[1].name == ""


def test_a_step_that_is_not_known_is_named_and_can_be_removed(pane, qtbot):
    pane.show_session(session_of(Recipe("", (Step("lost-network"), *TWO.steps))))
    assert [card.place for card in pane.cards] == [0, 1, 2]
    button = pane.cards[0].findChild(QPushButton)
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert proposed.args[1].steps == TWO.steps


def test_steps_can_be_removed_and_added(pane, qtbot):
    pane.show_session(session_of(TWO))
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        pane.cards[0].removed.emit(0)
    assert [step.op for step in proposed.args[1].steps] == ["unsharp"]
    menu = pane.add_button.menu()
    triple = next(action for action in menu.actions() if action.text() == "Triple")
    with qtbot.waitSignal(pane.recipe_proposed) as proposed:
        triple.trigger()
    assert [step.op for step in proposed.args[1].steps] == ["triple", "unsharp", "triple"]


def test_the_menu_offers_the_photo_and_every_candidate_twice(pane, qtbot):
    pane.show_session(session_of(TWO).with_candidate(Recipe("Mine")))
    actions = [action for action in pane._chooser.menu().actions() if action.text()]
    names = ["Photo", "Triple → Unsharp masking", "Mine"]
    assert [a.text().split("\t")[0] for a in actions] == [*names, *names]
    with qtbot.waitSignal(pane.candidate_chosen) as chosen:
        actions[1].trigger()
    assert chosen.args == [1]
    with qtbot.waitSignal(pane.reference_chosen) as chosen:
        actions[5].trigger()
    assert chosen.args == [2]
