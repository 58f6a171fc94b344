"""A finished part of the view that moves along with the photo: only what comes into view is drawn.

The image is a torus: panning moves its origin, not its pixels, so that a frame costs one copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from core.region import Region
from core.view.pyramid import TileKey
from gui.canvas.layers import qimage
from gui.canvas.plan import around

PAGE = 4096
MANY_TILES = 256
MOST_WASTE = 1.25


class DrawsTiles(Protocol):
    """Draws a picture into the view."""

    def paint(self, painter: QPainter, clip: Region) -> list[TileKey]:
        """Draw a part of the view; gives the tiles that others had to stand in for."""

    def renew(self, key: TileKey) -> bool:
        """Make a tile if there is time; whether it is what it should be then."""

    def keys(self, clip: Region) -> Sequence[TileKey]:
        """The tiles that a part of the view shows, from its middle outwards."""

    def place(self, key: TileKey) -> Region:
        """What of the view a tile covers."""


class ScrolledImage:
    """What one picture shows in one pane.

    Parameters
    ----------
    pane
        What of the view it covers.

    Attributes
    ----------
    missing
        Places of the view that are not drawn yet.
    rough
        Tiles that are not as they should be.
    """

    def __init__(self, pane: Region) -> None:
        self.pane = pane
        self.missing = [pane]
        self.rough: set[TileKey] = set()
        self._pixels = _half_a_page_beside(pane.height, pane.width)
        self._image = qimage(self._pixels)
        self._origin = (0, 0)

    @property
    def nbytes(self) -> int:
        """Memory of the pixels."""
        return self._image.sizeInBytes()

    @property
    def complete(self) -> bool:
        """Whether everything is drawn as it should be."""
        return not self.missing and not self.rough

    def move(self, dx: int, dy: int) -> None:
        """Show what lies at another place of the photo; what is new is missing then."""
        pane = self.pane
        self._origin = ((self._origin[0] + dx) % pane.width, (self._origin[1] + dy) % pane.height)
        kept = _moved(pane, dx, dy).overlap(pane)
        new = [pane] if kept.empty else around(kept, pane)
        moved = (_moved(place, dx, dy).overlap(kept) for place in self.missing)
        self.missing = [*(place for place in moved if not place.empty), *new]

    def forget(self, places: list[Region]) -> None:
        """These places of the view look different now."""
        inside = (place.overlap(self.pane) for place in places)
        self.missing = [*self.missing, *(place for place in inside if not place.empty)]

    def draw(self, clip: Region, tiles: DrawsTiles) -> None:
        """Draw what is missing in a part of the view, and more finely what is rough."""
        if self.complete:
            return
        painter = QPainter(self._image)
        self._draw_missing(painter, clip, tiles)
        if clip == self.pane or len(self.rough) > MANY_TILES:
            self.rough &= set(tiles.keys(self.pane))
        self._refine(painter, clip, tiles)
        painter.end()

    def is_drawn(self, clip: Region, tiles: DrawsTiles) -> bool:
        """Whether a part of the view is as it should be."""
        if any(not place.overlap(clip).empty for place in self.missing):
            return False
        return not self.rough or self.rough.isdisjoint(tiles.keys(clip))

    def _draw_missing(self, painter: QPainter, clip: Region, tiles: DrawsTiles) -> None:
        """What is not seen waits until there is time, so that the next frame comes quickly."""
        hidden: list[Region] = []
        for place in self.missing:
            seen = place.overlap(clip)
            if seen.empty:
                hidden.append(place)
                continue
            hidden += around(seen, place)
            for part, shift in self._pieces(seen):
                painter.save()
                painter.translate(*shift)
                self.rough.update(tiles.paint(painter, part))
                painter.restore()
        self.missing = _merged(hidden)

    def _refine(self, painter: QPainter, clip: Region, tiles: DrawsTiles) -> None:
        """Renew tiles as long as there is time."""
        if not self.rough:
            return
        for key in tiles.keys(clip):
            if key not in self.rough:
                continue
            if not tiles.renew(key):
                return
            self.rough.discard(key)
            for part, shift in self._pieces(tiles.place(key).overlap(self.pane)):
                painter.save()
                painter.translate(*shift)
                tiles.paint(painter, part)
                painter.restore()

    def copy_to(self, painter: QPainter, clip: Region) -> None:
        """Put a part of the view where it belongs, in device pixels."""
        for part, (across, along) in self._pieces(clip):
            source = QRect(part.left + across, part.top + along, part.width, part.height)
            painter.drawImage(QPoint(part.left, part.top), self._image, source)

    def _pieces(self, region: Region) -> list[tuple[Region, tuple[int, int]]]:
        """A region of the view in parts that lie in one piece in memory, with the way to there."""
        pane, (across, along) = self.pane, self._origin
        pieces = []
        for top, bottom, down in (
            (pane.top, pane.top + along, pane.height - along - pane.top),
            (pane.top + along, pane.bottom, -along - pane.top),
        ):
            for left, right, aside in (
                (pane.left, pane.left + across, pane.width - across - pane.left),
                (pane.left + across, pane.right, -across - pane.left),
            ):
                part = region.overlap(Region(left, top, right, bottom))
                if not part.empty:
                    pieces.append((part, (aside, down)))
        return pieces


def _half_a_page_beside(height: int, width: int) -> np.ndarray:
    """Room for h×w×4 values, in the middle of a page of memory.

    Windows begin with a page. Where two addresses differ by whole pages and a little, processors
    take what is read for what was just written, and copying takes twice the time.
    """
    count = 4 * height * width
    room = np.empty(count + 2 * PAGE, np.uint8)
    start = -room.ctypes.data % PAGE + PAGE // 2
    return room[start : start + count].reshape(height, width, 4)


def _moved(region: Region, dx: int, dy: int) -> Region:
    return Region(region.left + dx, region.top + dy, region.right + dx, region.bottom + dy)


def _merged(places: list[Region]) -> list[Region]:
    """Fewer places that cover the same; neighbours become one where that covers little else."""
    merged: list[Region] = []
    for place in places:
        for index, other in enumerate(merged):
            both = place.around(other)
            if both.pixels <= MOST_WASTE * (place.pixels + other.pixels):
                merged[index] = both
                break
        else:
            merged.append(place)
    return merged
