from __future__ import annotations

import pytest

from core.comparison import Comparison
from core.region import Region, Size
from core.view.geometry import (
    Stage,
    ViewTransform,
    effective_zoom,
    fit_zoom,
    percent,
    photo_pixel,
    view_transform,
    visible_photo,
    zoom_limits,
)

PHOTO = Size(300, 700)
STAGE = Stage(PHOTO, Region(10, 20, 510, 420))


def test_a_transform_and_its_inverse_meet() -> None:
    transform = ViewTransform(2.5, -30.0, 41.0)
    assert transform.to_photo(transform.to_view((17.25, 93.5))) == pytest.approx((17.25, 93.5))


def test_every_candidate_covers_the_same_place() -> None:
    transform = ViewTransform(3.0, 7.0, 9.0)
    assert transform.for_scale(3).to_view((36, 63)) == transform.to_view((12, 21))


def test_fit_shows_all_of_the_photo_and_touches_two_sides() -> None:
    left, top, right, bottom = view_transform(Comparison(), STAGE).view_rect(PHOTO.region)
    assert (left, right) == (10, 510)
    assert 20 < top < bottom < 420
    assert top - 20 == pytest.approx(420 - bottom, abs=1)


def test_fit_leaves_the_margin_free() -> None:
    stage = Stage(PHOTO, STAGE.pane, margin=8)
    left, _, right, _ = view_transform(Comparison(), stage).view_rect(PHOTO.region)
    assert (left, right) == (18, 502)


@pytest.mark.parametrize("centre", [(0.5, 0.5), (0.31234, 0.77), (0.9, 0.1)])
def test_at_100_percent_pixels_meet_device_pixels(centre: tuple[float, float]) -> None:
    transform = view_transform(Comparison(zoom=1.0, centre=centre), STAGE)
    assert transform.left == int(transform.left)
    assert transform.top == int(transform.top)


def test_100_percent_is_one_pixel_of_the_largest_picture() -> None:
    stage = Stage(PHOTO, STAGE.pane, scale=3)
    assert percent(Comparison(zoom=3.0), stage) == 100.0
    assert percent(Comparison(zoom=1.0), stage) == pytest.approx(33.333, abs=0.001)


def test_without_a_zoom_the_fit_is_in_force() -> None:
    assert effective_zoom(Comparison(), STAGE) == fit_zoom(STAGE) == 500 / 700
    assert effective_zoom(Comparison(zoom=4.0), STAGE) == 4.0


def test_a_centre_outside_is_brought_back_to_the_edge() -> None:
    transform = view_transform(Comparison(zoom=2.0, centre=(5.0, -5.0)), STAGE)
    assert transform.view_rect(PHOTO.region)[2] == 510
    assert transform.top == 20


def test_a_photo_smaller_than_the_pane_is_centred() -> None:
    small = Stage(Size(40, 60), STAGE.pane)
    transform = view_transform(Comparison(zoom=1.0, centre=(0.0, 1.0)), small)
    assert transform.to_view((30, 20)) == (260, 220)


def test_the_visible_part_is_what_the_pane_cuts_out() -> None:
    comparison = Comparison(zoom=2.0, centre=(0.5, 0.5))
    assert visible_photo(comparison, STAGE) == Region(225, 50, 475, 250)
    assert visible_photo(Comparison(), STAGE) == PHOTO.region


def test_the_pixel_under_the_mouse() -> None:
    transform = view_transform(Comparison(zoom=2.0), STAGE)
    x, y = transform.to_view((300.6, 111.2))
    assert photo_pixel(Comparison(zoom=2.0), STAGE, (x, y)) == (300, 111)
    assert photo_pixel(Comparison(), STAGE, (12.0, 22.0)) is None


def test_a_pixel_can_be_magnified_at_least_thirty_times_and_fit_is_in_reach() -> None:
    low, high = zoom_limits(STAGE)
    assert low < fit_zoom(STAGE) < 30 < high
