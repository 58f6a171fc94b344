from __future__ import annotations

import numpy as np
import pytest
from canvas_scene import HEIGHT, WIDTH, array, candidates, canvas, hover
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from core.region import Region
from core.view.geometry import view_transform
from gui.canvas.canvas import ComparisonCanvas
from gui.canvas.loupe import loupe_places, magnified


def frame_of(made: ComparisonCanvas) -> np.ndarray:
    image = QImage(WIDTH, HEIGHT, QImage.Format_RGB32)
    painter = QPainter(image)
    while not made.paint_frame(painter):
        pass
    painter.end()
    return array(image)


def middle_of(place: Region, view: np.ndarray) -> list[int]:
    x, y = (place.left + place.right) // 2, (place.top + place.bottom) // 2
    return view[y, x].tolist()


def test_both_pictures_are_magnified_around_the_mouse(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    qtbot.keyClick(made, Qt.Key_L)
    point = QPoint(90, 100)
    hover(made, point)
    view = frame_of(made)
    x, y = view_transform(made.comparison, made.stage()).to_photo((90, 100))
    first, second = loupe_places(made)
    assert np.abs(np.subtract(middle_of(first, view), [int(x), int(y), 50])).max() <= 1
    assert np.abs(np.subtract(middle_of(second, view), [int(x), int(y), 70])).max() <= 1
    row = view[(first.top + first.bottom) // 2, first.left + 40 : first.left + 80, 0]
    assert set(np.unique(np.diff(np.flatnonzero(np.diff(row.astype(int)))))) == {4}


def test_the_key_and_leaving_put_it_away(qtbot: QtBot) -> None:
    made = canvas(qtbot)
    made.set_loupe(True)
    hover(made, QPoint(90, 100))
    assert made.shows_loupe()
    made.pointer.left()
    assert not made.shows_loupe()
    qtbot.keyClick(made, Qt.Key_L)
    hover(made, QPoint(90, 100))
    assert not made.shows_loupe()


@pytest.mark.parametrize("point", [(20, 30), (470, 310), (240, 300), (30, 310)])
def test_it_stays_inside_the_view(qtbot: QtBot, point: tuple[int, int]) -> None:
    made = canvas(qtbot, candidates(1, 3), zoom=3.0)
    made.set_loupe(True)
    hover(made, QPoint(*point))
    for place in loupe_places(made):
        assert place.within(made.view.area.size) == place
    frame_of(made)


def test_it_always_shows_more_than_the_view() -> None:
    assert magnified(0.3, 1) == 4.0
    assert magnified(0.3, 3) == 12.0
    assert magnified(10.0, 1) == 20.0
