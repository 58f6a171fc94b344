"""All maps of a layer beside each other; a click shows one as large as fits."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.feature_maps import columns_for
from core.region import Size
from gui.theme import figures_font

GAP = 6
NUMBER_HEIGHT = 16
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class FeatureGrid(QWidget):
    """Draws grey maps; pixels stay pixels.

    Signals
    -------
    current_changed
        With the number of the map that is looked at, from 0.
    """

    current_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Feature maps")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(360, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        font = figures_font(self.font())
        font.setPixelSize(11)
        self.setFont(font)
        self._greys = np.zeros((0, 1, 1), np.uint8)
        self._images: list[QImage] = []
        self._note = ""
        self.current, self.enlarged = 0, False

    def sizeHint(self) -> QSize:
        """Room for many."""
        return QSize(900, 640)

    @property
    def count(self) -> int:
        """Maps that are shown."""
        return len(self._images)

    def show_maps(self, greys: np.ndarray) -> None:
        """Show other maps, channels×h×w ``uint8``; the same number stays current."""
        self._greys, self._note = np.ascontiguousarray(greys), ""
        self._images = [_grey_image(grey) for grey in self._greys]
        if self.current >= self.count:
            self.current, self.enlarged = 0, False
        self._tell()

    def show_note(self, note: str) -> None:
        """Say in the middle why nothing, or nothing new, is here."""
        self._note = note
        self.update()

    def clear(self, note: str) -> None:
        """Show nothing but a sentence."""
        self._greys, self._images = np.zeros((0, 1, 1), np.uint8), []
        self.enlarged = False
        self.show_note(note)

    @property
    def columns(self) -> int:
        """Maps in a row."""
        if not self._images:
            return 1
        height, width = self._greys.shape[1:]
        lower = max(self.height() - NUMBER_HEIGHT, 1)
        return columns_for(self.count, Size(height, width), Size(lower, max(self.width(), 1)))

    def cell(self, index: int) -> QRectF:
        """Where a map and its number have their place."""
        columns = self.columns
        rows = -(-max(self.count, 1) // columns)
        width, height = self.width() / columns, self.height() / rows
        left, top = index % columns * width, index // columns * height
        return QRectF(left, top, width, height).adjusted(GAP / 2, GAP / 2, -GAP / 2, -GAP / 2)

    def label(self, index: int) -> str:
        """The map's number; one without contrast says so: its grey means nothing."""
        grey = self._greys[index]
        return f"{index + 1} flat" if grey.min() == grey.max() else str(index + 1)

    def choose(self, index: int, *, enlarged: bool | None = None) -> None:
        """Look at one map."""
        self.current = min(max(index, 0), max(self.count - 1, 0))
        self.enlarged = self.enlarged if enlarged is None else enlarged
        self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(f"Map {self.current + 1} of {self.count}")
        self.current_changed.emit(self.current)
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Maps, numbers, and a line around the current one."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().dark())
        painter.setOpacity(0.35 if self._note else 1.0)
        shown = [self.current] if self.enlarged else range(self.count)
        for index in shown if self._images else ():
            place = QRectF(self.rect()) if self.enlarged else self.cell(index)
            self._paint_map(painter, index, place)
        painter.setOpacity(1.0)
        if self._note:
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, self._note)

    def _paint_map(self, painter: QPainter, index: int, place: QRectF) -> None:
        picture = self._fitted(place.adjusted(0, 0, 0, -NUMBER_HEIGHT))
        painter.drawImage(picture, self._images[index])
        current = index == self.current
        role = QPalette.ColorRole.Text if current else QPalette.ColorRole.PlaceholderText
        colour = self.palette().color(role)
        line = QRectF(place.left(), picture.bottom(), place.width(), NUMBER_HEIGHT)
        painter.setPen(colour)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self.label(index))
        if current and self.hasFocus() and not self.enlarged:
            painter.setPen(QPen(QColor(colour), 1.5))
            painter.drawRect(picture.adjusted(-1.5, -1.5, 1.5, 1.5))

    def _fitted(self, room: QRectF) -> QRectF:
        """As large as fits, in whole device pixels for each value where there are enough."""
        height, width = self._greys.shape[1:]
        density = self.devicePixelRatioF()
        zoom = min(room.width() / width, room.height() / height) * density
        zoom = (int(zoom) if zoom >= 1 else zoom) / density
        left = room.left() + (room.width() - width * zoom) / 2
        top = room.top() + (room.height() - height * zoom) / 2
        place = QPointF(round(left * density) / density, round(top * density) / density)
        return QRectF(place.x(), place.y(), width * zoom, height * zoom)

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the one that was hit alone, or all again."""
        if self.enlarged:
            self.choose(self.current, enlarged=False)
            return
        for index in range(self.count):
            if self.cell(index).contains(event.position()):
                self.choose(index, enlarged=True)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to another map, Enter and Space show it alone, Esc shows all again."""
        if event.key() in STEPS and self._images:
            across, down = STEPS[event.key()]
            step = across + down * (1 if self.enlarged else self.columns)
            if 0 <= self.current + step < self.count:
                self.choose(self.current + step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose(self.current, enlarged=not self.enlarged and bool(self._images))
        elif event.key() == Qt.Key.Key_Escape and self.enlarged:
            self.choose(self.current, enlarged=False)
        else:
            super().keyPressEvent(event)


def _grey_image(grey: np.ndarray) -> QImage:
    """A picture of the painter around h×w values (not copied; keep them alive)."""
    height, width = grey.shape
    return QImage(grey.data, width, height, grey.strides[0], QImage.Format.Format_Grayscale8)
