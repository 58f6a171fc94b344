from __future__ import annotations

import pytest

from core.comparison import BOX_COLOURS, Comparison, ZoomBox
from core.region import Region, Size
from core.view.box_geometry import (
    BoxHit,
    Handle,
    box_between,
    box_dragged,
    box_dragged_in_proportion,
    box_hit,
    moved_inside,
    with_box,
    with_duplicate,
    with_new_box,
    without_box,
)
from core.view.geometry import ViewTransform

PHOTO = Size(100, 200)
RECT = Region(40, 30, 80, 60)
VIEW = ViewTransform(2.0, 10.0, 5.0)


@pytest.mark.parametrize("handle", Handle)
def test_every_handle_is_found_where_it_is_drawn(handle: Handle) -> None:
    column, row = handle.value
    x = {-1: 40, 0: 60, 1: 80}[column]
    y = {-1: 30, 0: 45, 1: 60}[row]
    assert box_hit((ZoomBox(RECT),), VIEW, VIEW.to_view((x, y))) == BoxHit(0, handle)


def test_the_topmost_box_is_meant() -> None:
    boxes = (ZoomBox(RECT), ZoomBox(Region(50, 40, 100, 90)))
    assert box_hit(boxes, VIEW, VIEW.to_view((60, 50))).index == 1
    assert box_hit(boxes, VIEW, VIEW.to_view((45, 35))).index == 0
    assert box_hit(boxes, VIEW, VIEW.to_view((150, 20))) is None


def test_a_box_of_a_few_pixels_on_the_screen_can_still_be_moved() -> None:
    tiny = (ZoomBox(Region(50, 50, 54, 54)),)
    assert box_hit(tiny, VIEW, VIEW.to_view((52, 52))) == BoxHit(0, Handle.BODY)


@pytest.mark.parametrize("handle", [handle for handle in Handle if handle is not Handle.BODY])
def test_a_handle_moves_its_own_sides_only(handle: Handle) -> None:
    column, row = handle.value
    dragged = box_dragged(RECT, handle, 7, 5, PHOTO)
    assert dragged.left == RECT.left + (7 if column < 0 else 0)
    assert dragged.right == RECT.right + (7 if column > 0 else 0)
    assert dragged.top == RECT.top + (5 if row < 0 else 0)
    assert dragged.bottom == RECT.bottom + (5 if row > 0 else 0)


@pytest.mark.parametrize("handle", Handle)
@pytest.mark.parametrize("way", [(999, 999), (-999, -999)])
def test_no_drag_leaves_the_photo_or_turns_the_box_over(
    handle: Handle, way: tuple[int, int]
) -> None:
    dragged = box_dragged(RECT, handle, *way, PHOTO)
    assert dragged.within(PHOTO) == dragged
    assert dragged.width >= 4
    assert dragged.height >= 4


@pytest.mark.parametrize("way", [(20, 3), (-12, 5), (999, 999), (-999, -999)])
@pytest.mark.parametrize(
    "handle", [handle for handle in Handle if 0 not in handle.value], ids=lambda h: h.name
)
def test_corners_can_keep_the_proportions(handle: Handle, way: tuple[int, int]) -> None:
    dragged = box_dragged_in_proportion(RECT, handle, *way, PHOTO)
    assert dragged.within(PHOTO) == dragged
    assert dragged.width / dragged.height == pytest.approx(4 / 3, rel=0.2)
    assert dragged != RECT


def test_a_side_takes_the_other_one_along() -> None:
    wider = box_dragged_in_proportion(RECT, Handle.RIGHT, 9, 50, PHOTO)
    assert wider == Region(40, 30, 89, 67)
    lower = box_dragged_in_proportion(RECT, Handle.TOP, 50, 15, PHOTO)
    assert lower == Region(40, 45, 60, 60)


def test_moving_keeps_the_size() -> None:
    assert moved_inside(RECT, 999, -999, PHOTO) == Region(160, 0, 200, 30)


def test_a_box_can_be_drawn_in_any_direction_and_is_cut_at_the_edge() -> None:
    expected = Region(20, 10, 60, 50)
    assert box_between((20, 10), (60, 50), PHOTO) == expected
    assert box_between((60, 50), (20, 10), PHOTO) == expected
    assert box_between((180, 90), (500, 500), PHOTO) == Region(180, 90, 200, 100)


def test_a_click_draws_no_box_and_squares_stay_square() -> None:
    assert box_between((20, 10), (21, 11), PHOTO) is None
    assert box_between((20, 10), (50, 22), PHOTO, square=True) == Region(20, 10, 50, 40)


def test_new_boxes_take_colours_that_are_free() -> None:
    comparison = Comparison()
    for _ in range(6):
        comparison = with_new_box(comparison, RECT)
    assert [box.colour for box in comparison.boxes] == list(BOX_COLOURS)
    fewer = without_box(comparison, 2)
    assert with_new_box(fewer, RECT).boxes[-1].colour == BOX_COLOURS[2]


def test_a_duplicate_keeps_size_and_magnification_and_lies_aside() -> None:
    comparison = Comparison(boxes=(ZoomBox(Region(150, 30, 198, 60), magnification=8, name="eye"),))
    copy = with_duplicate(comparison, 0, PHOTO).boxes[1]
    assert copy.rect.size == Size(30, 48)
    assert copy.rect.left == 126
    assert (copy.magnification, copy.name) == (8, "eye")


def test_changing_one_box_leaves_the_others() -> None:
    comparison = Comparison(boxes=(ZoomBox(RECT), ZoomBox(RECT)))
    changed = with_box(comparison, 1, ZoomBox(Region(0, 0, 9, 9)))
    assert [box.rect.width for box in changed.boxes] == [40, 9]
