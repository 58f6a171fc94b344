"""The loupe: what lies under the mouse, of both pictures, pixel by pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.region import Region
from core.view.geometry import Point, ViewTransform, effective_zoom, view_transform
from gui.canvas import overlay
from gui.canvas.layers import FrameBudget
from gui.canvas.tile_painter import Tiles

if TYPE_CHECKING:
    from gui.canvas.canvas import ComparisonCanvas

SIDE = 168
AWAY = 18
MAGNIFICATION = 4
FRAME = QColor(225, 225, 225)


def draw_loupe(painter: QPainter, canvas: ComparisonCanvas, budget: FrameBudget) -> bool:
    """Draw the two pictures around the mouse, the reference first.

    Parameters
    ----------
    painter
        In device pixels.
    canvas
        Tells what is compared and where the mouse is.
    budget
        Time for tiles.

    Returns
    -------
    bool
        Whether every tile was there.
    """
    comparison, point = canvas.comparison, canvas.zoom_point()
    stage = canvas.stage(*point)
    photo = view_transform(comparison, stage).to_photo(point)
    zoom = magnified(effective_zoom(comparison, stage), stage.scale)
    complete = True
    for index, place in zip(
        (comparison.reference, comparison.shown), loupe_places(canvas), strict=False
    ):
        pyramid = canvas.layers.pyramid(index, zoom, stage.scale)
        transform = _centred(photo, zoom, place).for_scale(pyramid.picture.scale)
        surround = QColor(canvas.tones.surround)
        tiles = Tiles(pyramid, transform, budget, surround, smooth=False)
        complete = not tiles.paint(painter, place) and complete
        _draw_frame(painter, place, canvas, canvas.caption(index, zoom))
    return complete


def magnified(zoom: float, scale: int) -> float:
    """Device pixels per photo pixel in the loupe: 400 %, or twice what is nearer already."""
    return float(max(MAGNIFICATION * scale, 2 * zoom))


def loupe_places(canvas: ComparisonCanvas) -> list[Region]:
    """One or two squares beside the mouse, inside the view, in device pixels."""
    comparison, density = canvas.comparison, canvas.density
    count = 1 if comparison.shown == comparison.reference else 2
    side, away = round(SIDE * density), round(AWAY * density)
    area, (x, y) = canvas.view.area, canvas.zoom_point()
    left = _beside(x, count * side, away, area.width)
    top = _beside(y, side, away, area.height)
    return [Region(left + n * side, top, left + (n + 1) * side, top + side) for n in range(count)]


def _beside(place: float, extent: int, away: int, room: int) -> int:
    """After the mouse, or before it where there is no room."""
    after = round(place) + away
    return after if after + extent <= room else max(round(place) - away - extent, 0)


def _centred(photo: Point, zoom: float, place: Region) -> ViewTransform:
    middle = ((place.left + place.right) / 2, (place.top + place.bottom) / 2)
    return ViewTransform(
        zoom, round(middle[0] - zoom * photo[0]), round(middle[1] - zoom * photo[1])
    )


def _draw_frame(painter: QPainter, place: Region, canvas: ComparisonCanvas, name: str) -> None:
    painter.save()
    painter.scale(canvas.density, canvas.density)
    rect = _qrect(place)
    density = canvas.density
    logical = QRectF(
        rect.x() / density, rect.y() / density, rect.width() / density, rect.height() / density
    )
    painter.setRenderHint(QPainter.Antialiasing, False)
    painter.setBrush(Qt.NoBrush)
    painter.setPen(FRAME)
    painter.drawRect(logical.adjusted(0, 0, -1, -1))
    font = overlay.caption_font(painter.font())
    room = QRectF(logical.left(), logical.top(), 2 * logical.width(), logical.height())
    overlay.draw_caption(painter, name, overlay.caption_rect(name, font, room, bottom=True))
    painter.restore()


def _qrect(region: Region) -> QRectF:
    return QRectF(region.left, region.top, region.width, region.height)
