"""A magnified inset in the corner of its own picture, joined to its place by two lines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.comparison import ZoomBox
from core.errors import UsageError
from core.figures.placed import PlacedLine, PlacedPicture, Rect, Sheet
from core.figures.spec import FigurePanel, FigureRow
from core.region import Region

LARGEST_SHARE = 0.46
_LEAST_MAGNIFICATION = 1.2
_ALMOST = 0.97


def centre_box(row: FigureRow) -> ZoomBox:
    """A square zoom box a fifth as wide as the photo's shorter side, in its middle."""
    photo = row.photo_size
    side = max(1, min(photo.height, photo.width) // 5)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    return ZoomBox(Region(left, top, left + side, top + side))


def place_inset(
    sheet: Sheet, picture: Rect, row: FigureRow, at: tuple[int, int], box: ZoomBox
) -> None:
    """Add the inset and its lines.

    Parameters
    ----------
    sheet
        The figure.
    picture
        Place of the whole picture.
    row
        The picture's row.
    at
        Numbers of the row and of the panel.
    box
        What is magnified, in pixels of the photo.

    Raises
    ------
    UsageError
        The box is so large that no inset could magnify it.
    """
    unit = picture.width / row.photo_size.width
    source = Rect(
        picture.left + box.rect.left * unit,
        picture.top + box.rect.top * unit,
        box.rect.width * unit,
        box.rect.height * unit,
    )
    inset = inset_beside(
        picture, source, 2 * sheet.stroke, hides=lambda place: detail(row.panels[0], picture, place)
    )
    if inset.width < _LEAST_MAGNIFICATION * source.width:
        raise UsageError(
            "The zoom box is too large for an inset that magnifies it.",
            remedy="Draw a smaller one, or choose the layout pair.",
        )
    region = box.rect.scaled(row.panels[at[1]].scale)
    sheet.pictures.append(PlacedPicture(inset, *at, region, box.colour))
    sheet.lines.extend(
        PlacedLine(start, end, box.colour)
        for start, end in joining_lines(source, inset.grown(sheet.stroke / 2))
    )


def inset_beside(
    picture: Rect, source: Rect, margin: float, hides: Callable[[Rect], float] = lambda place: 0.0
) -> Rect:
    """The largest place in a corner of the picture that does not hide the source.

    Parameters
    ----------
    picture, source
        The whole picture, and what is magnified.
    margin
        Kept free at the picture's edges.
    hides
        How much would be lost behind a place; decides between corners with almost equal room.
    """
    corners = [(x, y) for y in (0, 1) for x in (0, 1)]
    scales = [_room(picture, source, corner, margin) for corner in corners]
    places = [
        _in_corner(picture, source, corner, scale, margin)
        for corner, scale in zip(corners, scales, strict=True)
    ]
    roomy = [p for p, s in zip(places, scales, strict=True) if s > _ALMOST * max(scales)]
    return min(roomy, key=hides) if roomy else places[0]


def _in_corner(
    picture: Rect, source: Rect, corner: tuple[int, int], scale: float, margin: float
) -> Rect:
    (x, y), width, height = corner, source.width * scale, source.height * scale
    left = picture.right - margin - width if x else picture.left + margin
    top = picture.bottom - margin - height if y else picture.top + margin
    return Rect(left, top, width, height)


def detail(panel: FigurePanel, picture: Rect, place: Rect) -> float:
    """How rich in edges a picture is in a place of the figure."""
    unit = panel.size.width / picture.width
    region = Region(
        *(round(v * unit) for v in (place.left - picture.left, place.top - picture.top)),
        *(round(v * unit) for v in (place.right - picture.left, place.bottom - picture.top)),
    ).within(panel.size)
    grey = region.of(panel.pixels).mean(axis=2) if not region.empty else np.zeros((1, 1))
    return float(sum(np.abs(np.diff(grey, axis=axis)).sum() for axis in (0, 1)) / grey.size)


def _room(picture: Rect, source: Rect, corner: tuple[int, int], margin: float) -> float:
    x, y = corner
    across = picture.right - source.right if x else source.left - picture.left
    along = picture.bottom - source.bottom if y else source.top - picture.top
    free = max((across - 3 * margin) / source.width, (along - 3 * margin) / source.height)
    return max(
        0.0,
        min(
            LARGEST_SHARE * picture.width / source.width,
            LARGEST_SHARE * picture.height / source.height,
            free,
        ),
    )


def joining_lines(
    source: Rect, inset: Rect
) -> tuple[tuple[tuple[float, float], tuple[float, float]], ...]:
    """The two lines from corner to like corner that pass beside both rectangles."""
    rightwards = inset.left + inset.right > source.left + source.right
    downwards = inset.top + inset.bottom > source.top + source.bottom
    if rightwards == downwards:
        return (
            ((source.right, source.top), (inset.right, inset.top)),
            ((source.left, source.bottom), (inset.left, inset.bottom)),
        )
    return (
        ((source.left, source.top), (inset.left, inset.top)),
        ((source.right, source.bottom), (inset.right, inset.bottom)),
    )
