"""The engine: exact tiles, exact regions, steps kept, runs that stop."""

from __future__ import annotations

import time
from dataclasses import replace

import cv2
import numpy as np
import pytest

from core.engine import Engine
from core.errors import Cancelled, UsageError
from core.op import Backend, Op
from core.params import Param
from core.photo import Photo
from core.picture_forms import reduced
from core.recipe import Recipe, Step
from core.region import Region
from core.resample import enlarge_bicubic


def picture(height: int, width: int, *, channels: int = 3, dtype=np.uint8) -> Photo:
    rng = np.random.default_rng(height * 1000 + width)
    top = np.iinfo(dtype).max
    noise = rng.integers(0, top, (height, width, channels), endpoint=True, dtype=dtype)
    return Photo(cv2.blur(noise, (3, 3)).reshape(noise.shape))


def box_blur(pixels, values, tile):
    side = 2 * int(values["reach"]) + 1
    blurred = cv2.blur(pixels, (side, side), borderType=cv2.BORDER_REFLECT_101)
    return tile.margins.cropped(blurred.reshape(pixels.shape))


def doubled(pixels, values, tile):
    return tile.margins.cropped(enlarge_bicubic(pixels, 2), 2)


REACH = Param("reach", "Reach", 2, 1, 9, 1)
BLUR = Op("blur", "Blur", box_blur, params=(REACH,), halo=lambda v: int(v["reach"]), tile=32)
DOUBLE = Op("double", "Double", doubled, halo=lambda v: 3, scale=2, tile=24)
MEAN = Op(
    "mean",
    "Mean",
    lambda pixels, values, tile: np.full_like(pixels, tile.prepared),
    prepare=lambda source, values: float(np.mean([t.mean() for t in source.tiles()])),
    tile=16,
)


def engine(*ops: Op, side: int | None = None) -> Engine:
    chosen = ops or (BLUR, DOUBLE, MEAN)
    return Engine(replace(op, tile=side) if side else op for op in chosen)


def recipe(*steps: Step) -> Recipe:
    return Recipe("test", steps)


CHAIN = recipe(Step("blur", {"reach": 3}), Step("double"), Step("blur", {"reach": 2}, strength=0.5))


@pytest.mark.parametrize("shape", [(61, 83), (64, 96), (33, 1)])
def test_a_reduced_result_is_the_result_reduced(shape):
    photo = picture(*shape)
    made = engine().run(photo, recipe(Step("blur")), reduction=4)
    assert np.array_equal(made.reduced[4], reduced(made.pixels, 4))


def test_tiles_that_cut_through_groups_of_pixels_are_not_reduced():
    made = engine(side=30).run(picture(61, 83), recipe(Step("blur")), reduction=4)
    assert not made.reduced


def test_an_empty_recipe_gives_the_photo_back():
    photo = picture(37, 53)
    result = engine().run(photo, recipe())
    assert np.array_equal(result.pixels, photo.pixels)
    assert result.report.steps == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 97), (31, 2), (61, 83), (128, 64)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_tiled_equals_untiled(shape, dtype):
    photo = picture(*shape, dtype=dtype)
    tiled = engine().run(photo, CHAIN).pixels.astype(int)
    untiled = engine(side=4096).run(photo, CHAIN).pixels.astype(int)
    level = np.iinfo(dtype).max // 255
    assert tiled.shape == (shape[0] * 2, shape[1] * 2, 3)
    assert np.abs(tiled - untiled).max() <= level


@pytest.mark.parametrize(
    "region", [Region(10, 20, 11, 21), Region(0, 5, 83, 61), Region(40, 0, 80, 33)]
)
def test_a_region_is_the_crop_of_the_full_run(region):
    photo = picture(61, 83)
    full = engine().run(photo, CHAIN).pixels
    part = engine().run(photo, CHAIN, region)
    assert np.array_equal(part.pixels, region.scaled(2).of(full))
    assert part.region == region


def test_grey_and_sixteen_bits_stay_what_they_are():
    result = engine().run(picture(40, 41, channels=1, dtype=np.uint16), CHAIN)
    assert result.pixels.shape == (80, 82, 1)
    assert result.pixels.dtype == np.uint16


def test_alpha_is_enlarged_with_the_picture():
    photo = replace(picture(30, 20), alpha=np.full((30, 20), 77, np.uint8))
    result = engine().run(photo, recipe(Step("double")), Region(2, 3, 12, 9))
    assert result.alpha.shape == (12, 20)
    assert (result.alpha == 77).all()


def test_strength_mixes_a_step_with_its_input():
    photo = picture(50, 50)
    full = engine().run(photo, recipe(Step("blur"))).pixels.astype(float)
    half = engine().run(photo, recipe(Step("blur", strength=0.5))).pixels.astype(float)
    assert np.abs(half - (full + photo.pixels) / 2).max() <= 1


def test_strength_of_an_enlarging_step_mixes_with_bicubic():
    photo = picture(30, 44)
    half = engine().run(photo, recipe(Step("double", strength=0.5))).pixels.astype(int)
    assert np.abs(half - enlarge_bicubic(photo.pixels, 2)).max() <= 1


def test_a_disabled_step_does_not_run():
    photo = picture(20, 20)
    result = engine().run(photo, recipe(Step("double", enabled=False)))
    assert np.array_equal(result.pixels, photo.pixels)


def test_prepare_sees_the_whole_input_of_its_step_also_for_a_region():
    photo = picture(45, 67)
    chain = recipe(Step("blur"), Step("mean"))
    whole = engine().run(photo, chain).pixels
    part = engine().run(photo, chain, Region(3, 3, 9, 9)).pixels
    assert np.ptp(whole) == 0
    assert abs(int(whole[0, 0, 0]) - photo.pixels.mean()) <= 1
    assert np.array_equal(part, whole[3:9, 3:9])


def test_a_costly_step_is_not_run_again_for_a_slider_behind_it():
    runs = []

    def costly(pixels, values, tile):
        runs.append(tile.core)
        return 1 - pixels

    machine = engine(Op("costly", "Costly", costly, expensive=True, tile=32), BLUR)
    photo = picture(64, 64)
    machine.run(photo, recipe(Step("costly"), Step("blur", {"reach": 1})))
    first = len(runs)
    machine.run(photo, recipe(Step("costly", strength=0.3), Step("blur", {"reach": 9})))
    assert first == 4
    assert len(runs) == first


def test_another_photo_of_the_same_name_is_computed_afresh():
    machine = engine(replace(BLUR, expensive=True))
    one, other = picture(40, 40), picture(40, 42)
    machine.run(one, recipe(Step("blur")))
    result = machine.run(other, recipe(Step("blur")))
    assert np.array_equal(result.pixels, engine().run(other, recipe(Step("blur"))).pixels)


def test_progress_reports_every_tile_once_from_the_focus_outwards():
    seen = []
    photo = picture(90, 90)
    engine().run(photo, recipe(Step("blur")), progress=seen.append, focus=(1.0, 1.0))
    assert [tile.done for tile in seen] == list(range(1, 10))
    assert seen[0].region == Region(64, 64, 90, 90)
    assert sum(tile.region.size.megapixels for tile in seen) == pytest.approx(photo.megapixels)


def test_cancelling_stops_before_the_next_tile():
    seen = []
    with pytest.raises(Cancelled):
        engine(replace(BLUR, expensive=True)).run(
            picture(200, 200), recipe(Step("blur")), None, seen.append, lambda: len(seen) >= 2
        )
    assert len(seen) == 2


def test_the_report_says_what_was_done():
    photo = picture(70, 70)
    report = engine().run(photo, CHAIN).report
    assert [step.op for step in report.steps] == ["blur", "double", "blur"]
    assert report.photo_hash == photo.content_hash
    assert report.steps[1].tiles == 9
    assert report.steps[0].halo == 3
    assert report.to_json()["versions"]["Diptych"]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step("nothing"), "no method 'nothing'"),
        (Step("blur", {"reach": 99}), "outside its range"),
        (Step("blur", {"reach": "wide"}), "must be a number"),
        (Step("blur", {"amount": 1}), "no parameter 'amount'"),
        (Step("blur", strength=2.0), "strength"),
    ],
)
def test_a_wrong_recipe_is_refused_before_it_runs(step, words):
    with pytest.raises(UsageError, match=words):
        engine().run(picture(8, 8), recipe(step))


def test_a_report_tells_useful_operations_and_their_share_of_the_peak():
    backend = Backend(peak_gflops=2.0)
    op = Op("copy", "Copy", lambda p, v, t: t.margins.cropped(p), macs=1e6, backend=lambda: backend)
    report = Engine([op]).run(picture(40, 50), recipe(Step("copy"))).report
    (step,) = report.steps
    assert step.operations == pytest.approx(2 * 1e6 * report.megapixels * 1e6 / 1e9)
    assert report.share_of_peak == pytest.approx(step.operations / step.warm_seconds / 2)
    assert report.cold_seconds == report.load_seconds + report.seconds
    assert report.to_json()["share_of_peak"] == report.share_of_peak


def test_small_tiles_at_the_border_do_not_make_a_run_look_quick(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])

    def slow(pixels, values, tile):
        now[0] += tile.core.width * tile.core.height * 1e-3
        return pixels

    op = Op("slow", "Slow", slow, tile=32, expensive=True)
    (step,) = Engine([op]).run(picture(33, 34), recipe(Step("slow"))).report.steps
    assert step.tiles == 4
    assert step.warm_seconds == pytest.approx(33 * 34 * 1e-3)
