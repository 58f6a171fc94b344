"""Finished parts of the view, so that dragging the divider only copies pixels."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from core.geometry import ViewTransform
from core.region import Region
from gui.canvas.layers import FrameBudget
from gui.canvas.plan import Part
from gui.canvas.tile_painter import paint_picture, picture_rect

MOST_FINE_PIXELS = 3_000_000
Key = tuple[int, int, ViewTransform, Region, bool]


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

    def paint(self, painter: QPainter, part: Part, budget: FrameBudget, *, moving: bool) -> bool:
        """Draw a part of the view.

        Parameters
        ----------
        painter
            In device pixels.
        part
            What to draw and where.
        budget
            Time for tiles.
        moving
            Whether the next frame will look different anyway; on very large views the finest
            drawing then waits until the view rests.

        Returns
        -------
        bool
            True when every tile it needs was there.
        """
        image = self._images.get(_key(part))
        if image is not None:
            clip, pane = part.clip, part.pane
            place = clip.relative_to(pane)
            source = QRect(place.left, place.top, place.width, place.height)
            painter.drawImage(QPoint(clip.left, clip.top), image, source)
            return True
        large = part.pane.width * part.pane.height > MOST_FINE_PIXELS
        self._fill_beside(painter, part)
        coarser = moving and large and part.transform.zoom < 1.0
        return _draw(painter, part, part.clip, budget, coarser=coarser)

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
        return sum(image.sizeInBytes() for image in self._images.values())

    def clear(self) -> None:
        """Forget everything."""
        self._images = {}

    def _fill_beside(self, painter: QPainter, part: Part) -> None:
        """Draw the surround where the photo does not reach."""
        clip = part.clip
        photo = picture_rect(part.transform, part.pyramid).overlap(clip)
        if photo.empty:
            photo = Region(clip.left, clip.top, clip.left, clip.top)
        for place in (
            Region(clip.left, clip.top, clip.right, photo.top),
            Region(clip.left, photo.bottom, clip.right, clip.bottom),
            Region(clip.left, photo.top, photo.left, photo.bottom),
            Region(photo.right, photo.top, clip.right, photo.bottom),
        ):
            if not place.empty:
                painter.fillRect(place.left, place.top, place.width, place.height, self.surround)

    def _drawn(self, part: Part, budget: FrameBudget) -> QImage | None:
        pane = part.pane
        image = QImage(pane.width, pane.height, QImage.Format_RGB32)
        image.fill(self.surround)
        painter = QPainter(image)
        painter.translate(-pane.left, -pane.top)
        complete = _draw(painter, part, pane, budget)
        painter.end()
        return image if complete else None


def _draw(
    painter: QPainter, part: Part, clip: Region, budget: FrameBudget, *, coarser: bool = False
) -> bool:
    painter.setRenderHint(QPainter.SmoothPixmapTransform, part.smooth)
    return paint_picture(painter, part.pyramid, part.transform, clip, budget, coarser=coarser)


def _key(part: Part) -> Key:
    return id(part.pyramid), part.pyramid.version, part.transform, part.pane, part.smooth
