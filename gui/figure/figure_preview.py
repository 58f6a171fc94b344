"""A page with the figure on it, as large as there is room."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.figures import FigureSpec, RasterFigure, paint

MARGIN = 28


class FigurePreview(QWidget):
    """Draws the last painted figure; says what is missing where there is none.

    Signals
    -------
    resized
        There is another amount of room.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Preview of the figure")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(360, 240)
        self._image = QImage()
        self._note = ""

    def sizeHint(self) -> QSize:
        """Room for a page."""
        return QSize(860, 640)

    @property
    def room(self) -> QSize:
        """Device pixels a figure may have."""
        shown = self.size() - QSize(2 * MARGIN, 2 * MARGIN)
        return QSize(max(shown.width(), 1), max(shown.height(), 1)) * self.devicePixelRatioF()

    @property
    def image(self) -> QImage:
        """The figure as it is shown; null without one."""
        return self._image

    def show_pixels(self, pixels: np.ndarray) -> None:
        """Draw a figure: H×W×3 ``uint8``."""
        self._image, self._note = figure_image(pixels), ""
        self.update()

    def show_note(self, note: str) -> None:
        """Say why the figure is not the newest one."""
        self._note = note
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The figure is painted anew for another size."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page in the middle, the note below it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().dark())
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(0.35 if self._note else 1.0)
            painter.drawImage(self._page(), self._image)
            painter.setOpacity(1.0)
        if self._note:
            self._draw_note(painter)

    def _draw_note(self, painter: QPainter) -> None:
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        text = painter.fontMetrics().boundingRect(room, flags, self._note)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().button())
        painter.drawRoundedRect(text.adjusted(-14, -10, 14, 10), 6, 6)
        painter.setPen(self.palette().text().color())
        painter.drawText(room, flags, self._note)

    def _page(self) -> QRectF:
        density = self.devicePixelRatioF()
        size = QSizeF(self._image.size()) / density
        room = QSizeF(self.size() - QSize(2 * MARGIN, 2 * MARGIN))
        if size.width() > room.width() or size.height() > room.height():
            size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        corner = (round(left * density) / density, round(top * density) / density)
        return QRectF(*corner, size.width(), size.height())


def figure_image(pixels: np.ndarray) -> QImage:
    """H×W×3 ``uint8`` as a picture of Qt's own."""
    height, width = pixels.shape[:2]
    contiguous = np.ascontiguousarray(pixels)
    kind = QImage.Format.Format_RGB888
    return QImage(contiguous.data, width, height, 3 * width, kind).copy()


def fitted_figure(spec: FigureSpec, dpi: float, high: int) -> RasterFigure:
    """A preview that fits into the room, painted once more where it came out too high."""
    figure = paint(spec, least_dpi=dpi, exact=False)
    if figure.pixels.shape[0] > high:
        lower = max(dpi * high / figure.pixels.shape[0], 20.0)
        figure = paint(spec, least_dpi=lower, exact=False)
    return figure
