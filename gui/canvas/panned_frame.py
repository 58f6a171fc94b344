"""While the photo is panned, the last frame is moved along and only its new edges are drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from core.region import Region, Size
from gui.canvas.plan import Part, around

Draw = Callable[[QPainter, Part, Region], bool]


class PannedFrame:
    """The pictures of the last frame, in two buffers that change places.

    Parameters
    ----------
    surround
        What is seen between the panes.
    """

    def __init__(self, surround: QColor) -> None:
        self._surround = surround
        self._parts: list[Part] = []
        self._image = QImage()
        self._spare = QImage()
        self._complete = False

    @property
    def nbytes(self) -> int:
        """Memory of both buffers."""
        return self._image.sizeInBytes() + self._spare.sizeInBytes()

    def paint(self, painter: QPainter, parts: list[Part], view: Size, draw: Draw) -> bool:
        """Draw all parts, with the help of the last frame where it shows the same pictures.

        Parameters
        ----------
        painter
            In device pixels.
        parts
            What to draw; their zoom may differ from the last frame's, then nothing is reused.
        view
            Size of the view.
        draw
            Draws one part into a region of the view and says whether it is complete.

        Returns
        -------
        bool
            Whether every tile was there.
        """
        target = self._buffer(view)
        inner = QPainter(target)
        complete = [self._paint_part(inner, part, draw) for part in parts]
        inner.end()
        self._image, self._spare = target, self._image
        self._parts, self._complete = parts, all(complete)
        painter.drawImage(0, 0, target)
        return self._complete

    def clear(self) -> None:
        """Give the memory back."""
        self._parts, self._image, self._spare = [], QImage(), QImage()

    def _buffer(self, view: Size) -> QImage:
        fits = (self._spare.height(), self._spare.width()) == (view.height, view.width)
        if not fits:
            self._spare = QImage(view.width, view.height, QImage.Format_RGB32)
            self._spare.fill(self._surround)
        return self._spare

    def _paint_part(self, painter: QPainter, part: Part, draw: Draw) -> bool:
        before = next((old for old in self._parts if _same_picture(old, part)), None)
        if before is None or not self._complete:
            return draw(painter, part, part.clip)
        dx = round(part.transform.left - before.transform.left)
        dy = round(part.transform.top - before.transform.top)
        kept = _moved(before.clip, dx, dy).overlap(part.clip)
        if kept.empty:
            return draw(painter, part, part.clip)
        source = QRect(kept.left - dx, kept.top - dy, kept.width, kept.height)
        painter.drawImage(QPoint(kept.left, kept.top), self._image, source)
        return all([draw(painter, part, strip) for strip in around(kept, part.clip)])


def _same_picture(old: Part, new: Part) -> bool:
    return (
        old.pyramid is new.pyramid
        and old.version == new.version
        and old.transform.zoom == new.transform.zoom
        and old.pane == new.pane
        and old.smooth == new.smooth
    )


def _moved(region: Region, dx: int, dy: int) -> Region:
    return Region(region.left + dx, region.top + dy, region.right + dx, region.bottom + dy)
