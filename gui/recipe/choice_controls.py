"""Check boxes with a tick and combo boxes with an arrow, painted so that no theme hides them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QWidget

TICK_SIDE = 13


def paint_tick(painter: QPainter, box: QRect, palette: QPalette, *, on: bool) -> None:
    """A small square, filled and ticked when on."""
    strong = palette.color(QPalette.ColorRole.BrightText)
    line = palette.color(QPalette.ColorRole.PlaceholderText)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(strong if on else line, 1))
    painter.setBrush(strong if on else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.toRectF().translated(0.5, 0.5), 3, 3)
    if on:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 1.8))
        left, top = box.left() + 0.5, box.top() + 0.5
        places = ((3, 7), (5.5, 9.5), (10, 4))
        painter.drawPolyline([QPointF(left + x, top + y) for x, y in places])


class TickBox(QCheckBox):
    """A check box without text."""

    def sizeHint(self) -> QSize:
        """Just the square, with room for the focus."""
        return QSize(TICK_SIDE + 5, TICK_SIDE + 5)

    def hitButton(self, place: QPoint) -> bool:
        """All of it can be clicked."""
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the square, and a line around it while it has the focus."""
        painter = QPainter(self)
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        side = TICK_SIDE - 1
        box = QRect(2, (self.height() - side) // 2, side, side)
        paint_tick(painter, box, self.palette(), on=self.isChecked())


class ChoiceBox(QComboBox):
    """A combo box that shows that it opens; it leaves the wheel to the pane around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only a box that has the focus follows the wheel."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.4))
        x, y = self.width() - 13.0, self.height() / 2 - 1.5
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x, y + 4), QPointF(x + 4, y)])
