from __future__ import annotations

import numpy as np

from core.comparison import Comparison, Mode, ZoomBox
from core.op import Op
from core.ops.unsharp import UNSHARP
from core.recipe import Recipe, Step
from core.region import Region, Size
from core.view.picture_source import PictureSource
from core.work_plan import grid_of, in_sight, missing_regions, wanted_regions

PHOTO = Size(100, 170)
BOX = ZoomBox(Region(130, 60, 160, 90))
VISIBLE = Region(10, 10, 60, 50)


def source_with(*written: Region, scale: int = 1) -> PictureSource:
    source = PictureSource(PHOTO.scaled(scale), scale=scale)
    for region in written:
        source.write(region, np.zeros((region.height, region.width, 3), np.uint8))
    return source


def test_what_is_examined_comes_first_and_the_photo_never():
    assert in_sight(Comparison(shown=2, reference=1), 3) == [2, 1]
    assert in_sight(Comparison(shown=2, reference=0), 3) == [2]
    assert in_sight(Comparison(shown=3, reference=0, mode=Mode.GRID), 3) == [3, 1, 2]


def test_a_candidate_out_of_sight_is_wanted_in_the_boxes_only():
    comparison = Comparison(shown=1, boxes=(BOX,))
    assert wanted_regions(1, comparison, VISIBLE, 2) == [VISIBLE, BOX.rect]
    assert wanted_regions(2, comparison, VISIBLE, 2) == [BOX.rect]


def test_a_box_inside_the_view_is_not_wanted_twice():
    comparison = Comparison(shown=1, boxes=(ZoomBox(Region(20, 20, 30, 30)),))
    assert wanted_regions(1, comparison, VISIBLE, 1) == [VISIBLE]


def test_missing_places_are_grown_to_whole_tiles_and_cut_at_the_border():
    assert missing_regions(source_with(), [VISIBLE], 32, PHOTO) == [Region(0, 0, 64, 64)]
    right = [Region(150, 80, 170, 100)]
    assert missing_regions(source_with(), right, 32, PHOTO) == [Region(128, 64, 170, 100)]


def test_only_tiles_that_are_not_there_are_asked_for():
    source = source_with(Region(32, 32, 64, 64))
    found = missing_regions(source, [Region(0, 0, 96, 96)], 32, PHOTO)
    assert sum(r.width * r.height for r in found) == 96 * 96 - 32 * 32
    assert all(r.overlap(Region(32, 32, 64, 64)).empty for r in found)


def test_places_in_a_larger_result_are_asked_for_in_the_photos_pixels():
    source = source_with(Region(0, 0, 96, 96), scale=3)
    assert missing_regions(source, [Region(0, 0, 32, 32)], 32, PHOTO) == []
    assert missing_regions(source, [Region(0, 0, 40, 32)], 32, PHOTO) == [Region(32, 0, 64, 32)]


def test_nothing_is_asked_for_twice():
    found = missing_regions(None, [Region(0, 0, 50, 50), Region(40, 40, 70, 70)], 32, PHOTO)
    assert sum(r.width * r.height for r in found) == 3 * 3 * 32 * 32 - 2 * 32 * 32
    for i, one in enumerate(found):
        assert all(one.overlap(other).empty for other in found[i + 1 :])


def test_places_outside_the_photo_need_nothing():
    assert missing_regions(None, [Region(200, 200, 300, 300)], 32, PHOTO) == []


def test_the_grid_is_that_of_the_last_step_in_the_photos_pixels():
    triple = Op("triple", "Triple", lambda p, v, t: p, scale=3, tile=100)
    ops = {"unsharp": UNSHARP, "triple": triple}
    assert grid_of(Recipe("", (Step("triple"),)), ops) == 100
    last = Recipe("", (Step("triple"), Step("unsharp")))
    assert grid_of(last, ops) == -(-UNSHARP.tile // 3)
    assert grid_of(Recipe(""), ops) > 0
