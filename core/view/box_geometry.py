"""Zoom boxes under the mouse: hit tests, drawing, moving and resizing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from core.comparison import BOX_COLOURS, Comparison, ZoomBox
from core.region import Region, Size
from core.view.geometry import Point, ViewTransform

SMALLEST_BOX = 4
MOST_BOXES = 12


class Handle(Enum):
    """Part of a box, as (horizontal, vertical): −1 left or top, 1 right or bottom."""

    TOP_LEFT = (-1, -1)
    TOP = (0, -1)
    TOP_RIGHT = (1, -1)
    RIGHT = (1, 0)
    BOTTOM_RIGHT = (1, 1)
    BOTTOM = (0, 1)
    BOTTOM_LEFT = (-1, 1)
    LEFT = (-1, 0)
    BODY = (0, 0)


@dataclass(frozen=True)
class BoxHit:
    """A part of a box under the mouse."""

    index: int
    handle: Handle


def box_hit(
    boxes: tuple[ZoomBox, ...], transform: ViewTransform, point: Point, tolerance: float = 6.0
) -> BoxHit | None:
    """The topmost box under a point of the view, and which part of it.

    Parameters
    ----------
    boxes
        In the order they are drawn; the last lies on top.
    transform
        Photo → view.
    point
        In view coordinates.
    tolerance
        Device pixels on both sides of an edge that count as the edge.
    """
    for index in reversed(range(len(boxes))):
        handle = _handle_at(transform.view_rect(boxes[index].rect), point, tolerance)
        if handle is not None:
            return BoxHit(index, handle)
    return None


def box_around(boxes: tuple[ZoomBox, ...], x: int, y: int) -> int | None:
    """The uppermost box that a pixel of the photo lies in."""
    pixel = Region(x, y, x + 1, y + 1)
    around = (n for n, box in enumerate(boxes) if not box.rect.overlap(pixel).empty)
    return max(around, default=None)


def box_dragged(rect: Region, handle: Handle, dx: float, dy: float, photo: Size) -> Region:
    """Move or resize a box by a way in photo pixels; it stays inside the photo.

    Examples
    --------
    >>> box_dragged(Region(0, 0, 10, 10), Handle.RIGHT, 5, 99, Size(50, 50))
    Region(left=0, top=0, right=15, bottom=10)
    """
    if handle is Handle.BODY:
        return moved_inside(rect, round(dx), round(dy), photo)
    left, right = _dragged_side(rect.left, rect.right, handle.value[0], round(dx), photo.width)
    top, bottom = _dragged_side(rect.top, rect.bottom, handle.value[1], round(dy), photo.height)
    return Region(left, top, right, bottom)


def box_dragged_in_proportion(
    rect: Region, handle: Handle, dx: float, dy: float, photo: Size
) -> Region:
    """As `box_dragged`, but the box keeps its proportions as far as the photo reaches.

    A side takes the one below or at the right of it along.
    """
    if handle is Handle.BODY:
        return box_dragged(rect, handle, dx, dy, photo)
    side_column, side_row = handle.value
    dx, dy = dx * (side_column != 0), dy * (side_row != 0)
    column, row = side_column or 1, side_row or 1
    handle = Handle((column, row))
    room_across = photo.width - rect.left if column > 0 else rect.right
    room_along = photo.height - rect.top if row > 0 else rect.bottom
    ways = (1 + column * dx / rect.width, 1 + row * dy / rect.height)
    wished = max(ways) if side_column and side_row else ways[side_column == 0]
    smallest = SMALLEST_BOX / min(rect.width, rect.height)
    factor = min(max(wished, smallest), room_across / rect.width, room_along / rect.height)
    across, along = round(rect.width * (factor - 1)), round(rect.height * (factor - 1))
    return box_dragged(rect, handle, column * across, row * along, photo)


def moved_inside(rect: Region, dx: int, dy: int, photo: Size) -> Region:
    """Shift a box without letting it leave the photo."""
    left = min(max(rect.left + dx, 0), max(photo.width - rect.width, 0))
    top = min(max(rect.top + dy, 0), max(photo.height - rect.height, 0))
    return Region(left, top, left + rect.width, top + rect.height)


def box_between(start: Point, end: Point, photo: Size, *, square: bool = False) -> Region | None:
    """The box drawn from one point of the photo to another; None if it is too small."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    if square:
        side = max(abs(dx), abs(dy))
        dx, dy = (side if dx >= 0 else -side), (side if dy >= 0 else -side)
    xs, ys = sorted((start[0], start[0] + dx)), sorted((start[1], start[1] + dy))
    box = Region(round(xs[0]), round(ys[0]), round(xs[1]), round(ys[1])).within(photo)
    too_small = min(box.width, box.height) < min(SMALLEST_BOX, photo.width, photo.height)
    return None if too_small else box


def with_new_box(comparison: Comparison, rect: Region) -> Comparison:
    """Add a box in the first colour that no other box has."""
    used = {box.colour for box in comparison.boxes}
    free = [colour for colour in BOX_COLOURS if colour not in used]
    colour = free[0] if free else BOX_COLOURS[len(comparison.boxes) % len(BOX_COLOURS)]
    return replace(comparison, boxes=(*comparison.boxes, ZoomBox(rect, colour)))


def with_box(comparison: Comparison, index: int, box: ZoomBox) -> Comparison:
    """Replace one box."""
    boxes = (*comparison.boxes[:index], box, *comparison.boxes[index + 1 :])
    return replace(comparison, boxes=boxes)


def without_box(comparison: Comparison, index: int) -> Comparison:
    """Delete one box."""
    return replace(comparison, boxes=comparison.boxes[:index] + comparison.boxes[index + 1 :])


def with_duplicate(comparison: Comparison, index: int, photo: Size) -> Comparison:
    """Add a copy of a box, half its width aside, in the next free colour."""
    box = comparison.boxes[index]
    room_right = photo.width - box.rect.right >= box.rect.width // 2
    aside = (1 if room_right else -1) * (box.rect.width // 2)
    added = with_new_box(comparison, moved_inside(box.rect, aside, 0, photo))
    new = added.boxes[-1]
    copied = replace(box, rect=new.rect, colour=new.colour)
    return with_box(added, len(added.boxes) - 1, copied)


def _handle_at(
    rect: tuple[float, float, float, float], point: Point, tolerance: float
) -> Handle | None:
    left, top, right, bottom = rect
    x, y = point
    beside = not left - tolerance <= x <= right + tolerance
    if beside or not top - tolerance <= y <= bottom + tolerance:
        return None
    return Handle((_side(x, left, right, tolerance), _side(y, top, bottom, tolerance)))


def _side(place: float, low: float, high: float, tolerance: float) -> int:
    """Which end of a span is meant; in small boxes the middle third stays the body."""
    reach = min(tolerance, (high - low) / 3)
    if place < low + reach:
        return -1
    return 1 if place > high - reach else 0


def _dragged_side(low: int, high: int, side: int, by: int, room: int) -> tuple[int, int]:
    smallest = min(SMALLEST_BOX, room)
    if side < 0:
        low = min(max(low + by, 0), high - smallest)
    elif side > 0:
        high = max(min(high + by, room), low + smallest)
    return low, high


def rescaled_boxes(boxes: tuple[ZoomBox, ...], old: Size, new: Size) -> tuple[ZoomBox, ...]:
    """The same places on a photo of another size; what becomes too small is left out.

    A box keeps its shape and its share of the photo's shorter side.

    Examples
    --------
    >>> box = ZoomBox(Region(30, 30, 60, 90))
    >>> rescaled_boxes((box,), Size(300, 600), Size(100, 200))[0].rect
    Region(left=10, top=10, right=20, bottom=30)
    """
    share = min(new.width, new.height) / min(old.width, old.height)
    made = []
    for box in boxes:
        rect, width, height = (
            box.rect,
            round(box.rect.width * share),
            round(box.rect.height * share),
        )
        x = (rect.left + rect.right) / 2 / old.width * new.width
        y = (rect.top + rect.bottom) / 2 / old.height * new.height
        left = min(max(round(x - width / 2), 0), max(new.width - width, 0))
        top = min(max(round(y - height / 2), 0), max(new.height - height, 0))
        place = Region(left, top, left + width, top + height).within(new)
        if min(place.width, place.height) >= SMALLEST_BOX:
            made.append(replace(box, rect=place))
    return tuple(made)
