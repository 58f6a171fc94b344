from __future__ import annotations

from dataclasses import replace

import pytest
from canvas_scene import BOX, at, candidates, canvas, drag, hover, wheel
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.comparison import Mode
from core.region import Region
from core.view.divider import divider_place
from core.view.geometry import view_transform


def place_of_divider(made) -> QPoint:
    return QPoint(round(divider_place(made.comparison, made.stage())), 160)


def test_the_divider_follows_the_hand(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    start = place_of_divider(made)
    drag(made, start + QPoint(4, 0), start + QPoint(50, 0), start + QPoint(-100, 3))
    assert place_of_divider(made).x() == start.x() - 100


def test_a_drag_is_one_gesture_of_many_proposals(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    log: list[str] = []
    made.gesture_started.connect(lambda: log.append("start"))
    made.comparison_changed.connect(lambda _: log.append("change"))
    made.gesture_finished.connect(lambda: log.append("end"))
    start = place_of_divider(made)
    drag(made, start, start + QPoint(10, 0), start + QPoint(20, 0))
    assert log == ["start", "change", "change", "end"]


def test_a_proposal_that_is_not_taken_up_changes_nothing(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    made.comparison_changed.disconnect()
    before = made.comparison
    start = place_of_divider(made)
    drag(made, start, start + QPoint(60, 0))
    assert made.comparison == before


def test_on_a_fitted_photo_dragging_anywhere_moves_the_divider(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    drag(made, QPoint(100, 200), QPoint(130, 200))
    assert place_of_divider(made).x() == 130


def test_a_click_moves_nothing(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    before = made.comparison
    drag(made, QPoint(100, 200), QPoint(101, 200))
    assert made.comparison == before


def test_dragging_a_zoomed_photo_pans_it(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=3.0)
    before = view_transform(made.comparison, made.stage())
    drag(made, QPoint(100, 200), QPoint(90, 210), QPoint(70, 220))
    after = view_transform(made.comparison, made.stage())
    assert (after.left - before.left, after.top - before.top) == (-30, 20)


@pytest.mark.parametrize("how", ["space", "middle button"])
def test_the_photo_can_be_panned_even_on_the_divider(qtbot: QtBot, how: str) -> None:
    made = canvas(qtbot, zoom=3.0)
    start = place_of_divider(made)
    before = view_transform(made.comparison, made.stage())
    if how == "space":
        qtbot.keyPress(made, Qt.Key_Space)
    button = Qt.LeftButton if how == "space" else Qt.MiddleButton
    drag(made, start, start + QPoint(25, 0), button=button)
    qtbot.keyRelease(made, Qt.Key_Space)
    assert view_transform(made.comparison, made.stage()).left - before.left == 25
    assert not made.pointer.space_held


def test_the_wheel_zooms_at_the_mouse(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=2.0)
    point = QPoint(333, 77)
    before = view_transform(made.comparison, made.stage()).to_photo((333, 77))
    wheel(made, point, 3)
    assert made.comparison.zoom == pytest.approx(2.0 * 1.25**3)
    after = view_transform(made.comparison, made.stage()).to_photo((333, 77))
    assert after == pytest.approx(before, abs=0.3)
    wheel(made, point, -3)
    assert made.comparison.zoom == pytest.approx(2.0)


def test_shift_and_wheel_move_the_divider(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    before = made.comparison
    wheel(made, QPoint(50, 50), -2, Qt.ShiftModifier)
    assert made.comparison.zoom is None
    assert made.comparison.divider > before.divider


def test_a_double_click_goes_to_100_percent_and_back(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1, 3))
    qtbot.mouseDClick(made, Qt.LeftButton, pos=QPoint(60, 60))
    assert made.zoom_percent() == 100.0
    qtbot.mouseDClick(made, Qt.LeftButton, pos=QPoint(60, 60))
    assert made.comparison.zoom is None


def test_the_mouse_tells_the_photo_s_pixel(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1, 3), zoom=3.0)
    with qtbot.waitSignal(made.cursor_moved) as told:
        hover(made, at(made, 140.5, 99.5))
    assert told.args == [140, 99]
    made.set_comparison(replace(made.comparison, zoom=0.5))
    with qtbot.waitSignal(made.cursor_left):
        hover(made, QPoint(3, 3))


def test_the_cursor_says_what_a_drag_would_do(qtbot: QtBot) -> None:
    made = canvas(qtbot, boxes=(BOX,))
    hover(made, QPoint(300, 300))
    assert made.cursor().shape() == Qt.ArrowCursor
    hover(made, place_of_divider(made))
    assert made.cursor().shape() == Qt.SplitHCursor
    hover(made, at(made, 40, 50))
    assert made.cursor().shape() == Qt.SizeFDiagCursor
    hover(made, at(made, 80, 80))
    assert made.cursor().shape() == Qt.SizeAllCursor
    made.set_comparison(replace(made.comparison, mode=Mode.SPLIT_HORIZONTAL))
    hover(made, QPoint(300, 160))
    assert made.cursor().shape() == Qt.SplitVCursor
    made.set_comparison(replace(made.comparison, zoom=4.0, mode=Mode.BLINK, boxes=()))
    hover(made, QPoint(300, 300))
    assert made.cursor().shape() == Qt.OpenHandCursor


def test_the_divider_can_follow_the_mouse_by_itself(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    made.propose_viewing(divider_follows=True)
    hover(made, QPoint(123, 90))
    assert place_of_divider(made).x() == 123


def test_r_and_a_drag_draw_a_box(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=2.0)
    qtbot.keyClick(made, Qt.Key_R)
    assert made.cursor().shape() == Qt.CrossCursor
    drag(made, at(made, 150, 80), at(made, 170, 90), at(made, 190, 120))
    assert [box.rect for box in made.comparison.boxes] == [Region(150, 80, 190, 120)]
    assert made.selected_box == 0
    drag(made, QPoint(20, 300), QPoint(40, 310))
    assert len(made.comparison.boxes) == 1


def test_shift_makes_squares(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=2.0)
    qtbot.keyClick(made, Qt.Key_R)
    drag(made, at(made, 150, 80), at(made, 190, 90), modifiers=Qt.ShiftModifier)
    assert made.comparison.boxes[0].rect == Region(150, 80, 190, 120)


def test_control_and_a_drag_draw_a_box_too(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=2.0)
    drag(made, at(made, 150, 80), at(made, 190, 120), modifiers=Qt.ControlModifier)
    assert len(made.comparison.boxes) == 1


def test_a_box_is_moved_and_resized(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=1.0, boxes=(BOX,))
    drag(made, at(made, 80, 80), at(made, 90, 75))
    assert made.comparison.boxes[0].rect == Region(50, 45, 130, 105)
    drag(made, at(made, 130, 105), at(made, 125, 115))
    assert made.comparison.boxes[0].rect == Region(50, 45, 125, 115)


def test_escape_takes_a_drag_back(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=1.0, boxes=(BOX,))
    qtbot.mousePress(made, Qt.LeftButton, pos=at(made, 80, 80))
    qtbot.mouseMove(made, at(made, 180, 90))
    qtbot.keyClick(made, Qt.Key_Escape)
    assert made.comparison.boxes == (BOX,)
    assert not made.pointer.busy


def test_in_a_pair_each_pane_takes_the_mouse(qtbot: QtBot) -> None:
    made = canvas(qtbot, mode=Mode.SIDE_BY_SIDE, zoom=1.0)
    second = made.panes()[1].rect
    stage = made.stage(second.left + 5, 50)
    place = view_transform(made.comparison, stage).to_view((210.5, 120.5))
    with qtbot.waitSignal(made.cursor_moved) as told:
        hover(made, QPoint(int(place[0]), int(place[1])))
    assert told.args == [210, 120]


def test_two_fingers_on_a_trackpad_pan(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=3.0)
    before = view_transform(made.comparison, made.stage())
    place = QPointF(200, 100)
    event = QWheelEvent(
        place,
        QPointF(made.mapToGlobal(place.toPoint())),
        QPoint(12, -30),
        QPoint(96, -240),
        Qt.NoButton,
        Qt.NoModifier,
        Qt.ScrollUpdate,
        False,
    )
    QApplication.sendEvent(made, event)
    after = view_transform(made.comparison, made.stage())
    assert (after.left - before.left, after.top - before.top) == (12, -30)
    assert made.comparison.zoom == 3.0


def test_a_pinch_zooms_at_the_fingers(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=3.0)
    place = QPointF(200, 100)
    before = view_transform(made.comparison, made.stage()).to_photo((200, 100))
    event = QNativeGestureEvent(
        Qt.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        place,
        place,
        QPointF(made.mapToGlobal(place.toPoint())),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(made, event)
    assert made.comparison.zoom == pytest.approx(4.5)
    after = view_transform(made.comparison, made.stage()).to_photo((200, 100))
    assert after == pytest.approx(before, abs=0.3)


def test_a_single_picture_has_no_divider(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1))
    before = made.comparison
    drag(made, QPoint(240, 160), QPoint(300, 160))
    assert made.comparison.divider == before.divider


def test_only_another_view_is_told(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=3.0)
    told: list[Region] = []
    made.visible_changed.connect(lambda: told.append(made.visible_region()))
    start = place_of_divider(made)
    drag(made, start, start + QPoint(20, 0))
    assert told == []
    drag(made, QPoint(100, 200), QPoint(70, 200))
    assert told == [made.visible_region()]
    made.resize(400, 300)
    assert len(told) == 2
