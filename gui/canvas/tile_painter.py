"""Draws the visible part of a picture from its tiles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from math import ceil, floor

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from core.region import Region
from core.view.geometry import ViewTransform
from core.view.pyramid import TILE_HEIGHT, TILE_WIDTH, Pyramid, Tile, TileKey, level_for
from gui.canvas.layers import FrameBudget
from gui.canvas.plan import around

APRON = 1
COARSER = 2.0


class Fineness(Enum):
    """How finely a picture is drawn; rougher is several times faster."""

    FINEST = auto()
    ROUGH = auto()
    NEAREST = auto()


@dataclass(frozen=True)
class Tiles:
    """How one picture is drawn in one frame.

    Attributes
    ----------
    pyramid
        The picture.
    transform
        Its own pixels → view.
    budget
        Tiles may be made as long as this allows; coarser ones stand in for the others.
    surround
        What is seen where the picture does not reach.
    smooth
        Bilinear between pixels, else nearest.
    fineness
        Unless it is the finest, pixels of twice the size will do.
    """

    pyramid: Pyramid
    transform: ViewTransform
    budget: FrameBudget
    surround: QColor
    smooth: bool
    fineness: Fineness = Fineness.FINEST

    def paint(self, painter: QPainter, clip: Region) -> list[Region]:
        """Draw what of the picture falls into a part of the view.

        Parameters
        ----------
        painter
            In device pixels.
        clip
            Part of the view to draw.

        Returns
        -------
        list of TileKey
            Tiles that were missing; empty when everything is what it should be.
        """
        self._fill_beside(painter, clip)
        painter.setRenderHint(QPainter.SmoothPixmapTransform, self.smooth)
        return [key for key in self.keys(clip) if not self._paint_tile(painter, key, clip)]

    def keys(self, clip: Region) -> list[TileKey]:
        """The tiles that a part of the view shows, from its middle outwards."""
        zoom = self.transform.zoom / (1.0 if self.fineness is Fineness.FINEST else COARSER)
        level = level_for(zoom, self.pyramid.levels)
        return self.pyramid.keys(level, _in_picture(self.transform, clip, self.pyramid))

    def renew(self, key: TileKey) -> bool:
        """Make a tile if it is not what it should be and there is time; whether it is then."""
        tile = self.pyramid.tile(key)
        if tile is not None and not tile.stale:
            return True
        if not self.budget.allows(self.pyramid.cost(key)):
            return False
        self.pyramid.make(key)
        return True

    def place(self, key: TileKey) -> Region:
        """What of the view a tile covers."""
        return picture_rect(self.transform, self.pyramid.place(key))

    def _paint_tile(self, painter: QPainter, key: TileKey, clip: Region) -> bool:
        """Draw one tile, or what stands in for it; True if it is what it should be."""
        target = self._target(key, clip)
        if target.empty:
            return True
        if self.pyramid.tile(key) is None and self._paint_finer(painter, key, clip):
            return True
        fine, tile = self.renew(key), self.pyramid.tile(key)
        if tile is not None:
            _draw_tile(painter, tile, key, self.transform, target)
        else:
            _draw_stand_in(painter, self.pyramid, key, self.transform, target)
        return fine

    def _paint_finer(self, painter: QPainter, key: TileKey, clip: Region) -> bool:
        """Where it need not be fine, tiles of the level below do as well if they are there."""
        if self.fineness is Fineness.FINEST or key.level == 0:
            return False
        finer = self.pyramid.keys(key.level - 1, self.pyramid.place(key))
        tiles = [self.pyramid.tile(one) for one in finer]
        if any(tile is None for tile in tiles):
            return False
        for one, tile in zip(finer, tiles, strict=True):
            target = self._target(one, clip)
            if not target.empty:
                _draw_tile(painter, tile, one, self.transform, target)
        return True

    def _fill_beside(self, painter: QPainter, clip: Region) -> None:
        photo = picture_rect(self.transform, self.pyramid.picture.size.region).overlap(clip)
        for place in [clip] if photo.empty else around(photo, clip):
            painter.fillRect(place.left, place.top, place.width, place.height, self.surround)

    def _target(self, key: TileKey, clip: Region) -> Region:
        """Where to draw: far beyond the view numbers would lose precision, so cut it there."""
        return self.place(key).overlap(clip)


def picture_rect(transform: ViewTransform, place: Region) -> Region:
    """Where a part of a picture, in its own pixels, lies in the view.

    Edges lie on whole device pixels, so that neighbours leave no gap; never less than a pixel.
    """
    left, top, right, bottom = (round(value) for value in transform.view_rect(place))
    return Region(left, top, max(right, left + 1), max(bottom, top + 1))


def _in_picture(transform: ViewTransform, clip: Region, pyramid: Pyramid) -> Region:
    left, top = transform.to_photo((clip.left, clip.top))
    right, bottom = transform.to_photo((clip.right, clip.bottom))
    place = Region(floor(left), floor(top), ceil(right), ceil(bottom))
    return place.within(pyramid.picture.size)


def _draw_tile(
    painter: QPainter, tile: Tile, key: TileKey, transform: ViewTransform, target: Region
) -> None:
    step = 1 << key.level
    corner = (key.column * TILE_WIDTH * step, key.row * TILE_HEIGHT * step)
    if transform.zoom == 1.0 and step == 1:
        left = target.left - round(transform.left) - corner[0] + APRON
        top = target.top - round(transform.top) - corner[1] + APRON
        source = QRect(left, top, target.width, target.height)
        painter.drawImage(QPoint(target.left, target.top), tile.image, source)
        return
    source = _source(transform, target, corner, (step, step), APRON)
    painter.drawImage(_qrectf(target), tile.image, source)


def _draw_stand_in(
    painter: QPainter, pyramid: Pyramid, key: TileKey, transform: ViewTransform, target: Region
) -> None:
    for up in range(1, pyramid.levels - key.level):
        parent = TileKey(key.level + up, key.row >> up, key.column >> up)
        tile = pyramid.tile(parent)
        if tile is not None:
            _draw_tile(painter, tile, parent, transform, target)
            return
    overview = pyramid.overview()
    size = pyramid.picture.size
    step = (size.width / overview.image.width(), size.height / overview.image.height())
    source = _source(transform, target, (0, 0), step, 0)
    painter.drawImage(_qrectf(target), overview.image, source)


def _source(
    transform: ViewTransform,
    target: Region,
    corner: tuple[int, int],
    step: tuple[float, float],
    apron: int,
) -> QRectF:
    """The part of a tile's image that a part of the view shows."""
    left, top = transform.to_photo((target.left, target.top))
    right, bottom = transform.to_photo((target.right, target.bottom))
    return QRectF(
        (left - corner[0]) / step[0] + apron,
        (top - corner[1]) / step[1] + apron,
        (right - left) / step[0],
        (bottom - top) / step[1],
    )


def _qrectf(region: Region) -> QRectF:
    return QRectF(region.left, region.top, region.width, region.height)
