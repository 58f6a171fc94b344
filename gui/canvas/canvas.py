"""The widget that compares pictures: it draws a `Comparison` and proposes changes of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison import Comparison, Mode
from core.region import Region, Size
from core.view.geometry import Stage, effective_zoom, percent, photo_pixel, visible_photo
from core.view.panes import Pane, pane_at
from core.view.viewing import Viewing
from gui.canvas.box_menu import box_menu
from gui.canvas.candidate_view import CandidateView
from gui.canvas.focus_ring import FocusRing
from gui.canvas.frames import Frames
from gui.canvas.keys import Keys
from gui.canvas.layers import Layers
from gui.canvas.plan import View, laid_out, stage_of, view_of
from gui.canvas.pointer import Pointer
from gui.canvas.view_menu import view_menu
from gui.theme import DARK, Tones


class ComparisonCanvas(QWidget):
    """Shows candidates as a `Comparison` says; owns no state but what the mouse is doing.

    Signals
    -------
    comparison_changed(Comparison)
        A proposal. Whoever owns the state answers with `set_comparison`.
    gesture_started(), gesture_finished()
        Around the many proposals of one drag, so that undo takes them as one.
    cursor_moved(int, int), cursor_left()
        The photo's pixel under the mouse.
    visible_changed()
        Zoom, place or size of the view changed; see `visible_region` and `zoom_percent`.
    """

    comparison_changed = Signal(object)
    gesture_started = Signal()
    gesture_finished = Signal()
    cursor_moved = Signal(int, int)
    cursor_left = Signal()
    visible_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, tones: Tones = DARK) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Expanding, QSizePolicy.Expanding)
        self.setAttribute(Qt.WA_OpaquePaintEvent)
        self.setAccessibleName("Comparison canvas")
        self.setAccessibleDescription(
            "Shows the photo and the results. Drag the divider; press R to draw a zoom box."
        )
        self.comparison = Comparison()
        self.layers = Layers()
        self.hold_original = False
        self.loupe = self._loupe_in_middle = False
        self.selected_box: int | None = None
        self._metrics: list[str] = []
        self._blink_reference = False
        self._visible: tuple[Region, float] | None = None
        self._tones = tones
        self._frames = Frames(self)
        self.pointer = Pointer(self)
        self.keys = Keys(self)
        self.ring = FocusRing(self)
        self._make_timers()

    def _make_timers(self) -> None:
        self._refresh = QTimer(self, singleShot=True, interval=0)
        self._refresh.timeout.connect(self.update)
        self._blink = QTimer(self, interval=self.comparison.viewing.blink_milliseconds)
        self._blink.timeout.connect(self._blink_now)

    # What is shown

    @property
    def candidates(self) -> list[CandidateView]:
        """The pictures that are compared, in order."""
        return self.layers.candidates

    def set_candidates(self, candidates: list[CandidateView]) -> None:
        """Show other pictures. The first is the photo itself and gives the coordinates."""
        for candidate in self.candidates:
            candidate.picture.unsubscribe(self._picture_changed)
        self.layers.set_candidates(candidates)
        for candidate in candidates:
            candidate.picture.subscribe(self._picture_changed)
        self._frames.start_afresh()
        self.set_comparison(self.comparison)
        self.update()

    def set_comparison(self, comparison: Comparison) -> None:
        """Draw another comparison. Indices beyond the candidates are brought back to them."""
        before, last = self.comparison, max(len(self.candidates) - 1, 0)
        shown, reference = min(comparison.shown, last), min(comparison.reference, last)
        self.comparison = replace(comparison, shown=shown, reference=reference)
        self._set_viewing(comparison.viewing)
        if self.selected_box is not None and self.selected_box >= len(comparison.boxes):
            self.selected_box = None
        self._set_blinking(comparison.mode is Mode.BLINK)
        self._tell_what_is_visible()
        if self.comparison != before:
            self.update()

    def propose(self, comparison: Comparison) -> None:
        """Ask the owner of the state for a change."""
        if comparison != self.comparison:
            self.comparison_changed.emit(comparison)

    def select_box(self, index: int | None) -> None:
        """Give one box handles, or none."""
        self.selected_box = index
        self.update()

    def set_holding_original(self, holding: bool) -> None:
        """Show the photo itself everywhere for as long as a key is held."""
        self.hold_original = holding
        self.update()

    def set_loupe(self, on: bool) -> None:
        """Show both pictures magnified beside the mouse."""
        self.loupe = on
        self._loupe_in_middle = on and not self._has_mouse()
        self.update()

    def shows_loupe(self) -> bool:
        """Whether the loupe is on and the mouse on the photo."""
        if not self.loupe or not self.candidates:
            return False
        if not self._has_mouse():
            return self._loupe_in_middle
        point = self.pointer.place
        return photo_pixel(self.comparison, self.stage(*point), point) is not None

    def caption(self, index: int, zoom: float | None = None) -> str:
        """What a candidate is called on the photo; enlarging is never silent."""
        name, stage = self.candidates[index].name, self.stage()
        zoom = zoom or effective_zoom(self.comparison, stage)
        if self.layers.is_enlarged(index, zoom, stage.scale):
            factor = stage.scale / self.candidates[index].picture.scale
            return f"{name} · {self.comparison.viewing.enlarging.name.lower()} ×{factor:.3g}"
        return name

    def tag(self, index: int) -> str:
        """The caption, followed by the figures against the ground truth where there are some."""
        metric = self._metrics[index] if index < len(self._metrics) else ""
        return f"{self.caption(index)} · {metric}" if metric else self.caption(index)

    # Options

    def set_metrics(self, metrics: list[str]) -> None:
        """Figures behind the captions, in the order of the candidates; empty where unknown."""
        if metrics != self._metrics:
            self._metrics = list(metrics)
            self.update()

    def propose_viewing(self, **changes: object) -> None:
        """Ask for another gain, filter or pace; see `core.view.viewing.Viewing`."""
        viewing = replace(self.comparison.viewing, **changes)
        self.propose(replace(self.comparison, viewing=viewing))

    def set_tones(self, tones: Tones) -> None:
        """Change to another theme."""
        self._tones = tones
        self._frames.start_afresh()
        self.update()

    @property
    def tones(self) -> Tones:
        """The theme in use."""
        return self._tones

    # Geometry

    @property
    def density(self) -> float:
        """Device pixels per logical pixel."""
        return self.devicePixelRatioF()

    @property
    def view(self) -> View:
        """Size, density and what is shown instead of the comparison at this moment."""
        size = Size(self.height(), self.width())
        return view_of(size, self.photo_size, self.density, self._instead())

    @property
    def photo_size(self) -> Size:
        """Size of the photo as opened; 1×1 without one."""
        return self.candidates[0].picture.size if self.candidates else Size(1, 1)

    def panes(self) -> list[Pane]:
        """The panes of the present mode."""
        return laid_out(self.comparison, self.layers, self.view)

    def stage(self, x: float | None = None, y: float = 0.0) -> Stage:
        """The stage of the pane under a point of the view, or of the first pane."""
        panes = self.panes()
        found = pane_at(panes, x, y) if x is not None else None
        pane = found or (panes[0] if panes else Pane(0, self.view.area))
        return stage_of(self.comparison, self.layers, self.view, pane.rect)

    def zoom_point(self) -> tuple[float, float]:
        """Where keys zoom: under the mouse, or in the middle when it is elsewhere."""
        if self._has_mouse():
            return self.pointer.place
        pane = self.panes()[0].rect
        return (pane.left + pane.right) / 2, (pane.top + pane.bottom) / 2

    def _has_mouse(self) -> bool:
        return pane_at(self.panes(), *self.pointer.place) is not None

    def visible_region(self) -> Region:
        """The photo's pixels that can be seen, for results that start with them."""
        return visible_photo(self.comparison, self.stage())

    def zoom_percent(self) -> float:
        """100 is one device pixel per pixel of the largest picture in view."""
        return percent(self.comparison, self.stage())

    def sizeHint(self) -> QSize:
        """A size that shows something."""
        return QSize(960, 640)

    def minimumSizeHint(self) -> QSize:
        """Small enough for small screens."""
        return QSize(240, 160)

    # Painting

    def render_view(self) -> QImage:
        """The view as it is seen, complete, in device pixels, without handles."""
        area = self.view.area
        image = QImage(area.width, area.height, QImage.Format_RGB32)
        self.paint_pictures_on(image)
        painter = QPainter(image)
        selected, self.selected_box = self.selected_box, None
        painter.scale(self.density, self.density)
        self._frames.paint_overlay(painter)
        painter.end()
        self.selected_box = selected
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw one frame; more follow by themselves while tiles are missing."""
        painter = QPainter(self)
        complete = self.paint_frame(painter)
        self.ring.paint(painter, self._tones.secondary)
        painter.end()
        if not complete:
            self._refresh.start()

    def paint_frame(self, painter: QPainter) -> bool:
        """Draw one frame; True when no other one is needed for it to be complete."""
        return self._frames.paint(painter)

    def paint_pictures_on(self, image: QImage) -> None:
        """Draw the pictures alone, complete, on an image of the view's size."""
        self._frames.paint_pictures_on(image)

    def is_complete(self) -> bool:
        """Whether what is seen is finished and nothing more will be drawn by itself."""
        return self._frames.are_kept()

    def display_bytes(self) -> int:
        """Memory of tiles and finished views."""
        return self.layers.cache.used + self._frames.nbytes

    def come_to_rest(self) -> None:
        """Make everything that can be seen, and keep it so that the divider only copies it."""
        self._frames.finish()

    # Moments

    def _tell_what_is_visible(self) -> None:
        before, self._visible = self._visible, (self.visible_region(), self.zoom_percent())
        if self._visible != before:
            self.visible_changed.emit()
            self.pointer.tell_middle()

    def _instead(self) -> int | None:
        if self.hold_original:
            return 0
        if self.comparison.mode is Mode.BLINK:
            return self.comparison.reference if self._blink_reference else self.comparison.shown
        return None

    def _set_viewing(self, viewing: Viewing) -> None:
        self.layers.set_viewing(viewing)
        if self._blink.interval() != viewing.blink_milliseconds:
            self._blink.setInterval(viewing.blink_milliseconds)

    def _set_blinking(self, blinking: bool) -> None:
        if blinking and not self._blink.isActive():
            self._blink.start()
        elif not blinking:
            self._blink.stop()
            self._blink_reference = False

    def _blink_now(self) -> None:
        self._blink_reference = not self._blink_reference
        self.update()

    def _picture_changed(self, region: Region) -> None:
        self._refresh.start()

    # Events

    def event(self, event: QEvent) -> bool:
        """Pinches arrive here before anything else."""
        if event.type() == QEvent.NativeGesture and self.pointer.pinched(event):
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a drag."""
        self.pointer.pressed(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it, or show what could be dragged."""
        self._loupe_in_middle = False
        self.pointer.moved(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        self.pointer.released(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit or 100 %."""
        self.pointer.double_clicked(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, move the divider or pan."""
        self.pointer.wheel(event)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the zoom box under the mouse, or with the view."""
        if not self.candidates:
            event.ignore()
            return
        index = self._box_at(event)
        if index is None:
            self.open_menu(event.globalPos())
            return
        self.select_box(index)
        box_menu(self, index).popup(event.globalPos())

    def open_menu(self, place: QPoint) -> None:
        """The menu of the view, at a place of the screen."""
        view_menu(self).popup(place)

    def _box_at(self, event: QContextMenuEvent) -> int | None:
        """The box that a menu is wanted for: by key the one with handles, else what lies there."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            return self.selected_box
        return self.pointer.box_at(self.pointer.view_point(event.pos().toPointF()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys; the window gets what means nothing here."""
        event.setAccepted(self.keys.pressed(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End of a held key."""
        event.setAccepted(self.keys.released(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is let go elsewhere does not stay held here."""
        self.pointer.space_held = False
        self.set_holding_original(False)
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        self.pointer.left()
        self.cursor_left.emit()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of the photo can be seen."""
        self.layers.set_view_pixels(self.view.area.size)
        self._tell_what_is_visible()
        super().resizeEvent(event)
