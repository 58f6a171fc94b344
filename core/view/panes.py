"""How candidates share the view: one pane, two, or a grid."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from core.comparison import Comparison, Mode
from core.region import Region, Size

GRID_MOST = 9


@dataclass(frozen=True)
class Pane:
    """A part of the view and the candidate it shows.

    Attributes
    ----------
    candidate
        Index of the candidate.
    rect
        Its place, in device pixels of the view.
    """

    candidate: int
    rect: Region


def panes(comparison: Comparison, count: int, area: Region, photo: Size, gap: int) -> list[Pane]:
    """Divide the view among the candidates.

    Parameters
    ----------
    comparison
        Mode and the two candidates in question. The reference comes first (left, top).
    count
        Number of candidates.
    area
        The view, in device pixels.
    photo
        Size of the photo; the grid is laid out so that it is shown as large as possible.
    gap
        Device pixels between panes.

    Returns
    -------
    list of Pane
        All of one size. Split, difference and blink have a single pane of ``shown``.
    """
    pair = [comparison.reference, comparison.shown]
    if comparison.mode is Mode.SIDE_BY_SIDE:
        return _grid(pair, 2, area, gap)
    if comparison.mode is Mode.TOP_BOTTOM:
        return _grid(pair, 1, area, gap)
    if comparison.mode is Mode.GRID:
        shown = list(range(min(count, GRID_MOST)))
        return _grid(shown, grid_columns(len(shown), area.size, photo), area, gap)
    return [Pane(comparison.shown, area)]


def grid_columns(count: int, area: Size, photo: Size) -> int:
    """Number of columns at which ``count`` photos become largest."""

    def zoom(columns: int) -> float:
        rows = ceil(count / columns)
        return min(area.width / columns / photo.width, area.height / rows / photo.height)

    return max(range(1, max(count, 1) + 1), key=lambda columns: (zoom(columns), -columns))


def pane_at(laid_out: list[Pane], x: float, y: float) -> Pane | None:
    """The pane under a point of the view."""
    for pane in laid_out:
        if pane.rect.left <= x < pane.rect.right and pane.rect.top <= y < pane.rect.bottom:
            return pane
    return None


def _grid(candidates: list[int], columns: int, area: Region, gap: int) -> list[Pane]:
    rows = ceil(len(candidates) / columns)
    width = (area.width - gap * (columns - 1)) // columns
    height = (area.height - gap * (rows - 1)) // rows
    made = []
    for number, candidate in enumerate(candidates):
        left = area.left + (number % columns) * (width + gap)
        top = area.top + (number // columns) * (height + gap)
        made.append(Pane(candidate, Region(left, top, left + width, top + height)))
    return made
