"""Six dots by which a card is dragged to another place, and the line that shows the place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from gui.theme import set_role

LINE_HEIGHT = 2


class DragHandle(QLabel):
    """Is held and dragged; Esc gives the drag up.

    Signals
    -------
    dragged
        Height of the mouse on the screen, while it moves.
    dropped
        The same, where the mouse was let go.
    given_up
        The drag is to change nothing.
    """

    dragged = Signal(int)
    dropped = Signal(int)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("⋮⋮", parent)
        set_role(self, "secondary")
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip("Drag to move the step")
        self._held: int | None = None
        self._moves = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the drag began."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held, self._moves = _height(event), False
            self.grabKeyboard()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag begins after a few pixels, so that a click moves nothing."""
        if self._drags(event):
            self.dragged.emit(_height(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag ends here."""
        drags = self._drags(event)
        self._let_go()
        if drags:
            self.dropped.emit(_height(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc while the mouse is held."""
        if event.key() == Qt.Key.Key_Escape:
            self._let_go()
            self.given_up.emit()

    def _drags(self, event: QMouseEvent) -> bool:
        if self._held is not None:
            way = abs(_height(event) - self._held)
            self._moves = self._moves or way >= QApplication.startDragDistance()
        return self._moves

    def _let_go(self) -> None:
        self._held, self._moves = None, False
        self.releaseKeyboard()


class DropLine(QFrame):
    """A line across the column where the card would go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.BrightText)
        self.hide()

    def show_at(self, left: int, middle: int, width: int) -> None:
        """Draw it over the cards."""
        self.setGeometry(left, middle - LINE_HEIGHT // 2, width, LINE_HEIGHT)
        self.show()
        self.raise_()


def gap_at(spans: Sequence[tuple[int, int]], y: float) -> int:
    """Before which card a card lands that is let go at a height.

    Parameters
    ----------
    spans
        Top and bottom of every card, from above.

    Returns
    -------
    int
        From 0 to the number of cards.
    """
    return sum(y > (top + bottom) / 2 for top, bottom in spans)


def place_after_drop(place: int, gap: int) -> int:
    """The place in which a card ends that is taken out of one place and put into a gap."""
    return gap - (gap > place)


def _height(event: QMouseEvent) -> int:
    return round(event.globalPosition().y())
