"""Which picture is drawn where: the comparison turned into parts of the view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.comparison import Comparison, Mode
from core.region import Region, Size
from core.view.divider import divider_place, has_divider
from core.view.geometry import Stage, ViewTransform, effective_zoom, view_transform
from core.view.panes import Pane, panes
from core.view.pyramid import Pyramid
from gui.canvas.layers import Layers

GAP = 2
MARGIN = 8


@dataclass(frozen=True)
class Part:
    """A picture in a part of the view.

    Attributes
    ----------
    pyramid
        The picture.
    transform
        Its own pixels → view.
    pane
        The pane it belongs to.
    clip
        What of the pane it covers.
    smooth
        Bilinear between its pixels, else nearest.
    version
        That of the pyramid: another one means other pixels.
    """

    pyramid: Pyramid
    transform: ViewTransform
    pane: Region
    clip: Region
    smooth: bool
    version: int = 0


@dataclass(frozen=True)
class View:
    """What the canvas shows at this moment, besides the comparison.

    Attributes
    ----------
    area
        The widget, in device pixels.
    photo
        Size of the photo as opened.
    density
        Device pixels per logical pixel.
    instead
        Index of the candidate that is shown everywhere while a key is held or the view blinks.
    """

    area: Region
    photo: Size
    density: float = 1.0
    instead: int | None = None


@lru_cache(maxsize=8)
def view_of(widget: Size, photo: Size, density: float, instead: int | None) -> View:
    """The view of a widget of this size in logical pixels; asked for often in every frame."""
    area = Size(round(widget.height * density), round(widget.width * density)).region
    return View(area, photo, density, instead)


def laid_out(comparison: Comparison, layers: Layers, view: View) -> list[Pane]:
    """The panes of the view."""
    gap = round(GAP * view.density)
    return panes(comparison, len(layers.candidates), view.area, view.photo, gap)


def stage_of(comparison: Comparison, layers: Layers, view: View, pane: Region) -> Stage:
    """What the geometry of one pane depends on."""
    return Stage(view.photo, pane, view_scale(comparison, layers), round(MARGIN * view.density))


def view_scale(comparison: Comparison, layers: Layers) -> int:
    """The largest scale among the pictures in view; see `core.view.geometry`."""
    if comparison.mode is Mode.GRID:
        return layers.scale(list(range(len(layers.candidates))))
    return layers.scale([comparison.shown, comparison.reference])


def parts(comparison: Comparison, layers: Layers, view: View) -> list[Part]:
    """Everything that has to be drawn, without overlaps."""
    made = []
    for pane in laid_out(comparison, layers, view):
        stage = stage_of(comparison, layers, view, pane.rect)
        if view.instead is not None:
            made.append(_part(comparison, layers, stage, view.instead, pane.rect))
        elif has_divider(comparison):
            made.extend(_both_sides(comparison, layers, stage))
        elif comparison.mode is Mode.DIFFERENCE:
            made.append(_difference(comparison, layers, stage))
        else:
            made.append(_part(comparison, layers, stage, pane.candidate, pane.rect))
    return made


def sides(comparison: Comparison, stage: Stage) -> tuple[Region, Region]:
    """The pane's parts before and after the divider."""
    pane = stage.pane
    place = int(divider_place(comparison, stage))
    if comparison.mode is Mode.SPLIT_HORIZONTAL:
        place = min(max(place, pane.top), pane.bottom)
        return (
            Region(pane.left, pane.top, pane.right, place),
            Region(pane.left, place, pane.right, pane.bottom),
        )
    place = min(max(place, pane.left), pane.right)
    return (
        Region(pane.left, pane.top, place, pane.bottom),
        Region(place, pane.top, pane.right, pane.bottom),
    )


def around(inner: Region, outer: Region) -> list[Region]:
    """What of a region lies outside another within it, as up to four rectangles."""
    strips = (
        Region(outer.left, outer.top, outer.right, inner.top),
        Region(outer.left, inner.bottom, outer.right, outer.bottom),
        Region(outer.left, inner.top, inner.left, inner.bottom),
        Region(inner.right, inner.top, outer.right, inner.bottom),
    )
    return [strip for strip in strips if not strip.empty]


def _both_sides(comparison: Comparison, layers: Layers, stage: Stage) -> list[Part]:
    before, after = sides(comparison, stage)
    return [
        _part(comparison, layers, stage, comparison.reference, before),
        _part(comparison, layers, stage, comparison.shown, after),
    ]


def _part(
    comparison: Comparison, layers: Layers, stage: Stage, candidate: int, clip: Region
) -> Part:
    zoom = effective_zoom(comparison, stage)
    return _of(layers.pyramid(candidate, zoom, stage.scale), comparison, stage, clip)


def _difference(comparison: Comparison, layers: Layers, stage: Stage) -> Part:
    pyramid = layers.difference(comparison.shown, comparison.reference)
    return _of(pyramid, comparison, stage, stage.pane)


def _of(pyramid: Pyramid, comparison: Comparison, stage: Stage, clip: Region) -> Part:
    """A fitted photo is always smooth; a chosen zoom of 100 % or more shows the pixels."""
    transform = view_transform(comparison, stage).for_scale(pyramid.picture.scale)
    smooth = comparison.zoom is None or transform.zoom < 1.0
    return Part(pyramid, transform, stage.pane, clip, smooth, pyramid.version)
