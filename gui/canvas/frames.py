"""Draws the frames of a canvas: quickly while the photo moves, finely once it rests.

While it is zoomed, pixels may be twice as large and not blended; while it is panned, coarser tiles
stand in for what has just come into view. As soon as the hand rests, the exact frame follows.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QImage, QPainter

from core.region import Region
from core.view.geometry import ViewTransform, view_transform
from gui.canvas.layer_cache import LayerCache
from gui.canvas.layers import FrameBudget
from gui.canvas.loupe import draw_loupe
from gui.canvas.overlay_painter import OverlayPainter
from gui.canvas.plan import Part, parts

if TYPE_CHECKING:
    from gui.canvas.canvas import ComparisonCanvas

TILE_SECONDS, REST_SECONDS = 0.002, 0.03
MOVING_MS = 60
KEEP_MS = 20
PATIENCE, LONG_PATIENCE = 4, 20


class Frames(QObject):
    """What is needed from one frame to the next.

    Parameters
    ----------
    canvas
        Read, and asked to draw itself again.
    """

    def __init__(self, canvas: ComparisonCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._cache = LayerCache(QColor(canvas.tones.surround))
        self._overlay = OverlayPainter(canvas)
        self._place: tuple[ViewTransform, tuple[Region, ...]] | None = None
        self._rough_frames = 0
        self._moving = QTimer(self, singleShot=True, interval=MOVING_MS)
        self._moving.timeout.connect(canvas.update)
        self._keeping = QTimer(self, singleShot=True)
        self._keeping.timeout.connect(self._keep_some)

    @property
    def nbytes(self) -> int:
        """Memory of finished views."""
        return self._cache.nbytes

    def start_afresh(self) -> None:
        """Forget what was drawn."""
        self._cache = LayerCache(QColor(self._canvas.tones.surround))

    def paint(self, painter: QPainter) -> bool:
        """Draw the pictures in device pixels, then everything else in logical ones.

        Returns
        -------
        bool
            Whether all tiles were there, so that no other frame is needed.
        """
        painter.save()
        painter.scale(1.0 / self._canvas.density, 1.0 / self._canvas.density)
        moved, moving = self._has_moved()
        budget = FrameBudget(self._seconds(moving), in_any_case=self._in_any_case(moved))
        complete = self._paint_pictures(painter, budget, moving=moving)
        self._rough_frames = self._rough_frames + 1 if moved and not complete else 0
        painter.restore()
        self._overlay.paint(painter)
        complete = self._paint_loupe(painter) and complete
        if complete and not moving and not self.are_kept() and not self._keeping.isActive():
            self._keeping.start(KEEP_MS)
        return complete

    def _in_any_case(self, moved: bool) -> float:
        """What one tile may take although there is no time left.

        While the hand makes no pause, every fourth frame makes a quick one, and one in twenty any:
        so few may come late. In a pause, every frame does.
        """
        if not moved or self._rough_frames % LONG_PATIENCE == LONG_PATIENCE - 1:
            return inf
        return TILE_SECONDS if self._rough_frames % PATIENCE == PATIENCE - 1 else 0.0

    def _seconds(self, moving: bool) -> float:
        """Time for tiles: little under the hand, more where a new result is to be seen soon."""
        return TILE_SECONDS if moving or self._canvas.pointer.busy else REST_SECONDS

    def _paint_loupe(self, painter: QPainter) -> bool:
        if not self._canvas.shows_loupe():
            return True
        painter.save()
        painter.scale(1.0 / self._canvas.density, 1.0 / self._canvas.density)
        complete = draw_loupe(painter, self._canvas, FrameBudget(TILE_SECONDS))
        painter.restore()
        return complete

    def paint_overlay(self, painter: QPainter) -> None:
        """Draw what lies over the pictures, in logical pixels."""
        self._overlay.paint(painter)

    def paint_pictures_on(self, image: QImage) -> None:
        """Draw the pictures alone, complete, on an image of the view's size."""
        painter = QPainter(image)
        self._paint_pictures(painter, FrameBudget(float("inf")), moving=False)
        painter.end()

    def are_kept(self) -> bool:
        """Whether what is seen is finished, so that the divider only copies it."""
        return self._cache.holds(self._parts())

    def finish(self) -> None:
        """Make and keep everything that can be seen, at once."""
        while not self._cache.keep(self._parts(), FrameBudget(float("inf"))):
            pass

    def _paint_pictures(self, painter: QPainter, budget: FrameBudget, *, moving: bool) -> bool:
        area, made = self._canvas.view.area, self._parts()
        if sum(part.clip.width * part.clip.height for part in made) < area.width * area.height:
            surround = QColor(self._canvas.tones.surround)
            painter.fillRect(0, 0, area.width, area.height, surround)
        return self._cache.paint(painter, made, budget, moving=moving)

    def _parts(self) -> list[Part]:
        canvas = self._canvas
        return parts(canvas.comparison, canvas.layers, canvas.view) if canvas.candidates else []

    def _has_moved(self) -> tuple[bool, bool]:
        """Whether the photo lies elsewhere than in the last frame, and whether it did just now."""
        before, self._place = self._place, self._present_place()
        moved = before != self._place
        if moved:
            self._moving.start()
        if before is not None and before[0].zoom != self._place[0].zoom:
            self._rough_frames = 0
        return moved, self._moving.isActive()

    def _present_place(self) -> tuple[ViewTransform, tuple[Region, ...]]:
        canvas = self._canvas
        panes = tuple(pane.rect for pane in canvas.panes())
        return view_transform(canvas.comparison, canvas.stage()), panes

    def _keep_some(self) -> None:
        """Work ahead in small steps between events."""
        if self._moving.isActive():
            return
        if not self._cache.keep(self._parts(), FrameBudget(TILE_SECONDS)):
            self._keeping.start(0)
