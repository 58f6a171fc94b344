from __future__ import annotations

from dataclasses import replace

import pytest
from canvas_scene import BOX, candidates, canvas
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.comparison import Mode
from core.region import Region
from core.view.at_scale import Enlarging
from core.view.derived_picture import DifferenceStyle
from core.view.divider import divider_place
from core.view.geometry import view_transform
from gui.canvas.box_menu import box_menu
from gui.canvas.view_menu import view_menu


@pytest.mark.parametrize(
    ("key", "modifiers", "mode"),
    [
        (Qt.Key_Y, Qt.NoModifier, Mode.SIDE_BY_SIDE),
        (Qt.Key_Y, Qt.AltModifier, Mode.TOP_BOTTOM),
        (Qt.Key_D, Qt.NoModifier, Mode.DIFFERENCE),
        (Qt.Key_B, Qt.NoModifier, Mode.BLINK),
        (Qt.Key_G, Qt.NoModifier, Mode.GRID),
    ],
)
def test_keys_choose_the_mode_and_shift_y_comes_back(
    qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, mode: Mode
) -> None:
    made = canvas(qtbot)
    qtbot.keyClick(made, key, modifiers)
    assert made.comparison.mode is mode
    qtbot.keyClick(made, Qt.Key_Y, Qt.ShiftModifier)
    assert made.comparison.mode is Mode.SPLIT


@pytest.mark.parametrize("key", [Qt.Key_Backslash, Qt.Key_O])
def test_the_original_shows_while_the_key_is_held(qtbot: QtBot, key: Qt.Key) -> None:
    made = canvas(qtbot)
    qtbot.keyPress(made, key)
    assert made.hold_original
    qtbot.keyRelease(made, key)
    assert not made.hold_original


def test_losing_the_focus_lets_go_of_held_keys(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    qtbot.keyPress(made, Qt.Key_O)
    QApplication.sendEvent(made, QFocusEvent(QFocusEvent.FocusOut))
    assert not made.hold_original


def test_digits_choose_result_and_reference_and_x_swaps(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1, 1, 1))
    qtbot.keyClick(made, Qt.Key_3)
    qtbot.keyClick(made, Qt.Key_2, Qt.ShiftModifier)
    assert (made.comparison.shown, made.comparison.reference) == (2, 1)
    qtbot.keyClick(made, Qt.Key_9)
    assert made.comparison.shown == 2
    qtbot.keyClick(made, Qt.Key_X)
    assert (made.comparison.shown, made.comparison.reference) == (1, 2)


def test_zoom_keys(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1, 3))
    qtbot.keyClick(made, Qt.Key_1, Qt.ControlModifier)
    assert made.comparison.zoom == 3.0
    qtbot.keyClick(made, Qt.Key_F)
    assert made.comparison.zoom is None
    qtbot.keyClick(made, Qt.Key_Z)
    assert made.zoom_percent() == 100.0
    qtbot.keyClick(made, Qt.Key_Plus)
    assert made.comparison.zoom == 4.5
    qtbot.keyClick(made, Qt.Key_Minus)
    assert made.comparison.zoom == pytest.approx(3.0)


def test_arrows_nudge_the_chosen_box_and_delete_removes_it(qtbot: QtBot) -> None:
    made = canvas(qtbot, boxes=(BOX,))
    made.select_box(0)
    qtbot.keyClick(made, Qt.Key_Right)
    qtbot.keyClick(made, Qt.Key_Up, Qt.ShiftModifier)
    assert made.comparison.boxes[0].rect == Region(41, 40, 121, 100)
    qtbot.keyClick(made, Qt.Key_Delete)
    assert made.comparison.boxes == ()


def test_the_window_gets_keys_that_mean_nothing_here(qtbot: QtBot) -> None:
    seen: list[int] = []

    class Window(QWidget):
        def keyPressEvent(self, event) -> None:
            seen.append(event.key())

    window = Window()
    made = canvas(qtbot)
    QVBoxLayout(window).addWidget(made)
    window.show()
    for key in (Qt.Key_Left, Qt.Key_H, Qt.Key_Escape, Qt.Key_Delete, Qt.Key_Z):
        qtbot.keyClick(made, key)
    assert seen == [Qt.Key_Left, Qt.Key_H, Qt.Key_Escape, Qt.Key_Delete]
    made.setParent(None)
    window.close()


def test_the_box_menu_changes_the_box(qtbot: QtBot) -> None:
    made = canvas(qtbot, boxes=(BOX,))
    menu = box_menu(made, 0)
    entries = {action.text(): action for action in menu.actions()}
    colours = entries["Colour"].menu().actions()
    assert [action.isChecked() for action in colours].index(True) == 0
    colours[2].trigger()
    {a.text(): a for a in entries["Magnification"].menu().actions()}["×8"].trigger()
    box = made.comparison.boxes[0]
    assert (box.colour, box.magnification) == ("#009E73", 8)
    entries["Duplicate"].trigger()
    assert len(made.comparison.boxes) == 2
    entries["Delete"].trigger()
    assert [box.magnification for box in made.comparison.boxes] == [8]


def test_a_box_can_keep_its_proportions_under_keys_and_in_copies(qtbot: QtBot) -> None:
    made = canvas(qtbot, boxes=(BOX,))
    before = made.comparison.boxes[0].rect
    {a.text(): a for a in box_menu(made, 0).actions()}["Keep its proportions"].trigger()
    made.select_box(0)
    for _ in range(3):
        qtbot.keyClick(made, Qt.Key_Right, Qt.AltModifier | Qt.ShiftModifier)
    after = made.comparison.boxes[0].rect
    assert after.width > before.width
    assert abs(after.width / after.height - before.width / before.height) < 0.05
    {a.text(): a for a in box_menu(made, 0).actions()}["Duplicate"].trigger()
    assert made.comparison.boxes[1].keeps_shape


def test_the_view_menu_chooses_how_to_compare(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1, 3), zoom=3.0)

    def choose(menu: str, entry: str) -> None:
        entries = {action.text(): action for action in view_menu(made).actions()}
        {a.text(): a for a in entries[menu].menu().actions()}[entry].trigger()

    choose("Beside larger results, enlarge by", "Nearest")
    choose("Difference", "×16")
    choose("Difference", "False colour")
    choose("Blink", "Once a second")
    assert made.comparison.viewing.enlarging is Enlarging.NEAREST
    assert made.caption(0).endswith("nearest ×3")
    assert made.comparison.viewing.difference == DifferenceStyle(16.0, false_colour=True)
    assert made.comparison.viewing.blink_milliseconds == 1000
    {a.text(): a for a in view_menu(made).actions()}["Divider follows the mouse"].trigger()
    assert made.comparison.viewing.divider_follows
    {a.text(): a for a in view_menu(made).actions()}["New zoom box"].trigger()
    assert made.pointer.drawing_box


def test_brackets_change_gain_and_pace(qtbot: QtBot) -> None:
    made = canvas(qtbot, mode=Mode.DIFFERENCE)
    gain = made.comparison.viewing.difference.gain
    qtbot.keyClick(made, Qt.Key_BracketRight)
    assert made.comparison.viewing.difference.gain == 2 * gain
    qtbot.keyClick(made, Qt.Key_B)
    qtbot.keyClick(made, Qt.Key_BracketLeft)
    assert made.comparison.viewing.blink_milliseconds == 1000


def test_a_box_is_drawn_chosen_and_sized_without_the_mouse(qtbot: QtBot) -> None:
    made = canvas(qtbot, boxes=(BOX,))
    qtbot.keyClick(made, Qt.Key_R)
    qtbot.keyClick(made, Qt.Key_Return)
    rect = made.comparison.boxes[1].rect
    assert rect.width == rect.height == round(0.2 * 240)
    assert ((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2) == (200, 120)
    assert made.selected_box == 1 and not made.pointer.drawing_box
    qtbot.keyClick(made, Qt.Key_Right, Qt.AltModifier)
    qtbot.keyClick(made, Qt.Key_Up, Qt.AltModifier | Qt.ShiftModifier)
    sized = made.comparison.boxes[1].rect
    assert (sized.width, sized.height) == (rect.width + 1, rect.height - 10)
    assert (sized.left, sized.top) == (rect.left, rect.top)
    qtbot.keyClick(made, Qt.Key_N)
    assert made.selected_box == 0
    qtbot.keyClick(made, Qt.Key_N, Qt.ShiftModifier)
    assert made.selected_box == 1


@pytest.mark.parametrize("mode", [Mode.SPLIT, Mode.SPLIT_HORIZONTAL])
def test_the_divider_is_moved_by_keys(qtbot: QtBot, mode: Mode) -> None:
    made = canvas(qtbot, mode=mode, zoom=3.0)
    before = divider_place(made.comparison, made.stage())
    qtbot.keyClick(made, Qt.Key_Period)
    extent = 480 if mode is Mode.SPLIT else 320
    assert divider_place(made.comparison, made.stage()) == pytest.approx(
        before + 0.01 * extent, abs=1
    )
    qtbot.keyClick(made, Qt.Key_Less, Qt.ShiftModifier)
    assert divider_place(made.comparison, made.stage()) == pytest.approx(
        before - 0.09 * extent, abs=1
    )


def test_ctrl_and_arrows_pan_and_the_middle_of_the_view_is_measured(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=4.0)
    made.activateWindow()
    qtbot.waitUntil(made.hasFocus)
    places: list[tuple[int, int]] = []
    made.cursor_moved.connect(lambda x, y: places.append((x, y)))
    qtbot.keyClick(made, Qt.Key_Right, Qt.ControlModifier)
    assert places == [(212, 120)]
    made.set_loupe(True)
    assert made.shows_loupe()


def test_the_menu_key_is_for_the_box_with_handles(qtbot: QtBot) -> None:
    made = canvas(qtbot, boxes=(BOX,))

    def titles() -> list[str]:
        middle = made.rect().center()
        reason = QContextMenuEvent.Reason.Keyboard
        event = QContextMenuEvent(reason, middle, made.mapToGlobal(middle))
        QApplication.sendEvent(made, event)
        menu = made.findChildren(QMenu, options=Qt.FindDirectChildrenOnly)[-1]
        texts = [action.text() for action in menu.actions()]
        menu.close()
        return texts

    assert "Fit" in titles()
    made.select_box(0)
    assert "Duplicate" in titles()


def test_a_right_click_inside_a_box_is_for_the_box(qtbot: QtBot) -> None:
    made = canvas(qtbot, boxes=(BOX, replace(BOX, rect=Region(60, 60, 100, 100))), zoom=1.0)

    def clicked(x: float, y: float) -> int | None:
        return made.pointer.box_at(view_transform(made.comparison, made.stage()).to_view((x, y)))

    assert clicked(50.5, 105.5) == 0
    assert clicked(80.5, 80.5) == 1
    assert clicked(200.5, 80.5) is None


def test_who_comes_by_key_sees_that_keys_act_on_the_canvas(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    for reason, seen in ((Qt.MouseFocusReason, False), (Qt.TabFocusReason, True)):
        QApplication.sendEvent(made, QFocusEvent(QFocusEvent.FocusIn, reason))
        assert made.ring.shown is seen
    assert made.grab().toImage().pixelColor(1, 100).name() == made.tones.secondary
    assert made.render_view().pixelColor(1, 100).name() != made.tones.secondary
    qtbot.mouseClick(made, Qt.LeftButton)
    assert not made.ring.shown
