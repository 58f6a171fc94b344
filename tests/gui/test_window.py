from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from core.comparison import BOX_COLOURS, Mode, ZoomBox
from core.region import Region
from gui.actions import ROWS, Act
from gui.furnishing import close_on_ctrl_c, methods_of
from gui.keys_dialog import KeysDialog
from tests.gui.window_scene import (
    ENLARGE,
    SHARPEN,
    Gate,
    make_engine,
    make_window,
    open_and_wait,
    photo_file,
)


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path / "settings")
    qtbot.addWidget(made.frame)
    made.frame.show()
    yield made
    made.frame.close()


def test_an_empty_window_offers_only_what_makes_sense(window):
    actions = window.menu_actions
    assert actions[Act.OPEN].isEnabled()
    assert not actions[Act.SAVE_PICTURE].isEnabled()
    assert not actions[Act.UNDO].isEnabled()
    assert not window.mode_bar.export.isEnabled()


def test_ticking_without_a_photo_says_what_to_do(window):
    window.registry.tick_proposed.emit("unsharp", True)
    assert "Open a photo first" in window.status._text.text()


def test_escape_cancels_and_the_photo_stays(qtbot, tmp_path):
    gate = Gate()
    window = make_window(tmp_path / "settings", make_engine(gate.op))
    qtbot.addWidget(window.frame)
    window.frame.show()
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.registry.tick_proposed.emit("gate", True)
    qtbot.waitUntil(gate.entered.is_set)
    with qtbot.waitSignal(window.results.finished) as ended:
        qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert ended.args == [False]
    assert window.canvas.candidates[1].name == "Not run: Gate"
    assert "Cancelled" in window.status._text.text()
    window.frame.close()


def test_closing_while_something_runs_waits_for_it(qtbot, tmp_path):
    gate = Gate()
    window = make_window(tmp_path / "settings", make_engine(gate.op))
    qtbot.addWidget(window.frame)
    window.frame.show()
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.registry.tick_proposed.emit("gate", True)
    qtbot.waitUntil(gate.entered.is_set)
    window.frame.close()
    assert window.results.runner.isFinished()


def test_a_mistake_in_a_method_reaches_the_message_bar(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    with qtbot.waitSignal(window.messages.shown) as shown:
        window.registry.tick_proposed.emit("broken", True)
    assert "files are untouched" in shown.args[0].sentence
    assert "a mistake in the program" in shown.args[0].detail


def test_dragging_the_divider_moves_it(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png", 300, 400))
    window.state.tick("unsharp", SHARPEN, on=True)
    canvas = window.canvas
    middle = canvas.rect().center()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(canvas, middle + middle * 0.2)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + middle * 0.2)
    assert window.state.comparison.divider > 0.55


def test_a_slider_changes_the_result_and_undo_brings_it_back(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    with qtbot.waitSignal(window.results.finished):
        window.registry.tick_proposed.emit("unsharp", True)
    slider = window.recipe.cards[0].controls["amount"]
    with qtbot.waitSignal(window.results.finished):
        qtbot.keyClick(slider.slider, Qt.Key.Key_PageUp)
    assert window.state.session.shown.recipe != SHARPEN
    with qtbot.waitSignal(window.results.finished):
        window.menu_actions[Act.UNDO].trigger()
    assert window.state.session.shown.recipe == SHARPEN
    assert slider.value == pytest.approx(0.8)


def test_modes_from_the_bar_and_from_keys_agree(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.mode_bar.modes.buttons[Mode.GRID].click()
    assert window.canvas.comparison.mode is Mode.GRID
    qtbot.keyClick(window.canvas, Qt.Key.Key_D)
    assert window.mode_bar.modes.buttons[Mode.DIFFERENCE].isChecked()


def test_the_slow_notice_is_not_modal_and_can_be_declined(window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("gui.results.SLOW_SECONDS", -1.0)
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.registry.tick_proposed.emit("triple", True)
    qtbot.waitUntil(window.notice.isVisible)
    assert "Triple" in window.notice.text
    assert "memory" in window.notice.text
    window.notice.decline_button.click()
    assert not window.notice.isVisible()
    assert window.canvas.candidates[1].name == "Not run: Triple"


def test_canvas_and_strip_agree_on_what_is_not_run_and_forget_it_once_a_part_is(
    window, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr("gui.results.SLOW_SECONDS", -1.0)
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png", 300, 400))
    box = ZoomBox(Region(10, 10, 60, 60), BOX_COLOURS[0])
    session = window.state.session
    window.state.change(replace(session, comparison=replace(session.comparison, boxes=(box,))))
    window.registry.tick_proposed.emit("triple", True)
    qtbot.waitUntil(window.notice.isVisible)
    assert window.canvas.candidates[1].name == "Not run: Triple"
    assert window.strip.crops[0, 1].accessibleName().startswith("Not run: Triple")
    monkeypatch.undo()
    window.notice.part_button.click()
    qtbot.waitUntil(lambda: window.canvas.candidates[1].name == "Triple", timeout=20_000)
    assert not window.notice.isVisible()
    assert window.strip.crops[0, 1].accessibleName().startswith("Triple")


def test_copying_puts_the_view_on_the_clipboard(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.menu_actions[Act.COPY_VIEW].trigger()
    image = QApplication.clipboard().image()
    assert (image.width(), image.height()) == (window.canvas.width(), window.canvas.height())


def test_values_under_the_cursor_are_the_photos_own(window, qtbot, tmp_path):
    deep = np.full((20, 30), 40_000, np.uint16)
    Image.fromarray(deep).save(tmp_path / "deep.png")
    open_and_wait(qtbot, window, tmp_path / "deep.png")
    window.canvas.cursor_moved.emit(3, 4)
    assert window.status._cursor.text() == "x 3  y 4    Grey 40000"


def test_the_cursor_shows_before_and_after(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    with qtbot.waitSignal(window.results.finished):
        window.state.tick("triple", ENLARGE, on=True)
    window.canvas.cursor_moved.emit(5, 6)
    red, green, blue = window.state.photo.pixels[6, 5]
    assert f"R {red} G {green} B {blue}  →  R " in window.status._cursor.text()


def test_f9_hides_the_panels_and_is_remembered(window, qtbot, tmp_path):
    window.menu_actions[Act.PANELS].trigger()
    assert not window.left.isVisible()
    assert not window.right.isVisible()
    window.frame.close()
    again = make_window(tmp_path / "settings")
    qtbot.addWidget(again.frame)
    again.frame.show()
    assert not again.left.isVisible()
    again.menu_actions[Act.PANELS].trigger()
    assert again.left.isVisible()
    again.frame.close()


def test_question_mark_lists_every_key_of_the_table(window, qtbot):
    qtbot.keyClicks(window.canvas, "?")
    dialog = window.frame.findChild(KeysDialog)
    texts = {label.text() for label in dialog.findChildren(type(window.status._hint))}
    for row in ROWS:
        if row.key:
            assert row.text.rstrip(" …") in texts
    dialog.close()


def test_no_key_is_given_twice():
    keys = [row.key for row in ROWS if row.key]
    assert len(keys) == len(set(keys))


def test_long_names_do_not_widen_the_window(window, qtbot, tmp_path):
    path = photo_file(tmp_path / ("sehr " * 40 + "lang.png"))
    window.frame.resize(1024, 700)
    open_and_wait(qtbot, window, path)
    window.frame.grab()
    assert window.frame.width() == 1024
    assert window.frame.minimumSizeHint().width() <= 1024


def test_both_themes_can_be_shown(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.menu_actions[Act.LIGHT].trigger()
    light = window.frame.grab().toImage().pixelColor(20, 400).lightness()
    window.menu_actions[Act.LIGHT].trigger()
    dark = window.frame.grab().toImage().pixelColor(20, 400).lightness()
    assert dark < 80
    assert light > 180


def test_everything_that_tab_stops_at_has_a_name_for_screen_readers(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.state.tick("unsharp", SHARPEN, on=True)
    for act in (Act.ARRANGE, Act.INSPECTOR, Act.HISTOGRAM):
        window.menu_actions[act].trigger()
    stops = [w for w in window.frame.findChildren(QWidget) if w.isVisible() and is_stop(w)]
    assert len(stops) > 20
    assert [w for w in stops if not spoken_name(w)] == []


def is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def test_ctrl_c_in_the_terminal_closes_the_window(window, qtbot):
    before = signal.getsignal(signal.SIGINT)
    try:
        close_on_ctrl_c(window.frame)
        signal.raise_signal(signal.SIGINT)
        qtbot.waitUntil(lambda: not window.frame.isVisible())
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_window_needs_no_torch_to_appear():
    code = (
        "import sys, gui.furnishing, main; engine = main.make_engine('cpu');"
        "gui.furnishing.methods_of(engine); print('torch' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "False"


def test_the_registry_offers_networks_ops_and_recipes():
    import main

    methods = methods_of(main.make_engine("cpu"))
    assert "espcn-x3" in methods.cards
    assert "unsharp" in {op.id for op in methods.classical}
    assert "recipe:sharpen" in methods.recipes


def test_escape_in_the_registry_comes_back_to_the_canvas(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.frame.activateWindow()
    window.menu_actions[Act.SEARCH].trigger()
    qtbot.waitUntil(window.registry.search_field.hasFocus)
    qtbot.keyClick(window.registry.search_field, Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.canvas.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_enter_and_space_press_the_button_with_the_focus(window, qtbot, tmp_path, key):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    button = window.mode_bar.modes.buttons[Mode.GRID]
    button.setFocus()
    qtbot.keyClick(button, key)
    assert window.state.comparison.mode is Mode.GRID


def test_values_under_a_resting_cursor_follow_what_is_compared(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.canvas.cursor_moved.emit(5, 6)
    text = window.status._cursor.text
    assert "→" not in text()
    window.state.tick("triple", ENLARGE, on=True)
    qtbot.waitUntil(lambda: "→  R" in text())
    window.state.show_candidate(0)
    qtbot.waitUntil(lambda: "→" not in text())
    window.canvas.cursor_left.emit()
    assert text() == ""
