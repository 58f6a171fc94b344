"""The divider of the split views: where it lies, whether it is hit, how it is dragged."""

from __future__ import annotations

from dataclasses import replace

from core.comparison import Comparison, Mode
from core.view.geometry import Point, Stage, view_transform

SPLITS = (Mode.SPLIT, Mode.SPLIT_HORIZONTAL)
GRAB = 8.0


def has_divider(comparison: Comparison) -> bool:
    """Whether two different pictures share a pane."""
    return comparison.mode in SPLITS and comparison.shown != comparison.reference


def divider_place(comparison: Comparison, stage: Stage) -> float:
    """View coordinate of the divider: x of the vertical, y of the horizontal one.

    It never leaves what can be seen of the photo, so that it can always be grabbed.
    """
    low, high = _visible_span(comparison, stage)
    return min(max(_unclamped_place(comparison, stage), low), high)


def divider_dragged(comparison: Comparison, stage: Stage, point: Point) -> Comparison:
    """Bring the divider under a point of the view."""
    axis = _axis(comparison)
    low, high = _visible_span(comparison, stage)
    return _with_place(comparison, stage, min(max(point[axis], low), high))


def divider_moved(comparison: Comparison, stage: Stage, distance: float) -> Comparison:
    """Move the divider by a way in the view."""
    place = divider_place(comparison, stage) + distance
    return divider_dragged(comparison, stage, (place, place))


def divider_hit(
    comparison: Comparison, stage: Stage, point: Point, tolerance: float = GRAB
) -> bool:
    """Whether a point of the view lies on the divider, within a tolerance in device pixels."""
    if not has_divider(comparison):
        return False
    axis = _axis(comparison)
    other = 1 - axis
    start = (stage.pane.left, stage.pane.top)[other]
    end = (stage.pane.right, stage.pane.bottom)[other]
    near = abs(point[axis] - divider_place(comparison, stage)) <= tolerance
    return near and start <= point[other] < end


def divider_kept(before: Comparison, after: Comparison, stage: Stage) -> Comparison:
    """Let the divider stay where it was on the screen although the photo moved under it."""
    if before.mode not in SPLITS:
        return after
    return divider_dragged(after, stage, (divider_place(before, stage),) * 2)


def _axis(comparison: Comparison) -> int:
    return 1 if comparison.mode is Mode.SPLIT_HORIZONTAL else 0


def _unclamped_place(comparison: Comparison, stage: Stage) -> float:
    transform = view_transform(comparison, stage)
    extents = (stage.photo.width, stage.photo.height)
    axis = _axis(comparison)
    origin = (transform.left, transform.top)[axis]
    return round(origin + comparison.divider * extents[axis] * transform.zoom)


def _visible_span(comparison: Comparison, stage: Stage) -> tuple[float, float]:
    transform = view_transform(comparison, stage)
    axis = _axis(comparison)
    start = (transform.left, transform.top)[axis]
    extent = (stage.photo.width, stage.photo.height)[axis] * transform.zoom
    pane = ((stage.pane.left, stage.pane.right), (stage.pane.top, stage.pane.bottom))[axis]
    return max(start, pane[0]), min(start + extent, pane[1])


def _with_place(comparison: Comparison, stage: Stage, place: float) -> Comparison:
    transform = view_transform(comparison, stage)
    axis = _axis(comparison)
    origin = (transform.left, transform.top)[axis]
    extent = (stage.photo.width, stage.photo.height)[axis] * transform.zoom
    return replace(comparison, divider=min(max((place - origin) / extent, 0.0), 1.0))
