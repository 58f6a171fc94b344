"""Keeping the input's colours: a shift goes, detail and luma stay, and tiles fit together."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from core.commands.arguments import with_settings
from core.engine import Engine
from core.errors import UsageError
from core.op import Op
from core.photo import Photo
from core.recipe import Recipe, Step, recipe_from_json, recipe_to_json
from core.region import Region
from core.resample import enlarge_bicubic

CAST = np.array([0.08, -0.02, -0.1], np.float32)


def shifted(pixels, values, tile):
    core = tile.margins.cropped(pixels)
    across = np.linspace(0, 1, tile.size.width, dtype=np.float32)[tile.core.left : tile.core.right]
    return core + CAST * across[None, :, None]


def shifted_larger(pixels, values, tile):
    return tile.margins.cropped(enlarge_bicubic(pixels, 2), 2) + CAST


SHIFT = Op("shift", "Shift", shifted, tile=48, expensive=True)
LARGER = Op("larger", "Larger", shifted_larger, halo=lambda v: 3, scale=2, tile=40)


def picture(height: int = 150, width: int = 130, channels: int = 3) -> Photo:
    noise = np.random.default_rng(5).integers(0, 256, (height, width, channels), np.uint8)
    soft = cv2.GaussianBlur(noise, (0, 0), 1.5).reshape(noise.shape).astype(np.float32)
    return Photo(np.uint8(np.clip(128 + 2 * (soft - 128), 40, 215)))


def recipe(op: str, *, keep: bool, strength: float = 1.0) -> Recipe:
    return Recipe("test", (Step(op, strength=strength, keep_colours=keep),))


def run(op: str, *, keep: bool = True, side: int | None = None, **more) -> np.ndarray:
    ops = [replace(one, tile=side) if side else one for one in (SHIFT, LARGER)]
    made = Engine(ops).run(picture(), recipe(op, keep=keep, strength=more.pop("strength", 1.0)))
    return made.pixels.astype(float)


def test_a_colour_cast_goes():
    before = picture().pixels.astype(float)
    cast = np.abs(run("shift", keep=False) - before).mean()
    kept = np.abs(run("shift") - before)
    luma_kept = 255 * 0.08 * 0.299 + 1
    assert cast > 4
    assert kept.mean() < cast / 3
    assert np.ptp((run("shift") - before).mean(axis=(0, 1))) < 0.3
    assert kept.max() < luma_kept + 3


def test_luma_stays():
    weights = [0.299, 0.587, 0.114]
    assert np.abs((run("shift") - run("shift", keep=False)) @ weights).max() < 1


def test_an_enlarged_cast_goes_too():
    plain = enlarge_bicubic(picture().pixels, 2).astype(float)
    drift = (run("larger") - plain).mean(axis=(0, 1))
    cast = (run("larger", keep=False) - plain).mean(axis=(0, 1))
    assert np.ptp(drift) < 0.05 * np.ptp(cast)


@pytest.mark.parametrize("op", ["shift", "larger"])
def test_tiles_fit_together(op):
    assert np.abs(run(op) - run(op, side=1024)).max() <= 1


@pytest.mark.parametrize("op", ["shift", "larger"])
def test_a_region_is_the_crop_of_the_whole(op):
    engine, photo, place = Engine([SHIFT, LARGER]), picture(), Region(37, 45, 91, 100)
    whole = engine.run(photo, recipe(op, keep=True))
    part = Engine([SHIFT, LARGER]).run(photo, recipe(op, keep=True), place)
    assert np.array_equal(part.pixels, place.scaled(whole.scale).of(whole.pixels))


def test_strength_blends_with_the_input():
    half, before = run("shift", strength=0.5), picture().pixels.astype(float)
    assert np.abs(half - (run("shift") + before) / 2).max() <= 1


def test_the_network_is_not_run_again():
    engine, photo = Engine([SHIFT, LARGER]), picture()
    engine.run(photo, recipe("shift", keep=False))
    again = engine.run(photo, recipe("shift", keep=True))
    assert again.report.steps[0].tiles == 0


def test_grey_stays_grey():
    photo = picture(channels=1)
    op = Op("lift", "Lift", lambda pixels, values, tile: tile.margins.cropped(pixels) + 0.1)
    step = Step("lift", keep_colours=True)
    plain = Engine([op]).run(photo, Recipe("", (replace(step, keep_colours=False),)))
    assert np.array_equal(Engine([op]).run(photo, Recipe("", (step,))).pixels, plain.pixels)


def test_it_travels_and_counts():
    kept, plain = recipe("shift", keep=True), recipe("shift", keep=False)
    assert recipe_from_json(recipe_to_json(kept)) == kept
    assert kept.digest != plain.digest
    assert with_settings(plain, ["shift.keep_colours=yes"]) == kept
    with pytest.raises(UsageError, match="yes or no"):
        with_settings(plain, ["shift.keep_colours=2"])
