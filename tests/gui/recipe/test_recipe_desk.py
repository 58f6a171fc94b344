from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from core.recipe import Recipe, Step
from core.recipe_files import presets, recipe_from_text, save_preset
from gui.actions import Act
from gui.furnishing import methods_of
from gui.recipe.presets import Presets
from gui.registry.methods import Methods
from tests.gui.window_scene import SHARPEN, make_engine, make_window, photo

STRONG = Recipe("", (Step("unsharp", {"amount": 2.5}),))


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path)
    qtbot.addWidget(made.frame)
    made.frame.show()
    made.state.set_photo(photo())
    made.state.tick("unsharp", SHARPEN, on=True)
    yield made
    made.frame.close()


def save_as(window, name: str, when: str = "") -> None:
    dialog = window.desk.ask_name()
    dialog.name.setText(name)
    dialog.when.setText(when)
    dialog.accept()


def registry_names(window) -> list[str]:
    return [e.name for e in window.registry.list._entries if e.group == "My recipes"]


def test_a_recipe_saved_as_preset_stands_in_the_registry_at_once(window):
    window.state.change(window.state.session.with_recipe("1", STRONG))
    window.menu_actions[Act.SAVE_PRESET].trigger()
    save_as(window, "  My look ", "Foggy mornings.")
    found, problems = presets()
    assert not problems
    assert found["my-look"] == Recipe("My look", STRONG.steps, "Foggy mornings.")
    assert registry_names(window) == ["My look"]
    assert window.state.session.shown.recipe.name == "My look"
    window.state.undo()
    assert window.state.session.shown.recipe == STRONG


def test_a_preset_can_be_ticked_like_any_method(window):
    save_preset(STRONG, "Mine")
    window.presets.save(STRONG, "Mine")
    window.registry.tick_proposed.emit("preset:mine", True)
    assert window.state.session.shown.recipe.steps == STRONG.steps
    assert window.state.session.shown.origin == "preset:mine"


def test_saving_says_what_is_replaced_and_wants_a_name(window):
    window.presets.save(STRONG, "Mine")
    dialog = window.desk.ask_name()
    assert dialog.name.text() == "Unsharp masking"
    dialog.name.setText("MINE")
    assert dialog.accept_button.text() == "Replace"
    assert "“Mine” is replaced" in dialog._line.text()
    dialog.name.setText("…")
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_the_book_shows_each_recipe_with_its_line(window, qtbot):
    window.presets.save(Recipe("", STRONG.steps, "Foggy mornings."), "Mine")
    bundled = {"recipe:soft": Recipe("Soft", SHARPEN.steps, "Portraits.")}
    window.desk._desk = replace_methods(window, bundled)
    book = window.desk.show_book()
    rows = [(e.group, e.name, e.detail) for e in book.list._rows.rows if not isinstance(e, str)]
    assert rows == [
        ("My recipes", "Mine", "Foggy mornings."),
        ("Bundled", "Soft", "Portraits."),
    ]
    book.list.choose("recipe:soft")
    assert not book.delete_button.isEnabled()
    book.grab()


def replace_methods(window, bundled):
    methods = Methods(window.engine.ops, {}, bundled)
    return replace(window.desk._desk, methods=methods)


def test_a_recipe_from_the_book_takes_the_place_or_comes_beside(window, qtbot):
    window.presets.save(STRONG, "Mine")
    book = window.desk.show_book()
    book.list.choose("preset:mine")
    qtbot.mouseClick(book.use_button, Qt.MouseButton.LeftButton)
    assert [c.recipe.steps for c in window.state.session.candidates] == [STRONG.steps]
    assert window.state.session.shown.origin == "preset:mine"
    window.state.undo()
    assert window.state.session.shown.recipe == SHARPEN
    qtbot.mouseClick(book.add_button, Qt.MouseButton.LeftButton)
    assert [c.recipe.steps for c in window.state.session.candidates] == [
        SHARPEN.steps,
        STRONG.steps,
    ]


def test_the_book_replaces_nothing_while_the_photo_is_shown(window):
    window.presets.save(STRONG, "Mine")
    book = window.desk.show_book()
    window.state.show_candidate(0)
    assert not book.use_button.isEnabled()
    assert book.add_button.isEnabled()
    book.list.doubleClicked.emit(book.list.currentIndex())
    assert len(window.state.session.candidates) == 2


def test_a_deleted_preset_can_be_put_back(window, qtbot):
    window.presets.save(STRONG, "Mine")
    book = window.desk.show_book()
    book.list.choose("preset:mine")
    qtbot.mouseClick(book.delete_button, Qt.MouseButton.LeftButton)
    assert registry_names(window) == []
    assert presets() == ({}, [])
    assert "“Mine”" in book.back_button.text()
    qtbot.mouseClick(book.back_button, Qt.MouseButton.LeftButton)
    assert registry_names(window) == ["Mine"]
    assert not book.back_button.isVisible()


def test_a_preset_that_cannot_be_read_is_named_in_the_book(qtbot, tmp_path):
    folder = tmp_path / "config" / "diptych" / "recipes"
    folder.mkdir(parents=True)
    (folder / "bad.json").write_text("{")
    assert "bad.json" in Presets().problems[0].message


def test_a_recipe_goes_out_as_text_and_comes_back(window):
    window.state.change(window.state.session.with_recipe("1", STRONG))
    window.menu_actions[Act.COPY_RECIPE].trigger()
    assert recipe_from_text(QGuiApplication.clipboard().text()).steps == STRONG.steps
    window.menu_actions[Act.PASTE_RECIPE].trigger()
    assert [c.recipe.steps for c in window.state.session.candidates] == [STRONG.steps] * 2
    window.state.undo()
    assert len(window.state.session.candidates) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a recipe"),
        ("hello", "not a recipe"),
        ("[1, 2]", "not a recipe"),
        (json.dumps({"schema": 9, "steps": []}), "schema 9"),
        (json.dumps({"schema": 1, "steps": [{"op": "warp"}]}), "no method 'warp'"),
        (
            json.dumps({"schema": 1, "steps": [{"op": "unsharp", "values": {"amount": 99}}]}),
            "outside its range",
        ),
    ],
)
def test_bad_text_is_one_sentence_and_changes_nothing(window, text, says):
    QGuiApplication.clipboard().setText(text)
    before = window.state.session
    window.menu_actions[Act.PASTE_RECIPE].trigger()
    assert says in window.messages.message.sentence
    assert window.state.session == before


def test_only_what_makes_sense_is_offered(window):
    recipe_acts = (Act.SAVE_PRESET, Act.COPY_RECIPE, Act.APPLY_TO_FOLDER)
    assert all(window.menu_actions[act].isEnabled() for act in recipe_acts)
    window.state.show_candidate(0)
    assert not any(window.menu_actions[act].isEnabled() for act in recipe_acts)
    texts = [a.text() for a in window.recipe.menu_button.menu().actions() if a.text()]
    assert texts[0] == "Recipes …"
    assert len(texts) == 5


def test_everything_in_the_pane_can_be_undone_and_done_again(window, qtbot):
    state, pane = window.state, window.recipe
    two = Recipe("", (Step("unsharp"), Step("triple")))
    state.change(state.session.with_recipe("1", two))
    seen = [state.session.shown.recipe]
    for change in (
        lambda: drag_down(qtbot, pane),
        lambda: qtbot.mouseClick(pane.cards[0]._enabled, Qt.MouseButton.LeftButton),
        lambda: qtbot.mouseClick(pane.cards[0]._enabled, Qt.MouseButton.LeftButton),
        lambda: pane.cards[1].duplicated.emit(1),
        lambda: qtbot.keyClick(pane.cards[1].controls["amount"].slider, Qt.Key.Key_Right),
        lambda: double_click(qtbot, pane.cards[2].controls["radius"].slider),
        lambda: pane.cards[1].changed.emit(1, Step(pane.cards[1].op.id), ""),
        lambda: pane.cards[0].removed.emit(0),
    ):
        change()
        if state.session.shown.recipe != seen[-1]:
            seen.append(state.session.shown.recipe)
    assert len(seen) >= 7
    for recipe in reversed(seen[:-1]):
        state.undo()
        assert state.session.shown.recipe == recipe
    for recipe in seen[1:]:
        state.redo()
        assert state.session.shown.recipe == recipe


def drag_down(qtbot, pane) -> None:
    qtbot.waitUntil(lambda: pane.cards[1].y() > pane.cards[0].y())
    handle, below = pane.cards[0].handle, QPoint(0, pane.height())
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(handle, below)
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=below)


def double_click(qtbot, slider) -> None:
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    qtbot.mouseDClick(slider, Qt.MouseButton.LeftButton)


def test_the_program_offers_its_bundled_recipes(window):
    methods = methods_of(make_engine()).with_presets({"preset:mine": STRONG})
    assert "recipe:hybrid" in methods.bundled
    assert "preset:mine" not in methods.bundled
    assert next(iter(methods.recipes)) == "preset:mine"
