"""What lies over the photos: divider, captions, zoom boxes, pixel grid. All in logical pixels."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from core.comparison import ZoomBox
from core.region import Region
from core.view.geometry import ViewTransform
from gui.canvas.stamps import Remembered, blend, stamp

HANDLE_RADIUS = 13.0
HANDLE_REACH = HANDLE_RADIUS + 3.0
CAPTION_HEIGHT = 22.0
CAPTION_MARGIN = 9.0
LEAST_NAME = 36.0
SHADE = QColor(0, 0, 0, 110)
TAG = QColor(22, 22, 22, 205)
WHITE = QColor(255, 255, 255)
_ADVANCES: Remembered[float] = Remembered(64)


def draw_divider(painter: QPainter, line: QLineF) -> None:
    """The dividing line with its round handle in the middle."""
    upright = line.dx() == 0
    painter.setRenderHint(QPainter.Antialiasing, False)
    bright = QRectF(line.p1(), QSizeF(*((1.0, line.dy()) if upright else (line.dx(), 1.0))))
    beside = (1.0, 0.0) if upright else (0.0, 1.0)
    blend(painter, [bright.adjusted(-beside[0], -beside[1], *beside)], SHADE)
    painter.fillRect(bright, WHITE)
    half = QPointF(0.5, 0.0) if upright else QPointF(0.0, 0.5)
    corner = line.center() + half - QPointF(HANDLE_REACH, HANDLE_REACH)
    place = QRectF(corner, QSizeF(2 * HANDLE_REACH, 2 * HANDLE_REACH))
    stamp(
        painter,
        place,
        ("handle", upright),
        lambda inner, rect: _draw_handle(inner, rect.center(), upright),
    )


def _draw_handle(painter: QPainter, centre: QPointF, upright: bool) -> None:
    painter.setRenderHint(QPainter.Antialiasing, True)
    painter.setPen(QPen(SHADE, 3.5))
    painter.setBrush(QColor(30, 30, 30, 150))
    painter.drawEllipse(centre, HANDLE_RADIUS, HANDLE_RADIUS)
    painter.setPen(QPen(WHITE, 1.6))
    painter.setBrush(Qt.NoBrush)
    painter.drawEllipse(centre, HANDLE_RADIUS, HANDLE_RADIUS)
    painter.setPen(Qt.NoPen)
    painter.setBrush(WHITE)
    for side in (-1.0, 1.0):
        corners = [(side * 7.5, 0.0), (side * 2.5, -4.0), (side * 2.5, 4.0)]
        points = [QPointF(x, y) if upright else QPointF(y, x) for x, y in corners]
        painter.drawPolygon(QPolygonF([centre + point for point in points]))


def caption_font(font: QFont) -> QFont:
    """The font of captions on the photo."""
    made = QFont(font)
    made.setPixelSize(12)
    made.setWeight(QFont.DemiBold)
    return made


def caption_width(text: str, font: QFont) -> float:
    """Room that a whole caption takes, with what is kept free beside it."""
    return _advance(text, font) + 3.5 * CAPTION_MARGIN


def caption_rect(
    text: str, font: QFont, room: QRectF, *, right: bool = False, bottom: bool = False
) -> QRectF:
    """Where a caption lies in a corner of ``room``; never more than half of it."""
    widest = max((room.width() - 3 * CAPTION_MARGIN) / 2, 0.0)
    width = min(_advance(text, font) + 2 * CAPTION_MARGIN, widest)
    left = room.right() - CAPTION_MARGIN - width if right else room.left() + CAPTION_MARGIN
    top = room.top() + CAPTION_MARGIN
    if bottom:
        top = room.bottom() - CAPTION_MARGIN - CAPTION_HEIGHT
    return QRectF(left, top, width, CAPTION_HEIGHT)


def draw_caption(painter: QPainter, text: str, rect: QRectF) -> None:
    """A name on a rounded dark tag; too long ones are shortened."""
    if rect.width() < 28.0:
        return
    font = caption_font(painter.font())
    stamp(
        painter,
        rect,
        ("caption", text, font.key()),
        lambda inner, place: _draw_tag(inner, text, font, place),
    )


def _advance(text: str, font: QFont) -> float:
    """The width of a text, from memory: captions are laid out in every frame."""
    return _ADVANCES.get((text, font.key()), lambda: QFontMetricsF(font).horizontalAdvance(text))


def _draw_tag(painter: QPainter, text: str, font: QFont, rect: QRectF) -> None:
    painter.setRenderHint(QPainter.Antialiasing, True)
    painter.setPen(Qt.NoPen)
    painter.setBrush(TAG)
    painter.drawRoundedRect(rect, 5.0, 5.0)
    painter.setFont(font)
    painter.setPen(WHITE)
    inner = rect.adjusted(9.0, 0.0, -9.0, 0.0)
    shown = shortened(text, QFontMetricsF(font), inner.width() + 1.0)
    painter.drawText(inner, int(Qt.AlignVCenter | Qt.AlignLeft), shown)


def shortened(text: str, metrics: QFontMetricsF, room: float) -> str:
    """A caption that fits: its name gives way before figures, which would lie if they were cut."""
    name, point, rest = text.partition(" · ")
    left = room - metrics.horizontalAdvance(point + rest)
    if not rest or metrics.horizontalAdvance(text) <= room or left < LEAST_NAME:
        return metrics.elidedText(text, Qt.ElideRight, room)
    return metrics.elidedText(name, Qt.ElideRight, left) + point + rest


def draw_boxes(
    painter: QPainter,
    boxes: tuple[ZoomBox, ...],
    transform: ViewTransform,
    density: float,
    selected: int | None,
) -> None:
    """Zoom boxes in their colours, each between two thin dark lines.

    Parameters
    ----------
    painter
        In logical pixels.
    boxes
        The last is drawn on top.
    transform
        Photo → view, in device pixels.
    density
        Device pixels per logical pixel.
    selected
        Index of the box that gets handles.
    """
    painter.setRenderHint(QPainter.Antialiasing, False)
    for index, box in enumerate(boxes):
        rect = _logical(transform.view_rect(box.rect), density)
        _draw_frame(painter, rect, QColor(box.colour))
        if box.name:
            _draw_name(painter, box, rect)
        if index == selected:
            _draw_box_handles(painter, rect, QColor(box.colour))


def draw_rubber_band(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """The box that is being drawn."""
    painter.setRenderHint(QPainter.Antialiasing, False)
    painter.fillRect(rect, QColor(colour.red(), colour.green(), colour.blue(), 30))
    _draw_frame(painter, rect, colour)


def draw_pixel_grid(
    painter: QPainter, transform: ViewTransform, part: Region, density: float
) -> None:
    """Lines between the pixels of a picture, faint enough to be seen through.

    Parameters
    ----------
    painter
        In logical pixels.
    transform
        The picture's own pixels → view, in device pixels.
    part
        Visible part of the picture, in its own pixels.
    density
        Device pixels per logical pixel.
    """
    left, top, right, bottom = (value / density for value in transform.view_rect(part))
    step = transform.zoom / density
    lines = [
        QLineF(left + step * n, top, left + step * n, bottom) for n in range(part.width + 1)
    ] + [QLineF(left, top + step * n, right, top + step * n) for n in range(part.height + 1)]
    painter.setRenderHint(QPainter.Antialiasing, False)
    painter.setPen(QPen(QColor(128, 128, 128, 90), 0))
    painter.drawLines(lines)


def _logical(rect: tuple[float, float, float, float], density: float) -> QRectF:
    left, top, right, bottom = (round(value) / density for value in rect)
    return QRectF(left, top, right - left, bottom - top)


def _draw_frame(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Filled strips: many times faster than a rectangle with a thick pen."""
    blend(painter, _strips(rect, 2.0), SHADE)
    for strip in _strips(rect, 1.0):
        painter.fillRect(strip, colour)


def _strips(rect: QRectF, reach: float) -> tuple[QRectF, ...]:
    """What lies within ``reach`` of a rectangle's edge, without overlaps."""
    outer = rect.adjusted(-reach, -reach, reach, reach)
    inner_height = max(outer.height() - 4 * reach, 0.0)
    side = QRectF(outer.left(), outer.top() + 2 * reach, 2 * reach, inner_height)
    return (
        QRectF(outer.left(), outer.top(), outer.width(), 2 * reach),
        QRectF(outer.left(), outer.bottom() - 2 * reach, outer.width(), 2 * reach),
        side,
        side.translated(outer.width() - 2 * reach, 0.0),
    )


def _draw_name(painter: QPainter, box: ZoomBox, rect: QRectF) -> None:
    font = caption_font(painter.font())
    font.setPixelSize(11)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(box.name)
    baseline = QPointF(rect.left() + 1.0, rect.top() - 6.0)
    path = QPainterPath()
    path.addText(baseline, font, metrics.elidedText(box.name, Qt.ElideRight, max(width, 40.0)))
    painter.setRenderHint(QPainter.Antialiasing, True)
    painter.strokePath(path, QPen(QColor(0, 0, 0, 170), 3.0))
    painter.fillPath(path, QColor(box.colour))
    painter.setRenderHint(QPainter.Antialiasing, False)


def _draw_box_handles(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    xs = (rect.left(), rect.center().x(), rect.right())
    ys = (rect.top(), rect.center().y(), rect.bottom())
    painter.setPen(QPen(QColor(20, 20, 20), 1.0))
    painter.setBrush(colour)
    for column, x in enumerate(xs):
        for row, y in enumerate(ys):
            if (column, row) != (1, 1):
                painter.drawRect(QRectF(x - 3.0, y - 3.0, 6.0, 6.0))
    painter.setBrush(Qt.NoBrush)
