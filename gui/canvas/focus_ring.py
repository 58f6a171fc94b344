"""A line around the canvas while keys act on it, for those who came there by key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
HIDING = (QEvent.Type.FocusOut, QEvent.Type.MouseButtonPress)


class FocusRing(QObject):
    """Appears with Tab, goes with the mouse.

    Parameters
    ----------
    owner
        The widget that has the focus or not.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.shown = False
        owner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at how the focus comes and goes."""
        if event.type() == QEvent.Type.FocusIn:
            self._show(event.reason() in BY_KEY)
        elif event.type() in HIDING:
            self._show(False)
        return False

    def paint(self, painter: QPainter, tone: str) -> None:
        """Draw it in logical pixels."""
        if self.shown:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tone), 2))
            painter.drawRect(QRectF(self._owner.rect()).adjusted(1, 1, -1, -1))

    def _show(self, on: bool) -> None:
        if on != self.shown:
            self.shown = on
            self._owner.update()
