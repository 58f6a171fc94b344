"""A place of two pictures side by side: the good one and what was made of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.region import Region, Size

ToDisplay = Callable[[np.ndarray], np.ndarray]
GAP = 6
ZOOMS = (0.125, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0)


class PairPreview(QWidget):
    """Shows the same place of a good picture (left) and a degraded one (right).

    Drag to move, wheel to zoom; while painting, a drag is a stroke of the brush.

    Signals
    -------
    moved
        Another place is shown.
    stroke_painted
        With the points of a stroke, in pixels of the good picture.
    """

    moved = Signal()
    stroke_painted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Preview: the good picture left, the degraded one right")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(420, 240)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._good: np.ndarray | None = None
        self._made: np.ndarray | None = None
        self._made_factor = 1
        self._to_display: ToDisplay = lambda pixels: pixels
        self._centre = (0.5, 0.5)
        self._zoom = 1.0
        self._brush = 0.0
        self._pressed: QPointF | None = None
        self._stroke: list[tuple[float, float]] = []
        self._note = ""

    def sizeHint(self) -> QSize:
        """Two crops of a useful size."""
        return QSize(760, 420)

    def set_good(self, pixels: np.ndarray, to_display: ToDisplay) -> None:
        """Show another good picture, its middle at 100 %, or all of it where it is small."""
        self._good, self._made, self._to_display = pixels, None, to_display
        self._centre = (0.5, 0.5)
        self.update()

    def set_made(self, pixels: np.ndarray, factor: int) -> None:
        """Show what was made of it, ``factor`` times smaller."""
        self._made, self._made_factor, self._note = pixels, factor, ""
        self.update()

    def set_note(self, note: str) -> None:
        """Say over the right half what is going on there."""
        self._note = note
        self.update()

    def set_brush(self, width: float) -> None:
        """Paint with a brush of this width in pixels of the good picture; 0 drags instead."""
        self._brush = width
        shape = Qt.CursorShape.CrossCursor if width else Qt.CursorShape.OpenHandCursor
        self.setCursor(shape)

    @property
    def zoom(self) -> float:
        """Device pixels per pixel of the good picture."""
        return self._zoom

    @property
    def place(self) -> Region:
        """What is shown, in pixels of the good picture."""
        if self._good is None:
            return Region(0, 0, 0, 0)
        size, half = Size(*self._good.shape[:2]), self._half()
        width, height = half.width() / self._step, half.height() / self._step
        left = self._centre[0] * size.width - width / 2
        top = self._centre[1] * size.height - height / 2
        left = min(max(left, 0), max(size.width - width, 0))
        top = min(max(top, 0), max(size.height - height, 0))
        corner = int(left), int(top)
        reach = int(np.ceil(width)), int(np.ceil(height))
        return Region(*corner, corner[0] + reach[0], corner[1] + reach[1]).within(size)

    # Events

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom in steps."""
        steps = [
            z for z in ZOOMS if (z > self._zoom if event.angleDelta().y() > 0 else z < self._zoom)
        ]
        if steps:
            self._zoom = steps[0] if event.angleDelta().y() > 0 else steps[-1]
            self._tell()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start to move, or to paint."""
        self._pressed = event.position()
        if self._brush:
            self._stroke = [self._photo_point(event.position())]
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the place, or lengthen the stroke."""
        if self._pressed is None or self._good is None:
            return
        if self._brush:
            self._stroke.append(self._photo_point(event.position()))
            self.update()
            return
        way = event.position() - self._pressed
        self._pressed = event.position()
        height, width = self._good.shape[:2]
        place = self.place
        middle = (place.left + place.width / 2) / width, (place.top + place.height / 2) / height
        self._centre = (
            middle[0] - way.x() / self._step / width,
            middle[1] - way.y() / self._step / height,
        )
        self._tell()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The stroke is done."""
        self._pressed = None
        if self._stroke:
            stroke, self._stroke = tuple(self._stroke), []
            self.stroke_painted.emit(stroke)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both halves and what is being painted."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().dark())
        if self._good is None:
            return
        place, half = self.place, self._half()
        second = half.translated(half.width() + GAP, 0)
        self._draw(painter, half, place.of(self._good), place.size, "Good")
        if self._made is not None:
            part = place.covering(self._made_factor).within(Size(*self._made.shape[:2]))
            shown = Size(part.height * self._made_factor, part.width * self._made_factor)
            label = self._note or "Degraded"
            self._draw(painter, second, part.of(self._made), shown, label)
        self._draw_stroke(painter, place)

    def _tell(self) -> None:
        self.update()
        self.moved.emit()

    # Geometry

    @property
    def _step(self) -> float:
        """Logical pixels per pixel of the good picture."""
        return self._zoom / self.devicePixelRatioF()

    def _half(self) -> QRectF:
        return QRectF(0, 0, (self.width() - GAP) // 2, self.height())

    def _margin(self) -> QPointF:
        """Room left and above a picture that is smaller than its half."""
        half, place = self._half(), self.place
        across = max(half.width() - place.width * self._step, 0) / 2
        return QPointF(across, max(half.height() - place.height * self._step, 0) / 2)

    def _photo_point(self, point: QPointF) -> tuple[float, float]:
        half, place = self._half(), self.place
        if point.x() > half.width():
            point = point - QPointF(half.width() + GAP, 0)
        point = point - self._margin()
        return place.left + point.x() / self._step, place.top + point.y() / self._step

    # Drawing

    def _draw(
        self, painter: QPainter, room: QRectF, pixels: np.ndarray, size: Size, label: str
    ) -> None:
        step = max(1, int(1 / self._zoom))
        thinned = np.ascontiguousarray(pixels[::step, ::step])
        rgb = np.ascontiguousarray(self._to_display(thinned))
        height, width = rgb.shape[:2]
        image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        corner = room.topLeft() + self._margin()
        target = QRectF(corner, QSizeF(size.width * self._step, size.height * self._step))
        painter.save()
        painter.setClipRect(room)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 1)
        painter.drawImage(target, image)
        painter.restore()
        self._draw_label(painter, QRectF(target.topLeft(), room.bottomRight()) & room, label)

    def _draw_label(self, painter: QPainter, room: QRectF, label: str) -> None:
        width = painter.fontMetrics().horizontalAdvance(label) + 16
        box = QRectF(room.left() + 8, room.top() + 8, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 20, 20, 170))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor("#f2f2f2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)

    def _draw_stroke(self, painter: QPainter, place: Region) -> None:
        if not self._stroke:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(0, 0, 0), max(self._brush * self._step, 1))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for shift in (0.0, self._half().width() + GAP):
            corner = self._margin() + QPointF(shift, 0)
            points = [
                corner + QPointF((x - place.left) * self._step, (y - place.top) * self._step)
                for x, y in self._stroke
            ]
            painter.drawPolyline(points) if len(points) > 1 else painter.drawPoint(points[0])
