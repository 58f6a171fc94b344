"""Zooming and panning: every function takes a comparison and gives the changed one."""

from __future__ import annotations

from dataclasses import replace

from core.comparison import Comparison
from core.view.divider import divider_kept
from core.view.geometry import (
    Point,
    Stage,
    clamped_centre,
    effective_zoom,
    fit_zoom,
    view_transform,
    zoom_limits,
)


def panned(comparison: Comparison, stage: Stage, dx: float, dy: float) -> Comparison:
    """Move the photo by a way in the view; the divider keeps its place on the screen."""
    transform = view_transform(comparison, stage)
    zoom = transform.zoom
    centre = clamped_centre(comparison.centre, zoom, stage)
    moved = (
        centre[0] - dx / (stage.photo.width * zoom),
        centre[1] - dy / (stage.photo.height * zoom),
    )
    return _with_view(comparison, stage, comparison.zoom, moved)


def zoomed_at(comparison: Comparison, stage: Stage, zoom: float, point: Point) -> Comparison:
    """Change the zoom so that what lies under a point of the view stays there."""
    low, high = zoom_limits(stage)
    zoom = min(max(zoom, low), high)
    x, y = view_transform(comparison, stage).to_photo(point)
    middle_x = (stage.pane.left + stage.pane.right) / 2
    middle_y = (stage.pane.top + stage.pane.bottom) / 2
    centre = (
        (x + (middle_x - point[0]) / zoom) / stage.photo.width,
        (y + (middle_y - point[1]) / zoom) / stage.photo.height,
    )
    return _with_view(comparison, stage, zoom, centre)


def zoomed_by(comparison: Comparison, stage: Stage, factor: float, point: Point) -> Comparison:
    """Zoom by a step at a point of the view; a step across fit or 100 % ends exactly there."""
    before = effective_zoom(comparison, stage)
    after = before * factor
    fit = fit_zoom(stage)
    if _lies_between(fit, before, after) and not _lies_between(stage.scale, before, fit):
        return fitted(comparison, stage)
    if _lies_between(stage.scale, before, after):
        after = float(stage.scale)
    return zoomed_at(comparison, stage, after, point)


def fitted(comparison: Comparison, stage: Stage) -> Comparison:
    """The whole photo in the pane."""
    return _with_view(comparison, stage, None, (0.5, 0.5))


def actual_size(comparison: Comparison, stage: Stage, point: Point) -> Comparison:
    """100 % at a point of the view."""
    return zoomed_at(comparison, stage, float(stage.scale), point)


def fit_toggled(comparison: Comparison, stage: Stage, point: Point) -> Comparison:
    """From 100 % (or nearer) to fit, from anywhere else to 100 % at a point of the view."""
    at_actual_size = comparison.zoom is not None and comparison.zoom >= stage.scale
    if at_actual_size:
        return fitted(comparison, stage)
    return actual_size(comparison, stage, point)


def _lies_between(place: float, start: float, end: float) -> bool:
    """Whether a step passes a place; starting there is no passing, up to rounding."""
    low, high = sorted((start, end))
    apart = abs(start / place - 1.0) > 1e-6
    return apart and low < place * (1 + 1e-9) and place < high * (1 + 1e-9)


def _with_view(
    comparison: Comparison, stage: Stage, zoom: float | None, centre: Point
) -> Comparison:
    force = zoom if zoom is not None else fit_zoom(stage)
    moved = replace(comparison, zoom=zoom, centre=clamped_centre(centre, force, stage))
    return divider_kept(comparison, moved, stage) if moved != comparison else comparison
