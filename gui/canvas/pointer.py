"""Mouse, wheel and trackpad on the canvas: turns them into proposals."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QNativeGestureEvent, QWheelEvent

from core.comparison import Comparison
from core.region import Region
from core.view.box_geometry import (
    BoxHit,
    Handle,
    box_around,
    box_between,
    box_dragged,
    box_dragged_in_proportion,
    box_hit,
    with_box,
    with_new_box,
)
from core.view.divider import SPLITS, divider_dragged, divider_hit, divider_moved, has_divider
from core.view.geometry import Point, Stage, effective_zoom, fit_zoom, photo_pixel, view_transform
from core.view.navigation import fit_toggled, panned, zoomed_at, zoomed_by

if TYPE_CHECKING:
    from gui.canvas.canvas import ComparisonCanvas

WHEEL_STEP = 1.25
DRAG_START = 3.0
GRAB = 10.0
BOX_GRAB = 6.0
OUTSIDE = (-1e6, -1e6)


class Doing(Enum):
    """What a drag does."""

    NOTHING = auto()
    DIVIDER = auto()
    PAN = auto()
    BOX = auto()
    NEW_BOX = auto()
    MAYBE_DIVIDER = auto()


HANDLE_CURSORS = {
    Handle.TOP_LEFT: Qt.SizeFDiagCursor,
    Handle.BOTTOM_RIGHT: Qt.SizeFDiagCursor,
    Handle.TOP_RIGHT: Qt.SizeBDiagCursor,
    Handle.BOTTOM_LEFT: Qt.SizeBDiagCursor,
    Handle.LEFT: Qt.SizeHorCursor,
    Handle.RIGHT: Qt.SizeHorCursor,
    Handle.TOP: Qt.SizeVerCursor,
    Handle.BOTTOM: Qt.SizeVerCursor,
    Handle.BODY: Qt.SizeAllCursor,
}


class Pointer:
    """What the mouse is doing on a canvas.

    Attributes
    ----------
    drawing_box
        The next drag draws a zoom box.
    space_held
        The next drag pans, whatever lies under the mouse.
    band
        The box that is being drawn, in photo pixels.
    """

    def __init__(self, canvas: ComparisonCanvas) -> None:
        self._canvas = canvas
        self.drawing_box = False
        self.space_held = False
        self.band: Region | None = None
        self._doing = Doing.NOTHING
        self._start: Point = (0.0, 0.0)
        self._before = Comparison()
        self._stage: Stage | None = None
        self._hit: BoxHit | None = None
        self._last: Point = OUTSIDE

    @property
    def band_colour(self) -> str:
        """The colour that the box being drawn will have."""
        return with_new_box(self._canvas.comparison, Region(0, 0, 1, 1)).boxes[-1].colour

    @property
    def place(self) -> Point:
        """Where the mouse was seen last, in view coordinates."""
        return self._last

    @property
    def busy(self) -> bool:
        """Whether a drag is going on."""
        return self._doing is not Doing.NOTHING

    def start_drawing(self, drawing: bool = True) -> None:
        """Let the next drag draw a zoom box, or not."""
        self.drawing_box = drawing
        self.show_cursor()

    def cancel(self) -> bool:
        """Give up the drag and what it did; False if there was none."""
        if not self.busy and not self.drawing_box:
            return False
        if self.busy:
            self._canvas.propose(self._before)
            self._end()
        self.start_drawing(False)
        return True

    def pressed(self, event: QMouseEvent) -> None:
        """Decide what the drag that starts here does."""
        if not self._canvas.candidates or self.busy:
            return
        point = self._view_point(event.position())
        self._doing = self._action_at(point, event)
        if self._doing is Doing.NOTHING:
            return
        self._start = self._last = point
        self._before = self._canvas.comparison
        self._stage = self._canvas.stage(*point)
        self._canvas.select_box(self._hit.index if self._doing is Doing.BOX else None)
        self._canvas.gesture_started.emit()
        self.show_cursor()

    def moved(self, event: QMouseEvent) -> None:
        """Go on with the drag; otherwise tell where the mouse is."""
        if not self._canvas.candidates:
            return
        point = self._view_point(event.position())
        self._tell_place(point)
        if self._doing is Doing.NOTHING:
            self._hover(point)
        else:
            self._drag(point, regular=bool(event.modifiers() & Qt.ShiftModifier))
        self._last = point
        if self._canvas.loupe:
            self._canvas.update()

    def released(self, event: QMouseEvent) -> None:
        """End the drag; a box that was drawn is proposed now."""
        if self._doing is Doing.NEW_BOX and self.band is not None:
            added = with_new_box(self._canvas.comparison, self.band)
            self._canvas.propose(added)
            self._canvas.select_box(len(added.boxes) - 1)
        if self._doing is Doing.NEW_BOX:
            self.drawing_box = False
        if self.busy:
            self._end()
        self._last = self._view_point(event.position())
        self.show_cursor()

    def left(self) -> None:
        """The mouse has left the canvas."""
        self._last = OUTSIDE
        self._canvas.update()

    def double_clicked(self, event: QMouseEvent) -> None:
        """Fit ↔ 100 % at the mouse."""
        if self._canvas.candidates and event.button() == Qt.LeftButton:
            point = self._view_point(event.position())
            stage = self._canvas.stage(*point)
            self._canvas.propose(fit_toggled(self._canvas.comparison, stage, point))

    def wheel(self, event: QWheelEvent) -> None:
        """A wheel zooms, with Shift it moves the divider; two fingers on a trackpad pan."""
        if not self._canvas.candidates:
            return
        point = self._view_point(event.position())
        stage = self._canvas.stage(*point)
        comparison = self._canvas.comparison
        delta = event.angleDelta()
        if event.modifiers() & Qt.ShiftModifier and has_divider(comparison):
            notches = (delta.y() or delta.x()) / 120.0
            changed = divider_moved(comparison, stage, -notches * 0.02 * stage.pane.width)
        elif _from_trackpad(event) and not event.modifiers() & Qt.ControlModifier:
            way = event.pixelDelta() * self._canvas.density
            changed = panned(comparison, stage, way.x(), way.y())
        else:
            factor = WHEEL_STEP ** (delta.y() / 120.0)
            changed = zoomed_by(comparison, stage, factor, point)
        self._canvas.propose(changed)

    def pinched(self, event: QNativeGestureEvent) -> bool:
        """Zoom with two fingers; False for gestures that mean nothing here."""
        if event.gestureType() != Qt.ZoomNativeGesture or not self._canvas.candidates:
            return False
        point = self._view_point(event.position())
        stage = self._canvas.stage(*point)
        zoom = effective_zoom(self._canvas.comparison, stage) * (1.0 + event.value())
        self._canvas.propose(zoomed_at(self._canvas.comparison, stage, zoom, point))
        return True

    def show_cursor(self) -> None:
        """Let the cursor's shape say what a drag would do or does."""
        self._canvas.setCursor(self._cursor(self._last))

    def hit_box(self, point: Point) -> BoxHit | None:
        """The zoom box under a point of the view."""
        stage = self._canvas.stage(*point)
        transform = view_transform(self._canvas.comparison, stage)
        reach = BOX_GRAB * self._canvas.density
        return box_hit(self._canvas.comparison.boxes, transform, point, reach)

    def box_at(self, point: Point) -> int | None:
        """The zoom box whose frame or inside lies under a point of the view."""
        hit = self.hit_box(point)
        if hit is not None:
            return hit.index
        pixel = photo_pixel(self._canvas.comparison, self._canvas.stage(*point), point)
        return box_around(self._canvas.comparison.boxes, *pixel) if pixel else None

    def view_point(self, position: QPointF) -> Point:
        """Logical → view coordinates."""
        return self._view_point(position)

    def _view_point(self, position: QPointF) -> Point:
        return position.x() * self._canvas.density, position.y() * self._canvas.density

    def _action_at(self, point: Point, event: QMouseEvent) -> Doing:
        self._hit = None
        if event.button() == Qt.MiddleButton:
            return Doing.PAN
        if event.button() != Qt.LeftButton:
            return Doing.NOTHING
        if self.space_held:
            return Doing.PAN
        if self.drawing_box or event.modifiers() & Qt.ControlModifier:
            return Doing.NEW_BOX
        return self._action_on_what_lies_there(point)

    def _action_on_what_lies_there(self, point: Point) -> Doing:
        stage = self._canvas.stage(*point)
        if self._on_divider(point, stage):
            return Doing.DIVIDER
        self._hit = self.hit_box(point)
        if self._hit is not None:
            return Doing.BOX
        if self._can_pan(stage) or not has_divider(self._canvas.comparison):
            return Doing.PAN
        return Doing.MAYBE_DIVIDER

    def _on_divider(self, point: Point, stage: Stage) -> bool:
        reach = GRAB * self._canvas.density
        return self._canvas.view.instead is None and divider_hit(
            self._canvas.comparison, stage, point, reach
        )

    def _can_pan(self, stage: Stage) -> bool:
        zoom = effective_zoom(self._canvas.comparison, stage)
        return zoom > fit_zoom(stage) * 1.001

    def _drag(self, point: Point, *, regular: bool) -> None:
        """Go on with what the drag does; ``regular`` keeps boxes square or in proportion."""
        far = max(abs(point[0] - self._start[0]), abs(point[1] - self._start[1]))
        if self._doing is Doing.MAYBE_DIVIDER and far > DRAG_START * self._canvas.density:
            self._doing = Doing.DIVIDER
            self.show_cursor()
        if self._doing is Doing.DIVIDER:
            self._canvas.propose(divider_dragged(self._canvas.comparison, self._stage, point))
        elif self._doing is Doing.PAN:
            way = (point[0] - self._start[0], point[1] - self._start[1])
            self._canvas.propose(panned(self._before, self._stage, *way))
        elif self._doing is Doing.BOX:
            self._drag_box(point, in_proportion=regular)
        elif self._doing is Doing.NEW_BOX:
            self._stretch_band(point, square=regular)

    def _drag_box(self, point: Point, *, in_proportion: bool) -> None:
        zoom = effective_zoom(self._before, self._stage)
        way = [(now - then) / zoom for now, then in zip(point, self._start, strict=True)]
        box = self._before.boxes[self._hit.index]
        drag = box_dragged_in_proportion if in_proportion or box.keeps_shape else box_dragged
        rect = drag(box.rect, self._hit.handle, *way, self._stage.photo)
        changed = with_box(self._before, self._hit.index, replace(box, rect=rect))
        self._canvas.propose(changed)

    def _stretch_band(self, point: Point, *, square: bool) -> None:
        transform = view_transform(self._canvas.comparison, self._stage)
        ends = [transform.to_photo(end) for end in (self._start, point)]
        self.band = box_between(*ends, self._stage.photo, square=square)
        self._canvas.update()

    def _hover(self, point: Point) -> None:
        stage = self._canvas.stage(*point)
        comparison = self._canvas.comparison
        if comparison.viewing.divider_follows and has_divider(comparison):
            self._canvas.propose(divider_dragged(comparison, stage, point))
        self._canvas.setCursor(self._cursor(point))

    def _cursor(self, point: Point) -> Qt.CursorShape:
        busy = {
            Doing.PAN: Qt.ClosedHandCursor,
            Doing.NEW_BOX: Qt.CrossCursor,
            Doing.DIVIDER: self._divider_cursor(),
        }
        if self._doing in busy:
            return busy[self._doing]
        if self.space_held:
            return Qt.OpenHandCursor
        if self.drawing_box:
            return Qt.CrossCursor
        return self._cursor_over(point)

    def _cursor_over(self, point: Point) -> Qt.CursorShape:
        if not self._canvas.candidates:
            return Qt.ArrowCursor
        stage = self._canvas.stage(*point)
        if self._on_divider(point, stage):
            return self._divider_cursor()
        hit = self._hit if self._doing is Doing.BOX else self.hit_box(point)
        if hit is not None:
            return HANDLE_CURSORS[hit.handle]
        return Qt.OpenHandCursor if self._can_pan(stage) else Qt.ArrowCursor

    def _divider_cursor(self) -> Qt.CursorShape:
        upright = self._canvas.comparison.mode is SPLITS[0]
        return Qt.SplitHCursor if upright else Qt.SplitVCursor

    def tell_middle(self) -> None:
        """Without the mouse, the middle of the view is the place that is measured."""
        if self._canvas.candidates and self._last == OUTSIDE and self._canvas.hasFocus():
            self._tell_place(self._canvas.zoom_point())

    def _tell_place(self, point: Point) -> None:
        pixel = photo_pixel(self._canvas.comparison, self._canvas.stage(*point), point)
        if pixel is None:
            self._canvas.cursor_left.emit()
        else:
            self._canvas.cursor_moved.emit(*pixel)

    def _end(self) -> None:
        self._doing, self.band, self._hit = Doing.NOTHING, None, None
        self._canvas.gesture_finished.emit()
        self._canvas.update()


def _from_trackpad(event: QWheelEvent) -> bool:
    finger = event.device().type() == QInputDevice.DeviceType.TouchPad
    phased = event.phase() != Qt.NoScrollPhase
    return not event.pixelDelta().isNull() and (finger or phased)
