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
from gui.canvas.scaled_tiles import ScaledTiles

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
    scaled
        Remembers tiles of which a little is drawn; None draws each afresh.
    hasty
        What stands in for missing tiles need not be smooth: it is seen for a few frames of a pan.
    """

    pyramid: Pyramid
    transform: ViewTransform
    budget: FrameBudget
    surround: QColor
    smooth: bool
    fineness: Fineness = Fineness.FINEST
    scaled: ScaledTiles | None = None
    hasty: bool = False

    def paint(self, painter: QPainter, clip: Region) -> list[TileKey]:
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
        shown: list[tuple[TileKey, Tile]] = []
        bare: list[tuple[TileKey, Region]] = []
        rough = []
        for key in self.keys(clip):
            target = self.place(key).overlap(clip)
            if target.empty:
                continue
            tiles, fine = self._at_hand(key)
            shown += tiles
            bare += [] if tiles else [(key, target)]
            rough += [] if fine else [key]
        self._draw_stand_ins(painter, bare)
        painter.setRenderHint(QPainter.SmoothPixmapTransform, self.smooth)
        for key, tile in shown:
            self._paint_tile(painter, tile, key, clip)
        return rough

    def keys(self, clip: Region) -> tuple[TileKey, ...]:
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

    def _at_hand(self, key: TileKey) -> tuple[list[tuple[TileKey, Tile]], bool]:
        """What there is to draw in a tile's place, and whether it is what it should be."""
        tile = self.pyramid.tile(key)
        if tile is not None and not tile.stale:
            return [(key, tile)], True
        finer = self._finer(key) if tile is None else []
        if finer:
            return finer, True
        if self.renew(key):
            return [(key, self.pyramid.tile(key))], True
        return [(key, tile)] if tile is not None else [], False

    def _finer(self, key: TileKey) -> list[tuple[TileKey, Tile]]:
        """Where it need not be fine, tiles of the level below do as well if they are there."""
        if self.fineness is Fineness.FINEST or key.level == 0:
            return []
        keys = self.pyramid.keys(key.level - 1, self.pyramid.place(key))
        tiles = [(one, self.pyramid.tile(one)) for one in keys]
        return [] if any(tile is None for _, tile in tiles) else tiles

    def _paint_tile(self, painter: QPainter, tile: Tile, key: TileKey, clip: Region) -> None:
        place = self.place(key)
        target = place.overlap(clip)  # far beyond the view numbers would lose precision
        if target.empty:
            return
        if self.smooth and self.scaled is not None and self.scaled.worthwhile(target, place):
            self._copy_scaled(painter, tile, key, place, target)
        else:
            self._draw_tile(painter, tile, key, target)

    def _draw_tile(self, painter: QPainter, tile: Tile, key: TileKey, target: Region) -> None:
        if self.transform.zoom == 1.0 and key.level == 0:
            place = self.place(key)
            left, top = target.left - place.left + APRON, target.top - place.top + APRON
            source = QRect(left, top, target.width, target.height)
            painter.drawImage(QPoint(target.left, target.top), tile.image, source)
            return
        painter.drawImage(_qrectf(target), tile.image, self._source(key, target))

    def _copy_scaled(
        self, painter: QPainter, tile: Tile, key: TileKey, place: Region, target: Region
    ) -> None:
        name = (self.pyramid.number, key)
        image = self.scaled.image(name, tile, self._source(key, place), place)
        inside = target.relative_to(place)
        source = QRect(inside.left, inside.top, inside.width, inside.height)
        painter.drawImage(QPoint(target.left, target.top), image, source)

    def _draw_stand_ins(self, painter: QPainter, places: list[tuple[TileKey, Region]]) -> None:
        """Each coarser tile once, the coarsest first; finer ones are drawn over it."""
        together: dict[TileKey, Region] = {}
        for key, target in places:
            parent = self._coarser(key)
            known = together.get(parent)
            together[parent] = target if known is None else known.around(target)
        painter.setRenderHint(QPainter.SmoothPixmapTransform, self.smooth and not self.hasty)
        for parent in sorted(together, reverse=True):
            tile = self.pyramid.tile(parent)
            if tile is not None:
                self._draw_tile(painter, tile, parent, together[parent])
            else:
                self._draw_overview(painter, together[parent])

    def _coarser(self, key: TileKey) -> TileKey:
        """The finest tile above this one that is there; that of the top level if none is."""
        parent = key
        while parent.level < self.pyramid.levels - 1:
            parent = TileKey(parent.level + 1, parent.row >> 1, parent.column >> 1)
            if self.pyramid.tile(parent) is not None:
                break
        return parent

    def _draw_overview(self, painter: QPainter, target: Region) -> None:
        overview = self.pyramid.overview()
        size = self.pyramid.picture.size
        step = (size.width / overview.image.width(), size.height / overview.image.height())
        source = _source(self.transform, target, (0, 0), step, 0)
        painter.drawImage(_qrectf(target), overview.image, source)

    def _source(self, key: TileKey, target: Region) -> QRectF:
        step = 1 << key.level
        corner = (key.column * TILE_WIDTH * step, key.row * TILE_HEIGHT * step)
        return _source(self.transform, target, corner, (step, step), APRON)

    def _fill_beside(self, painter: QPainter, clip: Region) -> None:
        photo = picture_rect(self.transform, self.pyramid.picture.size.region).overlap(clip)
        if photo == clip:
            return
        for place in [clip] if photo.empty else around(photo, clip):
            painter.fillRect(place.left, place.top, place.width, place.height, self.surround)


def picture_rect(transform: ViewTransform, place: Region) -> Region:
    """Where a part of a picture, in its own pixels, lies in the view.

    Edges lie on whole device pixels, so that neighbours leave no gap; never less than a pixel.
    """
    left, top, right, bottom = map(round, transform.view_rect(place))
    return Region(left, top, max(right, left + 1), max(bottom, top + 1))


def _in_picture(transform: ViewTransform, clip: Region, pyramid: Pyramid) -> Region:
    left, top = transform.to_photo((clip.left, clip.top))
    right, bottom = transform.to_photo((clip.right, clip.bottom))
    place = Region(floor(left), floor(top), ceil(right), ceil(bottom))
    return place.within(pyramid.picture.size)


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
