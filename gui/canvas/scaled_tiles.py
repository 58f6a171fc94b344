"""Tiles in the size in which they are seen, so that what a pan uncovers is only copied.

Drawing a narrow strip smoothly costs almost as much as the whole tile behind it, and the next
frame of the pan uncovers the strip beside it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from core.region import Region
from core.view.pyramid import Tile, TileKey

MOST_BYTES = 24 << 20
LARGEST = 1 << 19
NARROW = 0.5


@dataclass(frozen=True)
class _Scaled:
    tile: Tile
    source: QRectF
    image: QImage


class ScaledTiles:
    """The scaled tiles that were used last.

    Attributes
    ----------
    nbytes
        Memory of their pixels.
    """

    def __init__(self) -> None:
        self.nbytes = 0
        self._known: OrderedDict[tuple[int, TileKey], _Scaled] = OrderedDict()

    def worthwhile(self, target: Region, place: Region) -> bool:
        """Whether so little of a tile is drawn that the rest will probably follow.

        Parameters
        ----------
        target
            What is drawn, in the view.
        place
            What the whole tile covers there.
        """
        return place.pixels <= LARGEST and target.pixels < NARROW * place.pixels

    def image(self, name: tuple[int, TileKey], tile: Tile, source: QRectF, size: Region) -> QImage:
        """A tile, scaled.

        Parameters
        ----------
        name
            The tile's pyramid and place; only the last scaling of a tile is kept.
        tile
            Its pixels.
        source
            The part of them that is seen.
        size
            What it covers in the view.
        """
        known = self._known.get(name)
        if known is None or known.tile is not tile or not _fits(known, source, size):
            self._forget(name)
            known = _Scaled(tile, source, _scaled(tile, source, size))
            self._known[name] = known
            self.nbytes += known.image.sizeInBytes()
            while self.nbytes > MOST_BYTES and len(self._known) > 1:
                self._forget(next(iter(self._known)))
        self._known.move_to_end(name)
        return known.image

    def _forget(self, name: tuple[int, TileKey]) -> None:
        known = self._known.pop(name, None)
        if known is not None:
            self.nbytes -= known.image.sizeInBytes()


def _fits(known: _Scaled, source: QRectF, size: Region) -> bool:
    same_size = (known.image.width(), known.image.height()) == (size.width, size.height)
    return same_size and known.source == source  # Qt compares with a tolerance


def _scaled(tile: Tile, source: QRectF, size: Region) -> QImage:
    image = QImage(size.width, size.height, QImage.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.SmoothPixmapTransform, True)
    painter.drawImage(QRectF(0, 0, size.width, size.height), tile.image, source)
    painter.end()
    return image
