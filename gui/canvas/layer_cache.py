"""Finished parts of the view, so that dragging the divider and panning only copy pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from math import ceil
from typing import NamedTuple

from PySide6.QtGui import QColor, QPainter

from core.region import Region
from core.view.geometry import ViewTransform
from gui.canvas.layers import FrameBudget
from gui.canvas.plan import Part
from gui.canvas.scaled_tiles import ScaledTiles
from gui.canvas.scrolled_image import ScrolledImage
from gui.canvas.tile_painter import Fineness, Tiles, picture_rect

MOST_SMOOTH_PIXELS = 1_000_000
KEPT_BESIDE = 2
REACH = 3.0


class Pace(Enum):
    """What the photo is doing; while it is zoomed, it may be drawn more roughly."""

    RESTING = auto()
    PANNING = auto()
    ZOOMING = auto()


class Key(NamedTuple):
    """What a finished part shows."""

    picture: int
    transform: ViewTransform
    pane: Region
    smooth: bool


@dataclass
class Kept:
    """A finished part, and the version of the picture that it shows."""

    image: ScrolledImage
    version: int


@dataclass
class LayerCache:
    """Draws parts, from memory where the view has not changed.

    Attributes
    ----------
    surround
        What is seen beside the photo.
    """

    surround: QColor
    _kept: dict[Key, Kept] = field(default_factory=dict)
    _last: list[Part] = field(default_factory=list)
    _scaled: ScaledTiles = field(default_factory=ScaledTiles)

    def paint(
        self, painter: QPainter, parts: list[Part], budget: FrameBudget, *, moving: bool
    ) -> bool:
        """Draw all parts of the view.

        Parameters
        ----------
        painter
            In device pixels.
        parts
            What to draw and where.
        budget
            Time for tiles.
        moving
            Whether the next frame will look different anyway; the finest drawing then waits
            until the view rests. A view of more than a megapixel is not even blended then.

        Returns
        -------
        bool
            True when every tile it needs was there.
        """
        pace = _pace(self._last, parts) if moving else Pace.RESTING
        smooth = sum(part.clip.pixels for part in parts) <= MOST_SMOOTH_PIXELS
        fineness = Fineness.ROUGH if smooth else Fineness.NEAREST
        complete = [
            self._paint_in_motion(painter, part, budget, fineness)
            if pace is Pace.ZOOMING and _key(part) not in self._kept
            else self._paint_part(painter, part, budget, hasty=moving)
            for part in parts
        ]
        self._last = parts
        return all(complete)

    def _paint_part(
        self, painter: QPainter, part: Part, budget: FrameBudget, *, hasty: bool
    ) -> bool:
        image, tiles = self._image(part), self._tiles(part, budget, hasty=hasty)
        image.draw(part.clip, tiles)
        image.copy_to(painter, part.clip)
        return image.is_drawn(part.clip, tiles)

    def _paint_in_motion(
        self, painter: QPainter, part: Part, budget: FrameBudget, fineness: Fineness
    ) -> bool:
        """Not kept: the next frame has another zoom, or is the exact one."""
        fineness = Fineness.FINEST if part.transform.zoom >= 1.0 else fineness
        smooth = part.smooth and fineness is not Fineness.NEAREST
        tiles = Tiles(
            part.pyramid, part.transform, budget, self.surround, smooth=smooth, fineness=fineness
        )
        return not tiles.paint(painter, part.clip)

    def keep(self, parts: list[Part], budget: FrameBudget) -> bool:
        """Draw more of the parts into memory; True when they are all there."""
        self._free(parts)
        for part in parts:
            image = self._image(part)
            if not image.complete:
                image.draw(part.pane, self._tiles(part, budget))
                return self.holds(parts)
        return True

    def holds(self, parts: list[Part]) -> bool:
        """Whether every part is in memory as it looks now."""
        return all(_key(part) in self._kept and self._image(part).complete for part in parts)

    @property
    def nbytes(self) -> int:
        """Memory of the finished parts."""
        return self._scaled.nbytes + sum(kept.image.nbytes for kept in self._kept.values())

    def _image(self, part: Part) -> ScrolledImage:
        """The part in memory, with what has changed marked as missing; new if need be."""
        key = _key(part)
        if key not in self._kept:
            self._kept[key] = self._panned_here(part) or Kept(
                ScrolledImage(part.pane), part.version
            )
        kept = self._kept[key]
        if kept.version != part.version:
            changed = part.pyramid.changes_since(kept.version)
            kept.image.forget([_seen_at(part.transform, place) for place in changed])
            kept.version = part.version
        return kept.image

    def _panned_here(self, part: Part) -> Kept | None:
        """What the last frame showed of the same picture, moved to where it lies now."""
        for old in self._last:
            if _differs_by_place_alone(old, part) and _key(old) in self._kept:
                kept = self._kept.pop(_key(old))
                dx = round(part.transform.left - old.transform.left)
                dy = round(part.transform.top - old.transform.top)
                kept.image.move(dx, dy)
                return kept
        return None

    def _free(self, parts: list[Part]) -> None:
        """Keep what is seen, and a little of what was seen at the same place before."""
        keys = {_key(part) for part in parts}
        places = {(key.transform, key.pane) for key in keys}
        beside = [
            key for key in self._kept if key not in keys and (key.transform, key.pane) in places
        ]
        staying = keys | set(beside[-KEPT_BESIDE:])
        self._kept = {key: kept for key, kept in self._kept.items() if key in staying}

    def _tiles(self, part: Part, budget: FrameBudget, *, hasty: bool = False) -> Tiles:
        return Tiles(
            part.pyramid,
            part.transform,
            budget,
            self.surround,
            smooth=part.smooth,
            scaled=self._scaled,
            hasty=hasty,
        )


def _pace(before: list[Part], now: list[Part]) -> Pace:
    same_zoom = [part.transform.zoom for part in now] == [part.transform.zoom for part in before]
    return Pace.PANNING if same_zoom else Pace.ZOOMING


def _differs_by_place_alone(old: Part, new: Part) -> bool:
    return (
        old.pyramid is new.pyramid
        and old.transform.zoom == new.transform.zoom
        and old.pane == new.pane
        and old.smooth == new.smooth
    )


def _seen_at(transform: ViewTransform, place: Region) -> Region:
    """What of the view a change of the picture reaches, with what is averaged across its edge."""
    reach = ceil(REACH / transform.zoom) + 1
    return picture_rect(transform, place.grown(reach))


def _key(part: Part) -> Key:
    return Key(part.pyramid.number, part.transform, part.pane, part.smooth)
