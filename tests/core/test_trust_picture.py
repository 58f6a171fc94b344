"""The heat map lies where it belongs, at every reduction, and follows the result."""

from __future__ import annotations

import numpy as np
import pytest

from core.region import Region, Size
from core.trust import Check, trust_map
from core.trust_picture import TrustPicture, TrustStyle, heat_colours
from core.view.picture_source import PictureSource
from core.view.pyramid import rounded_to_8_bits

SCALE = 3
SOURCE = Size(300, 520)


def scene(opacity: float = 1.0) -> tuple[TrustPicture, PictureSource, np.ndarray]:
    before = np.full((SOURCE.height, SOURCE.width, 3), 100, np.uint8)
    before[40:60, 300:400] += 8
    result = PictureSource.from_pixels(
        np.full((SOURCE.height * SCALE, SOURCE.width * SCALE, 3), 100, np.uint8), scale=SCALE
    )
    made = TrustPicture(result, SOURCE, rounded_to_8_bits, TrustStyle(8.0, opacity))
    return made, result, before


def filled(made: TrustPicture, result: PictureSource, before: np.ndarray, pooling: int = 1) -> None:
    for place in made.missing(SOURCE.region, pooling):
        found = trust_map(
            Check.CONSISTENCY,
            result.read(place.scaled(SCALE)),
            np.ascontiguousarray(place.of(before)),
        )
        made.put(place, found.pooled(pooling), pooling)


@pytest.mark.parametrize("reduction", [1, 2, 4])
def test_the_map_lies_over_its_place(reduction):
    made, result, before = scene()
    filled(made, result, before)
    region = Region(800, 96, 1304, 208)
    shown = made.read(region, reduction).astype(int)
    bright, dark = heat_colours(np.array([[8.0, 0.0]]), 8.0)[0].astype(int)
    inside = Region(900, 120, 1200, 180).relative_to(region).covering(reduction)
    marked = np.abs(shown - bright).sum(axis=2) < 30
    assert marked[inside.top + 1 : inside.bottom - 1, inside.left + 1 : inside.right - 1].all()
    assert marked.sum() == pytest.approx(inside.width * inside.height, rel=0.12)
    assert np.abs(shown[0, 0] - dark).sum() < 30


def test_where_nothing_is_known_the_result_shows_in_grey():
    made, _, _ = scene()
    assert (made.read(Region(0, 0, 40, 30)) == 100).all()
    assert made.thinned(64).shape[2] == 3


def test_a_changed_result_asks_for_its_cells_again_and_keeps_the_old_map():
    made, result, before = scene()
    filled(made, result, before)
    assert made.missing(SOURCE.region, 1) == []
    old = made.read(Region(900, 120, 960, 150))
    result.tell(Region(900, 120, 930, 150))
    again = made.missing(SOURCE.region, 1)
    assert 0 < len(again) < 9
    assert np.array_equal(made.read(Region(900, 120, 960, 150)), old)


def test_a_nearer_view_asks_for_a_finer_map():
    made, result, before = scene()
    filled(made, result, before, pooling=4)
    assert made.missing(SOURCE.region, 4) == []
    assert made.missing(SOURCE.region, 2)
    assert made.missing(SOURCE.region, 8) == []


def test_the_middle_of_the_view_comes_first():
    made, _, _ = scene()
    first = made.missing(Region(300, 100, 500, 300), 1)[0]
    assert first.left <= 400 < first.right and first.top <= 200 < first.bottom


def test_figures_count_what_is_seen():
    made, result, before = scene()
    filled(made, result, before)
    assert made.tally(Region(300, 40, 400, 60)).rms == pytest.approx(8, abs=1e-3)
    assert made.tally(Region(0, 0, 200, 300)).rms == pytest.approx(0, abs=1e-3)
    assert made.tally(SOURCE.region).count == SOURCE.height * SOURCE.width


def test_a_part_is_known_once_all_its_cells_are():
    made, result, before = scene()
    assert not made.is_known(SOURCE.region)
    filled(made, result, before)
    assert made.is_known(SOURCE.region)


def test_another_style_is_told_to_who_draws():
    made, _, _ = scene()
    told: list[Region] = []
    made.subscribe(told.append)
    made.set_style(TrustStyle(8.0, 0.25))
    assert told == [made.size.region]
