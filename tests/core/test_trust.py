"""The trust maps say what was done to pictures of which it is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.colour.input_colours import with_input_colours
from core.levels import to_float
from core.region import Region
from core.resample import enlarge_bicubic, reduce_area
from core.trust import CHECKS, Check, Tally, colour_drift, reach, trust_map, why_not


def picture(height: int = 60, width: int = 84, dtype=np.uint8) -> np.ndarray:
    noise = np.random.default_rng(2).normal(0, 1, (height, width, 3)).astype(np.float32)
    soft = 0.5 + 0.8 * cv2.GaussianBlur(noise, (0, 0), 2.0)
    return np.rint(np.clip(soft, 0.2, 0.8) * np.iinfo(dtype).max).astype(dtype)


def wave(height: int, width: int, period: float, amplitude: float) -> np.ndarray:
    return amplitude * np.cos(2 * np.pi * (np.arange(width) + 0.5) / period) * np.ones((height, 1))


def added(pixels: np.ndarray, levels: np.ndarray) -> np.ndarray:
    return np.rint(pixels.astype(float) + levels[..., None]).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_what_reduces_to_the_photo_contradicts_nothing(scale):
    large = picture(20 * scale, 28 * scale)
    found = trust_map(Check.CONSISTENCY, large, reduce_area(large, scale))
    assert found.tally.largest <= 0.51


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_changed_place_is_found_in_levels_of_eight_bits(dtype):
    source = picture(dtype=dtype)
    result = source.copy()
    result[10:20, 30:50] += dtype(10 * (np.iinfo(dtype).max // 255))
    found = trust_map(Check.CONSISTENCY, result, source)
    assert np.allclose(found.values[10:20, 30:50], 10, atol=1e-3)
    assert found.tally.largest == pytest.approx(10, abs=1e-3)
    assert found.tally.rms == pytest.approx(10 * np.sqrt(200 / source[..., 0].size), rel=1e-3)
    assert found.values[:10].max() < 1e-3


def test_one_channel_counts_a_third():
    source = picture()
    result = source.copy()
    result[..., 2] += 9
    rms = trust_map(Check.CONSISTENCY, result, source).tally.rms
    assert rms == pytest.approx(9 / np.sqrt(3), rel=1e-3)


def test_brightness_is_no_colour_drift():
    grey = np.full((50, 60, 3), 120, np.uint8)
    found = trust_map(Check.COLOUR, grey + np.uint8(30), grey)
    assert found.tally.largest < 0.05


def test_a_colour_cast_has_its_distance_in_lab():
    source, result = np.full((50, 60, 3), 128, np.uint8), np.full((50, 60, 3), 128, np.uint8)
    result[..., 0] += 12
    pair = np.float32([[[128, 128, 128], [140, 128, 128]]]) / 255
    lab = cv2.cvtColor(pair, cv2.COLOR_RGB2Lab)[0]
    expected = np.hypot(*(lab[1] - lab[0])[1:])
    found = trust_map(Check.COLOUR, result, source)
    assert found.tally.mean == pytest.approx(expected, rel=0.01)
    assert expected > 4


def test_colour_noise_without_a_drift_stays_small():
    source = np.full((80, 80, 3), 128, np.uint8)
    noise = np.random.default_rng(1).integers(-9, 10, source.shape)
    found = trust_map(Check.COLOUR, np.uint8(source + noise), source)
    assert found.tally.mean < 0.6


def test_keeping_the_input_s_colours_takes_the_drift_off():
    source = picture(90, 120)
    cast = np.clip(to_float(source) + np.float32([0.08, 0, -0.06]), 0, 1)
    kept = with_input_colours(cast, to_float(source), 1)
    as_photo = [np.rint(255 * np.clip(p, 0, 1)).astype(np.uint8) for p in (cast, kept)]
    drifts = [colour_drift(result, source).mean() for result in as_photo]
    assert drifts[1] < 0.25 * drifts[0]


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_bicubic_invents_nothing(scale):
    source = picture()
    found = trust_map(Check.DETAIL, enlarge_bicubic(source, scale), source)
    assert found.tally.largest < 0.5


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_waves_above_the_limit_are_invented_those_below_are_not(scale):
    source = picture()
    plain = enlarge_bicubic(source, scale)
    above = added(plain, wave(*plain.shape[:2], period=1.4 * scale, amplitude=12))
    below = added(plain, wave(*plain.shape[:2], period=4.0 * scale, amplitude=12))
    inside = Region(12, 12, 72, 48)
    fine = trust_map(Check.DETAIL, above, source, inside).tally
    coarse = trust_map(Check.DETAIL, below, source, inside).tally
    assert fine.rms == pytest.approx(12 / np.sqrt(2), rel=0.03)
    assert fine.share > 0.97
    assert coarse.share < 0.02


@pytest.mark.parametrize("check", Check)
def test_a_place_with_its_surroundings_equals_the_whole(check):
    scale = 2
    source = picture(100, 140)
    result = added(enlarge_bicubic(source, scale), wave(200, 280, 3.0, 15))
    whole = trust_map(check, result, source).values
    place = Region(48, 32, 90, 66)
    outer = place.grown(reach(check))
    part = trust_map(
        check, outer.scaled(scale).of(result), outer.of(source), place.relative_to(outer)
    )
    assert np.allclose(part.values, place.of(whole), atol=0.02)


def test_parts_add_up():
    a, b = Tally(2, 3.0, 5.0, 2.0, 9.0), Tally(2, 1.0, 1.0, 1.0, 3.0)
    both = a + b
    assert (both.mean, both.largest, both.share) == (1.0, 2.0, 0.5)
    assert both.rms == pytest.approx(np.sqrt(6 / 4))


def test_a_reduced_map_keeps_its_root_mean_square():
    found = trust_map(Check.CONSISTENCY, picture(60, 84)[::-1].copy(), picture(60, 84))
    small = found.pooled(4)
    assert small.values.shape == (15, 21)
    assert np.sqrt(np.mean(small.values**2)) == pytest.approx(found.tally.rms, rel=1e-4)
    assert found.pooled(8).values.shape == (8, 11)


def test_what_does_not_apply_is_said():
    assert why_not(Check.DETAIL, scale=1, channels=3)
    assert why_not(Check.COLOUR, scale=1, channels=1)
    assert not why_not(Check.CONSISTENCY, scale=1, channels=1)
    assert set(CHECKS) == set(Check)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("check", [Check.CONSISTENCY, Check.DETAIL])
def test_grey_pictures_are_looked_at_too(check, dtype):
    source = np.ascontiguousarray(picture(dtype=dtype)[..., :1])
    found = trust_map(check, enlarge_bicubic(source, 3), source)
    assert found.values.shape == source.shape[:2]
    assert found.tally.rms < (0.6 if check is Check.DETAIL else 8)
