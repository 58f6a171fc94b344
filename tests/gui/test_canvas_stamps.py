from __future__ import annotations

import numpy as np
import pytest
from canvas_scene import array
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.canvas.stamps import Remembered, blend, stamp


def drawn(density: float, left: float, look: str, times: int = 1) -> tuple[np.ndarray, int]:
    """A ring in a rectangle, and how often it was really drawn."""
    image = QImage(round(80 * density), round(60 * density), QImage.Format_RGB32)
    image.fill(Qt.darkGray)
    count = 0

    def ring(painter: QPainter, rect: QRectF) -> None:
        nonlocal count
        count += 1
        painter.setPen(Qt.white)
        painter.drawRect(rect.adjusted(2, 3, -4, -5))

    painter = QPainter(image)
    painter.scale(density, density)
    for _ in range(times):
        stamp(painter, QRectF(left, 7.0, 30.0, 20.0), look, ring)
    painter.end()
    return array(image), count


@pytest.mark.parametrize("density", [1.0, 2.0])
def test_a_stamp_lies_where_the_drawing_would(qtbot: QtBot, density: float) -> None:
    stamped, _ = drawn(density, 11.0, f"place {density}")
    image = QImage(round(80 * density), round(60 * density), QImage.Format_RGB32)
    image.fill(Qt.darkGray)
    painter = QPainter(image)
    painter.scale(density, density)
    painter.setPen(Qt.white)
    painter.drawRect(QRectF(13.0, 10.0, 24.0, 12.0))
    painter.end()
    assert np.array_equal(stamped, array(image))


@pytest.mark.parametrize("density", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("place", [(4, 6, 2, 300), (8, 30, 400, 4), (300, 10, 260, 270)])
def test_blending_gives_what_filling_would(
    qtbot: QtBot, density: float, place: tuple[int, int, int, int]
) -> None:
    made = []
    for blending in (True, False):
        image = QImage(round(600 * density), round(330 * density), QImage.Format_RGB32)
        image.fill(QColor(200, 120, 40))
        painter = QPainter(image)
        painter.scale(density, density)
        if blending:
            blend(painter, [QRectF(*place)], QColor(0, 0, 0, 110))
        else:
            painter.fillRect(QRectF(*place), QColor(0, 0, 0, 110))
        painter.end()
        made.append(array(image).astype(int))
    assert np.abs(made[0] - made[1]).max() <= 1
    assert len(np.unique(made[0].reshape(-1, 3), axis=0)) == 2


def test_what_looks_alike_is_drawn_once_and_what_does_not_is_drawn_anew(qtbot: QtBot) -> None:
    first, once = drawn(1.0, 5.0, "alike", times=3)
    again, never = drawn(1.0, 25.0, "alike")
    assert (once, never) == (1, 0)
    assert np.array_equal(first[:, 5:35], again[:, 25:55])
    assert drawn(1.0, 5.5, "alike")[1] == 1
    assert drawn(1.0, 5.0, "other")[1] == 1


def test_the_longest_unused_answer_is_forgotten() -> None:
    asked: list[str] = []
    known: Remembered[str] = Remembered(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        known.get(key, lambda key=key: asked.append(key) or key)
    assert asked == ["a", "b", "c", "b"]
