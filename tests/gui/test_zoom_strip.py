from __future__ import annotations

import cv2
import numpy as np
from canvas_scene import array, candidates, picture
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from core.comparison import BOX_COLOURS, Comparison, ZoomBox
from core.region import Region, Size
from core.view.at_scale import Enlarging
from core.view.picture_source import PictureSource
from core.view.viewing import Viewing
from gui.canvas.candidate_view import CandidateView
from gui.zoom_strip import EMPTY_HINT, ZoomStrip

FIRST, SECOND = Region(40, 50, 60, 70), Region(200, 100, 220, 116)
BOXES = (ZoomBox(FIRST), ZoomBox(SECOND, BOX_COLOURS[1], 2))


def strip(qtbot: QtBot, shown: list[CandidateView], boxes: tuple[ZoomBox, ...]) -> ZoomStrip:
    made = ZoomStrip()
    qtbot.addWidget(made)
    made.resize(600, 148)
    made.set_candidates(shown)
    made.set_comparison(Comparison(shown=1, boxes=boxes))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_every_box_has_a_crop_of_every_candidate_of_one_size(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1, 3), BOXES)
    assert set(made.crops) == {(box, index) for box in (0, 1) for index in (0, 1, 2)}
    for box in (0, 1):
        sizes = {made.crops[box, index].image.size().toTuple() for index in range(3)}
        assert len(sizes) == 1


def test_pixels_are_magnified_by_a_whole_factor(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1), BOXES)
    source = FIRST.of(made._candidates[1].picture.read(Size(240, 400).region))
    expected = source.repeat(4, axis=0).repeat(4, axis=1)
    assert np.array_equal(array(made.crops[0, 1].image), expected)
    assert made.crops[1, 0].image.width() == 2 * SECOND.width


def test_crops_can_be_magnified_smoothly(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1), BOXES)
    viewing = Viewing(magnifying=Enlarging.LANCZOS)
    made.set_comparison(Comparison(shown=1, boxes=BOXES, viewing=viewing))
    source = FIRST.of(made._candidates[1].picture.read(Size(240, 400).region))
    smooth = cv2.resize(source, (80, 80), interpolation=cv2.INTER_LANCZOS4)
    assert np.array_equal(array(made.crops[0, 1].image), smooth)
    assert "×4, lanczos" in made.crops[0, 1].toolTip()


def test_its_menu_offers_the_filters(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1), BOXES)
    place = made.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, place, made.mapToGlobal(place))
    QApplication.sendEvent(made.crops[0, 0], event)
    menu = made.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["Nearest", "Lanczos"]
    with qtbot.waitSignal(made.filter_chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == [Enlarging.LANCZOS]


def test_it_is_lower_in_a_low_window(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1), BOXES)
    heights = []
    for height in (500, 700, 1000):
        made.resize(600, height)
        heights.append(made.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] == 148


def test_a_click_chooses_the_candidate(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1, 1), BOXES)
    with qtbot.waitSignal(made.candidate_chosen) as chosen:
        qtbot.mouseClick(made.crops[1, 2], Qt.LeftButton)
    assert chosen.args == [2]
    with qtbot.waitSignal(made.candidate_chosen) as chosen:
        made.crops[0, 1].setFocus()
        qtbot.keyClick(made.crops[0, 1], Qt.Key_Space)
    assert chosen.args == [1]


def test_moving_a_box_changes_its_crops_and_keeps_the_others(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1), BOXES)
    before = dict(made.crops)
    other = array(made.crops[1, 0].image)
    moved = ZoomBox(Region(60, 50, 80, 70))
    made.set_comparison(Comparison(shown=1, boxes=(moved, BOXES[1])))
    assert made.crops == before
    assert array(made.crops[0, 0].image)[0, 0].tolist() == [60, 50, 50]
    assert np.array_equal(array(made.crops[1, 0].image), other)


def test_a_result_that_arrives_is_drawn(qtbot: QtBot) -> None:
    result = PictureSource(Size(240, 400), fallback=picture(50))
    shown = [CandidateView("A", picture(50)), CandidateView("B", result)]
    made = strip(qtbot, shown, BOXES)
    result.write(FIRST, np.full((20, 20, 3), 200, np.uint8))
    qtbot.waitUntil(lambda: bool((array(made.crops[0, 1].image) == 200).all()))


def test_without_boxes_the_strip_says_what_to_do(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1), ())
    hint = next(label for label in made.findChildren(QLabel) if label.text() == EMPTY_HINT)
    assert hint.isVisible()
    made.set_comparison(Comparison(boxes=BOXES))
    assert not hint.isVisible()


def test_it_scrolls_sideways_when_the_crops_do_not_fit(qtbot: QtBot) -> None:
    boxes = tuple(ZoomBox(Region(n, n, n + 20, n + 20)) for n in range(8))
    made = strip(qtbot, candidates(1, 1, 1), boxes)
    qtbot.waitUntil(lambda: made.horizontalScrollBar().maximum() > 0)


def test_a_box_too_large_for_the_strip_is_reduced_and_says_so(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1), (ZoomBox(Region(0, 0, 300, 200)),))
    crop = made.crops[0, 0]
    assert crop.image.height() < 148
    assert "reduced" in crop.toolTip()


def test_crops_have_names_for_screen_readers_and_show_figures(qtbot: QtBot) -> None:
    made = strip(qtbot, candidates(1, 1), BOXES)
    assert made.crops[0, 1].accessibleName().startswith("B, Zoom box")
    before = made.crops[0, 1].grab().toImage()
    made.set_metrics({(0, 1): "29.1 dB · 0.912"})
    assert made.crops[0, 1].grab().toImage() != before
    for words in (made.crops[0, 1].accessibleName(), made.crops[0, 1].toolTip()):
        assert "against the reference: 29.1 dB · 0.912" in words
