from __future__ import annotations

import pytest

from core.comparison import Comparison, Mode
from core.region import Region, Size
from core.view.divider import divider_place
from core.view.geometry import Stage, fit_zoom, view_transform, zoom_limits
from core.view.navigation import actual_size, fit_toggled, fitted, panned, zoomed_at, zoomed_by

STAGE = Stage(Size(3000, 7000), Region(0, 0, 1000, 800))
POINT = (730.0, 210.0)


def under(comparison: Comparison, point: tuple[float, float] = POINT) -> tuple[float, float]:
    return view_transform(comparison, STAGE).to_photo(point)


@pytest.mark.parametrize("zoom", [0.7, 1.0, 3.7])
def test_zooming_keeps_what_lies_under_the_mouse(zoom: float) -> None:
    before = Comparison(zoom=0.9, centre=(0.4, 0.5))
    after = zoomed_at(before, STAGE, zoom, POINT)
    assert after.zoom == zoom
    assert under(after) == pytest.approx(under(before), abs=1.5 / min(zoom, 0.9))


def test_zoom_stays_within_its_limits() -> None:
    low, high = zoom_limits(STAGE)
    assert zoomed_at(Comparison(), STAGE, 1e9, POINT).zoom == high
    assert zoomed_at(Comparison(), STAGE, 1e-9, POINT).zoom == low


def test_panning_moves_the_photo_by_the_way_of_the_mouse() -> None:
    before = Comparison(zoom=2.0, centre=(0.4, 0.6))
    after = panned(before, STAGE, 31, -17)
    moved, still = view_transform(after, STAGE), view_transform(before, STAGE)
    assert (moved.left - still.left, moved.top - still.top) == (31, -17)


def test_panning_ends_at_the_edge_and_comes_back_at_once() -> None:
    far = panned(Comparison(zoom=2.0), STAGE, 1e6, 1e6)
    assert (view_transform(far, STAGE).left, view_transform(far, STAGE).top) == (0, 0)
    assert view_transform(panned(far, STAGE, -5, 0), STAGE).left == -5


def test_a_fitted_photo_cannot_be_panned() -> None:
    assert panned(Comparison(), STAGE, 50, 50) == Comparison()


def test_fit_and_100_percent_alternate_at_the_mouse() -> None:
    near = fit_toggled(Comparison(), STAGE, POINT)
    assert near.zoom == 1.0
    assert under(near)[0] == pytest.approx(under(Comparison())[0], abs=8)
    assert fit_toggled(near, STAGE, POINT).zoom is None


def test_100_percent_beside_an_enlarged_result_shows_its_pixels() -> None:
    stage = Stage(STAGE.photo, STAGE.pane, scale=3)
    assert actual_size(Comparison(), stage, POINT).zoom == 3.0


def test_from_a_zoom_below_100_percent_the_key_goes_to_100() -> None:
    assert fit_toggled(Comparison(zoom=0.5), STAGE, POINT).zoom == 1.0


@pytest.mark.parametrize("mode", [Mode.SPLIT, Mode.SPLIT_HORIZONTAL])
def test_the_divider_stays_where_it_is_on_the_screen(mode: Mode) -> None:
    before = Comparison(mode=mode, divider=0.45)
    place = divider_place(before, STAGE)
    after = panned(zoomed_at(before, STAGE, 2.0, POINT), STAGE, 40, -60)
    assert divider_place(after, STAGE) == pytest.approx(place, abs=1)
    assert divider_place(fitted(after, STAGE), STAGE) == pytest.approx(place, abs=1)


def test_fit_is_not_a_number_so_that_it_follows_the_window() -> None:
    assert fitted(Comparison(zoom=5.0), STAGE).zoom is None
    assert fit_zoom(STAGE) == pytest.approx(1000 / 7000)


def test_steps_stop_at_fit_and_at_100_percent() -> None:
    comparison = Comparison(zoom=0.1)
    zooms = []
    for _ in range(14):
        comparison = zoomed_by(comparison, STAGE, 1.25, POINT)
        zooms.append(comparison.zoom)
    assert None in zooms
    assert 1.0 in zooms
    assert zooms[-1] > 1.0
    for _ in range(14):
        comparison = zoomed_by(comparison, STAGE, 0.8, POINT)
        zooms.append(comparison.zoom)
    assert zooms.count(None) == 2
    assert zooms.count(1.0) == 2
