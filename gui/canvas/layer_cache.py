"""Finished parts of the view, so that dragging the divider only copies pixels."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from core.region import Region, Size
from core.view.geometry import ViewTransform
from gui.canvas.layers import FrameBudget
from gui.canvas.panned_frame import PannedFrame
from gui.canvas.plan import Part, around
from gui.canvas.tile_painter import paint_picture, picture_rect

MOST_FINE_PIXELS = 3_000_000
COARSENESS, LARGE_COARSENESS = 1.42, 2.0
Key = tuple[int, int, ViewTransform, Region, bool]


class Pace(Enum):
    """What the photo is doing; the faster it changes, the rougher it may be drawn."""

    RESTING = auto()
    PANNING = auto()
    ZOOMING = auto()


class LayerCache:
    """Draws parts, from memory where the view has not changed.

    Parameters
    ----------
    surround
        What is seen beside the photo.
    """

    def __init__(self, surround: QColor) -> None:
        self.surround = surround
        self._images: dict[Key, QImage] = {}
        self._panned = PannedFrame(surround)
        self._last: list[Part] = []

    def paint(
        self, painter: QPainter, parts: list[Part], view: Size, budget: FrameBudget, *, moving: bool
    ) -> bool:
        """Draw all parts of the view.

        Parameters
        ----------
        painter
            In device pixels.
        parts
            What to draw and where.
        view
            Size of the view.
        budget
            Time for tiles.
        moving
            Whether the next frame will look different anyway; the finest drawing then waits
            until the view rests.

        Returns
        -------
        bool
            True when every tile it needs was there.
        """

        before, self._last = self._last, parts
        pace = _pace(before, parts) if moving else Pace.RESTING

        def draw(target: QPainter, part: Part, clip: Region) -> bool:
            return self._paint_part(target, part, clip, budget, pace)

        if pace is Pace.PANNING and not self.holds(parts) and _moves_along(parts):
            return self._panned.paint(painter, parts, view, draw)
        self._panned.clear()
        return all([draw(painter, part, part.clip) for part in parts])

    def _paint_part(
        self, painter: QPainter, part: Part, clip: Region, budget: FrameBudget, pace: Pace
    ) -> bool:
        image = self._images.get(_key(part))
        if image is not None:
            place = clip.relative_to(part.pane)
            source = QRect(place.left, place.top, place.width, place.height)
            painter.drawImage(QPoint(clip.left, clip.top), image, source)
            return True
        self._fill_beside(painter, part, clip)
        return _draw(painter, part, clip, budget, pace)

    def keep(self, parts: list[Part], budget: FrameBudget) -> bool:
        """Draw one more of the parts into memory; True when all of them are there."""
        keys = [_key(part) for part in parts]
        self._images = {key: image for key, image in self._images.items() if key in keys}
        for key, part in zip(keys, parts, strict=True):
            if key not in self._images:
                image = self._drawn(part, budget)
                if image is not None:
                    self._images[key] = image
                return self.holds(parts)
        return True

    def holds(self, parts: list[Part]) -> bool:
        """Whether every part is in memory as it looks now."""
        return all(_key(part) in self._images for part in parts)

    @property
    def nbytes(self) -> int:
        """Memory of the finished parts."""
        return self._panned.nbytes + sum(image.sizeInBytes() for image in self._images.values())

    def clear(self) -> None:
        """Forget everything."""
        self._images, self._last = {}, []
        self._panned.clear()

    def _fill_beside(self, painter: QPainter, part: Part, clip: Region) -> None:
        """Draw the surround where the photo does not reach."""
        photo = picture_rect(part.transform, part.pyramid).overlap(clip)
        beside = [clip] if photo.empty else around(photo, clip)
        for place in beside:
            painter.fillRect(place.left, place.top, place.width, place.height, self.surround)

    def _drawn(self, part: Part, budget: FrameBudget) -> QImage | None:
        pane = part.pane
        image = QImage(pane.width, pane.height, QImage.Format_RGB32)
        image.fill(self.surround)
        painter = QPainter(image)
        painter.translate(-pane.left, -pane.top)
        complete = _draw(painter, part, pane, budget, Pace.RESTING)
        painter.end()
        return image if complete else None


def _draw(painter: QPainter, part: Part, clip: Region, budget: FrameBudget, pace: Pace) -> bool:
    coarser, smooth = 1.0, part.smooth
    if pace is not Pace.RESTING and part.transform.zoom < 1.0:
        large = part.pane.width * part.pane.height > MOST_FINE_PIXELS
        coarser = LARGE_COARSENESS if large else COARSENESS
        smooth = smooth and not (large and pace is Pace.ZOOMING)
    painter.setRenderHint(QPainter.SmoothPixmapTransform, smooth)
    return paint_picture(painter, part.pyramid, part.transform, clip, budget, coarser=coarser)


def _pace(before: list[Part], now: list[Part]) -> Pace:
    same_zoom = [part.transform.zoom for part in now] == [part.transform.zoom for part in before]
    return Pace.PANNING if same_zoom else Pace.ZOOMING


def _moves_along(parts: list[Part]) -> bool:
    """Whether moving the last frame pays; at 100 % drawing afresh is as quick."""
    return any(part.transform.zoom != 1.0 for part in parts)


def _key(part: Part) -> Key:
    return part.pyramid.number, part.version, part.transform, part.pane, part.smooth
