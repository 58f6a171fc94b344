"""Draws the visible part of a picture from its tiles."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter

from core.region import Region
from core.view.geometry import ViewTransform
from core.view.pyramid import TILE_HEIGHT, TILE_WIDTH, Pyramid, Tile, TileKey, level_for
from gui.canvas.layers import FrameBudget

APRON = 1


def paint_picture(
    painter: QPainter,
    pyramid: Pyramid,
    transform: ViewTransform,
    clip: Region,
    budget: FrameBudget,
    *,
    coarser: float = 1.0,
) -> bool:
    """Draw what of a picture falls into a part of the view.

    Parameters
    ----------
    painter
        In device pixels; its smooth-transform hint decides between bilinear and nearest.
    pyramid
        The picture.
    transform
        Its own pixels → view.
    clip
        Part of the view to draw.
    budget
        Tiles may be made as long as this allows; coarser ones stand in for the others.
    coarser
        Be content with pixels larger by this factor, which draws several times faster.

    Returns
    -------
    bool
        True when everything drawn is what it should be.
    """
    level = level_for(transform.zoom / coarser, pyramid.levels)
    complete = True
    for key in pyramid.keys(level, _in_picture(transform, clip, pyramid)):
        tile = pyramid.tile(key)
        if (tile is None or tile.stale) and budget.allows_another():
            tile = pyramid.make(key)
        complete = complete and tile is not None and not tile.stale
        target = _target(transform, pyramid.place(key), clip)
        if tile is not None:
            _draw_tile(painter, tile, key, transform, target)
        else:
            _draw_stand_in(painter, pyramid, key, transform, target)
    return complete


def picture_rect(transform: ViewTransform, pyramid: Pyramid) -> Region:
    """Where the whole picture lies in the view."""
    return _snapped(transform, pyramid.picture.size.region)


def _in_picture(transform: ViewTransform, clip: Region, pyramid: Pyramid) -> Region:
    left, top = transform.to_photo((clip.left, clip.top))
    right, bottom = transform.to_photo((clip.right, clip.bottom))
    place = Region(floor(left), floor(top), ceil(right), ceil(bottom))
    return place.within(pyramid.picture.size)


def _snapped(transform: ViewTransform, place: Region) -> Region:
    """Edges on whole device pixels, so that neighbours leave no gap; never less than a pixel."""
    left, top, right, bottom = (round(value) for value in transform.view_rect(place))
    return Region(left, top, max(right, left + 1), max(bottom, top + 1))


def _target(transform: ViewTransform, place: Region, clip: Region) -> Region:
    """Where to draw: far beyond the view numbers would lose precision, so cut it there."""
    return _snapped(transform, place).overlap(clip)


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
