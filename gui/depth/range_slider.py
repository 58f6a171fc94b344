"""A slider with two handles, for a range."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

HANDLE = 10
HEIGHT = 18
SMALL_STEP, LARGE_STEP = 0.01, 0.1
_STEPS = {
    Qt.Key.Key_Left: -SMALL_STEP,
    Qt.Key.Key_Down: -SMALL_STEP,
    Qt.Key.Key_Right: SMALL_STEP,
    Qt.Key.Key_Up: SMALL_STEP,
    Qt.Key.Key_PageDown: -LARGE_STEP,
    Qt.Key.Key_PageUp: LARGE_STEP,
    Qt.Key.Key_Home: -1.0,
    Qt.Key.Key_End: 1.0,
}


class RangeSlider(QWidget):
    """Two handles in [0, 1] that never meet.

    The mouse moves the nearer handle; arrow keys move the one that was moved last, Space takes the
    other one; a double click opens the range again.

    Parameters
    ----------
    names
        What the lower and the upper handle mean, for screen readers.
    least
        The handles stay this far apart.

    Signals
    -------
    changed
        ``(low, high)``, by the user.
    """

    changed = Signal(float, float)

    def __init__(
        self, names: tuple[str, str], least: float = SMALL_STEP, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._names, self._least = names, least
        self._values = [0.0, 1.0]
        self._active = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    @property
    def values(self) -> tuple[float, float]:
        """The lower and the upper end."""
        return self._values[0], self._values[1]

    def set_values(self, low: float, high: float) -> None:
        """Show a range without reporting it."""
        self._values = [low, high]
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a short way."""
        return QSize(120, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Room for both handles."""
        return QSize(4 * HANDLE, HEIGHT)

    def place_of(self, value: float) -> QPointF:
        """Where a handle of this value has its centre."""
        return QPointF(HANDLE / 2 + value * (self.width() - HANDLE), self.height() / 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, the part between the handles, and the handles."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, on = self.palette(), self.isEnabled()
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 2))
        painter.drawLine(self.place_of(0), self.place_of(1))
        strong = palette.color(
            QPalette.ColorRole.BrightText if on else QPalette.ColorRole.PlaceholderText
        )
        painter.setPen(QPen(strong, 2))
        low, high = (self.place_of(value) for value in self._values)
        painter.drawLine(low, high)
        for index, place in enumerate((low, high)):
            self._paint_handle(painter, place, focused=self.hasFocus() and index == self._active)

    def _paint_handle(self, painter: QPainter, place: QPointF, *, focused: bool) -> None:
        painter.setBrush(painter.pen().color())
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(place, HANDLE / 2, HANDLE / 2)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1))
            side = HANDLE + 4
            painter.drawEllipse(QRectF(place.x() - side / 2, place.y() - side / 2, side, side))
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer handle."""
        if event.button() == Qt.MouseButton.LeftButton:
            value = self._value_at(event.position().x())
            low, high = self._values
            self._active = int(abs(value - high) < abs(value - low) or value > high)
            self._move_to(value)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(self._value_at(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Everything again."""
        self._propose([0.0, 1.0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the handle, or take the other one."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._move_to(self._values[self._active] + step)
        elif event.key() == Qt.Key.Key_Space:
            self._active = 1 - self._active
            self._describe()
            self.update()
        else:
            super().keyPressEvent(event)

    def _value_at(self, x: float) -> float:
        return (x - HANDLE / 2) / max(1, self.width() - HANDLE)

    def _move_to(self, value: float) -> None:
        low, high = self._values
        if self._active:
            self._propose([low, min(max(round(value, 2), low + self._least), 1.0)])
        else:
            self._propose([max(min(round(value, 2), high - self._least), 0.0), high])

    def _propose(self, values: list[float]) -> None:
        values = [round(value, 4) for value in values]
        if values != self._values:
            self.set_values(*values)
            self.changed.emit(*values)
        self.update()

    def _describe(self) -> None:
        parts = [
            f"{name} {100 * value:.0f} %"
            for name, value in zip(self._names, self._values, strict=True)
        ]
        keys = f"The keys move {self._names[self._active].lower()}; Space takes the other handle."
        self.setAccessibleDescription(f"{', '.join(parts)}. {keys}")
