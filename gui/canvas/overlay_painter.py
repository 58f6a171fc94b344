"""Draws the overlay that belongs to the mode: divider, captions, boxes, pixel grid, hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.comparison import Mode
from core.region import Region
from core.view.divider import divider_place, has_divider
from core.view.geometry import Stage, ViewTransform, percent, view_transform, visible_photo
from core.view.panes import Pane
from gui.canvas import overlay
from gui.canvas.plan import sides

if TYPE_CHECKING:
    from gui.canvas.canvas import ComparisonCanvas

GRID_FROM_PERCENT = 800.0
EMPTY_HINT = "Open a photo (Ctrl+O), or drop one here"


class OverlayPainter:
    """Draws over the photos of a canvas.

    Parameters
    ----------
    canvas
        Read, never changed.
    """

    def __init__(self, canvas: ComparisonCanvas) -> None:
        self._canvas = canvas

    def paint(self, painter: QPainter) -> None:
        """Draw everything that lies over the photos, in logical pixels."""
        canvas = self._canvas
        if not canvas.candidates:
            self._paint_hint(painter)
            return
        for pane in canvas.panes():
            painter.save()
            painter.setClipRect(self._logical(pane.rect))
            self._paint_pane(painter, pane)
            painter.restore()

    def _paint_hint(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._canvas.tones.secondary))
        painter.drawText(QRectF(self._canvas.rect()), int(Qt.AlignCenter), EMPTY_HINT)

    def _paint_pane(self, painter: QPainter, pane: Pane) -> None:
        canvas = self._canvas
        stage = canvas.stage(pane.rect.left, pane.rect.top)
        transform = view_transform(canvas.comparison, stage)
        if percent(canvas.comparison, stage) >= GRID_FROM_PERCENT:
            self._paint_grid(painter, stage)
        boxes = canvas.comparison.boxes
        overlay.draw_boxes(painter, boxes, transform, canvas.density, canvas.selected_box)
        band = canvas.pointer.band
        if band is not None:
            rect = self._logical(_rounded(transform.view_rect(band)))
            overlay.draw_rubber_band(painter, rect, QColor(canvas.pointer.band_colour))
        if has_divider(canvas.comparison) and canvas.view.instead is None:
            self._paint_split(painter, stage, self._photo_room(stage, transform))
        else:
            room = self._photo_room(stage, transform)
            self._paint_caption(painter, self._caption(pane), stage, room)

    def _paint_grid(self, painter: QPainter, stage: Stage) -> None:
        comparison = self._canvas.comparison
        part = visible_photo(comparison, stage).scaled(stage.scale)
        transform = view_transform(comparison, stage).for_scale(stage.scale)
        overlay.draw_pixel_grid(painter, transform, part, self._canvas.density)

    def _paint_split(self, painter: QPainter, stage: Stage, photo: QRectF) -> None:
        canvas = self._canvas
        comparison = canvas.comparison
        before, after = sides(comparison, stage)
        names = (canvas.tag(comparison.reference), canvas.tag(comparison.shown))
        upright = comparison.mode is Mode.SPLIT
        font = overlay.caption_font(painter.font())
        widest = max(overlay.caption_width(name, font) for name in names)
        room = self._caption_room(stage, photo, 2 * widest)
        for name, side, last in zip(names, (before, after), (False, True), strict=True):
            rect = overlay.caption_rect(
                name, font, room, right=last and upright, bottom=last and not upright
            )
            painter.save()
            painter.setClipRect(self._logical(side), Qt.IntersectClip)
            overlay.draw_caption(painter, name, rect)
            painter.restore()
        overlay.draw_divider(painter, self._divider_line(stage, photo))

    def _divider_line(self, stage: Stage, room: QRectF) -> QLineF:
        density = self._canvas.density
        place = divider_place(self._canvas.comparison, stage) / density
        if self._canvas.comparison.mode is Mode.SPLIT:
            return QLineF(QPointF(place, room.top()), QPointF(place, room.bottom()))
        return QLineF(QPointF(room.left(), place), QPointF(room.right(), place))

    def _paint_caption(self, painter: QPainter, text: str, stage: Stage, photo: QRectF) -> None:
        font = overlay.caption_font(painter.font())
        room = self._caption_room(stage, photo, overlay.caption_width(text, font))
        widest = QRectF(room.left(), room.top(), 2 * room.width(), room.height())
        overlay.draw_caption(painter, text, overlay.caption_rect(text, font, widest))

    def _caption(self, pane: Pane) -> str:
        canvas = self._canvas
        if canvas.view.instead is not None:
            return canvas.tag(canvas.view.instead)
        if canvas.comparison.mode is Mode.DIFFERENCE:
            shown = canvas.caption(canvas.comparison.shown)
            reference = canvas.caption(canvas.comparison.reference)
            return f"{shown} − {reference}   ×{canvas.comparison.viewing.difference.gain:g}"
        return canvas.tag(pane.candidate)

    def _photo_room(self, stage: Stage, transform: ViewTransform) -> QRectF:
        """The part of the pane that the photo covers, in logical pixels."""
        rect = transform.view_rect(stage.photo.region)
        return self._logical(_rounded(rect).overlap(stage.pane))

    def _caption_room(self, stage: Stage, photo: QRectF, needed: float) -> QRectF:
        """The photo, or more of the pane where the photo is too narrow for its captions."""
        pane = self._logical(stage.pane)
        width = min(max(photo.width(), needed), pane.width())
        left = photo.center().x() - width / 2
        left = min(max(left, pane.left()), pane.right() - width)
        return QRectF(left, photo.top(), width, photo.height())

    def _logical(self, region: Region) -> QRectF:
        density = self._canvas.density
        return QRectF(
            region.left / density,
            region.top / density,
            region.width / density,
            region.height / density,
        )


def _rounded(rect: tuple[float, float, float, float]) -> Region:
    return Region(*(round(value) for value in rect))
