"""A canvas with photos whose every pixel is known, and an owner of its state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.comparison import Comparison, ZoomBox
from core.region import Region
from core.view.geometry import view_transform
from core.view.picture_source import PictureSource
from gui.canvas.candidate_view import CandidateView
from gui.canvas.canvas import ComparisonCanvas

WIDTH, HEIGHT = 480, 320


def picture(level: int, *, scale: int = 1, height: int = 240, width: int = 400) -> PictureSource:
    """Red counts columns, green rows, blue tells which picture it is."""
    rows, columns = np.mgrid[: height * scale, : width * scale]
    pixels = np.stack([columns % 251, rows % 241, np.full_like(rows, level)], axis=2)
    return PictureSource.from_pixels(pixels.astype(np.uint8), scale=scale)


def candidates(*scales: int) -> list[CandidateView]:
    """One picture per scale, named A, B, C …, with blue at 50, 100, 150 …"""
    return [
        CandidateView("ABCDEFGHIJ"[n], picture(50 + 20 * n, scale=scale))
        for n, scale in enumerate(scales)
    ]


def canvas(
    qtbot: QtBot, views: list[CandidateView] | None = None, **changes: object
) -> ComparisonCanvas:
    """A visible canvas whose proposals are always accepted."""
    made = ComparisonCanvas()
    qtbot.addWidget(made)
    made.resize(WIDTH, HEIGHT)
    made.comparison_changed.connect(made.set_comparison)
    made.set_candidates(candidates(1, 1) if views is None else views)
    made.set_comparison(replace(Comparison(shown=1), **changes))
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def array(image: QImage) -> np.ndarray:
    """Pixels of a rendered view, h×w×3 RGB."""
    image = image.convertToFormat(QImage.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return flat[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def view_of(made: ComparisonCanvas) -> np.ndarray:
    """The whole view without captions, boxes and divider."""
    image = QImage(made.width(), made.height(), QImage.Format_RGB32)
    made.paint_pictures_on(image)
    return array(image)


def at(made: ComparisonCanvas, x: float, y: float) -> QPoint:
    """Where a pixel of the photo lies on the canvas."""
    place = view_transform(made.comparison, made.stage()).to_view((x, y))
    return QPointF(*place).toPoint()


def drag(
    made: ComparisonCanvas,
    start: QPoint,
    *way: QPoint,
    button: Qt.MouseButton = Qt.LeftButton,
    modifiers: Qt.KeyboardModifier = Qt.NoModifier,
) -> None:
    """Press, move through all points, release."""
    none = Qt.NoButton
    _mouse(made, QMouseEvent.MouseButtonPress, start, (button, button), modifiers)
    for point in way:
        _mouse(made, QMouseEvent.MouseMove, point, (none, button), modifiers)
    _mouse(made, QMouseEvent.MouseButtonRelease, way[-1], (button, none), modifiers)


def hover(made: ComparisonCanvas, point: QPoint) -> None:
    """Move the mouse without a button."""
    _mouse(made, QMouseEvent.MouseMove, point, (Qt.NoButton, Qt.NoButton), Qt.NoModifier)


def wheel(
    made: ComparisonCanvas,
    point: QPoint,
    notches: int,
    modifiers: Qt.KeyboardModifier = Qt.NoModifier,
) -> None:
    """Turn the wheel; a notch away from the hand is positive."""
    event = QWheelEvent(
        QPointF(point),
        QPointF(made.mapToGlobal(point)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.NoButton,
        modifiers,
        Qt.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(made, event)


def _mouse(
    made: ComparisonCanvas,
    kind: QMouseEvent.Type,
    point: QPoint,
    buttons: tuple[Qt.MouseButton, Qt.MouseButton],
    modifiers: Qt.KeyboardModifier,
) -> None:
    place = QPointF(point)
    event = QMouseEvent(kind, place, QPointF(made.mapToGlobal(point)), *buttons, modifiers)
    QApplication.sendEvent(made, event)


BOX = ZoomBox(Region(40, 50, 120, 110))
