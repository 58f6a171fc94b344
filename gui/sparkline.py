"""A small line of recent numbers."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

MOST = 40


class Sparkline(QWidget):
    """Draws up to forty numbers from left to right, zero at the bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def values(self) -> tuple[float, ...]:
        """What is drawn."""
        return self._values

    def set_values(self, values: tuple[float, ...]) -> None:
        """Draw these; only the last forty."""
        if values[-MOST:] != self._values:
            self._values = values[-MOST:]
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, and a dot at the newest number."""
        if not self._values:
            return
        points = self._points()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().placeholderText().color(), 1.2))
        painter.drawPolyline(points)
        painter.setBrush(self.palette().brightText())
        painter.setPen(self.palette().brightText().color())
        painter.drawEllipse(points[-1], 1.8, 1.8)

    def _points(self) -> list[QPointF]:
        top = max(self._values) or 1.0
        step = (self.width() - 6) / max(len(self._values) - 1, 1)
        height = self.height() - 8
        return [
            QPointF(3 + i * step, 4 + height * (1 - value / top))
            for i, value in enumerate(self._values)
        ]
