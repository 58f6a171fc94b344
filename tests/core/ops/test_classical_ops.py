"""Each classical op does what its name says."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from core.colour.luma import luma
from core.engine import Engine
from core.ops import OPS
from core.ops.smoothing import GAUSSIAN_FILTER
from core.photo import Photo
from core.recipe import Recipe, Step

RAMP = np.arange(256, dtype=np.uint8).reshape(1, 256, 1).repeat(4, axis=0)
ENGINE = Engine(OPS)


def run(op: str, pixels: np.ndarray, **values) -> np.ndarray:
    return ENGINE.run(Photo(pixels.copy()), Recipe(op, (Step(op, values),))).pixels


def luma_of(pixels: np.ndarray) -> np.ndarray:
    return luma(pixels.astype(np.float32))[..., 0]


def decibels(result: np.ndarray, truth: np.ndarray) -> float:
    return 10 * np.log10(255**2 / np.mean((result.astype(float) - truth) ** 2))


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    return data.coffee()[100:260, 200:400].copy()


def wave(period: float, *, across: bool = True) -> np.ndarray:
    line = 128 + 60 * np.sin(2 * np.pi * np.arange(160) / period)
    picture = np.broadcast_to(line if across else line[:, None], (160, 160))
    return np.rint(picture).astype(np.uint8)[..., None].copy()


def middle_swing(pixels: np.ndarray) -> float:
    return float(np.ptp(pixels[60:100, 60:100].astype(float))) / 2


def test_negative_turns_around_and_back(photo):
    np.testing.assert_array_equal(run("negative", photo), 255 - photo)


def test_gamma_is_a_power():
    expected = np.rint(255 * (RAMP / 255) ** 0.5)
    assert np.abs(run("gamma", RAMP, gamma=0.5) - expected).max() <= 1
    np.testing.assert_array_equal(run("gamma", RAMP, gamma=1), RAMP)


def test_brightness_and_contrast(photo):
    same = run("brightness-contrast", photo, brightness=0, contrast=0)
    np.testing.assert_array_equal(same, photo)
    assert np.ptp(run("brightness-contrast", photo, contrast=-100)) == 0
    lifted = run("brightness-contrast", RAMP, brightness=20, contrast=0)
    np.testing.assert_array_equal(lifted, np.minimum(RAMP.astype(int) + 51, 255))


def test_contrast_stretching_follows_the_formula():
    pale = RAMP[:, 50:201]
    full = run("contrast-stretch", pale, low=0, high=100)
    expected = (pale.astype(float) - 50) * 255 / 150
    assert np.abs(full - expected).max() <= 1
    part = run("contrast-stretch", pale, low=0, high=100, darkest=20, brightest=60)
    assert (part.min(), part.max()) == (51, 153)


def test_contrast_stretching_leaves_a_flat_picture_alone():
    flat = np.full((9, 9, 3), 77, np.uint8)
    np.testing.assert_array_equal(run("contrast-stretch", flat), flat)


def test_contrast_stretching_each_channel_takes_off_a_cast():
    cast = np.dstack([RAMP * 0.5 + 100, RAMP * 0.8, RAMP * 0.4 + 20]).astype(np.uint8)
    each = run("contrast-stretch", cast, low=0, high=100, on="rgb")
    assert np.ptp(each.astype(int), axis=2).max() <= 4


def test_intensity_slicing_marks_a_band():
    marked = run("intensity-slice", RAMP, low=40, high=60)[0, :, 0]
    inside = (RAMP[0, :, 0] >= 102) & (RAMP[0, :, 0] <= 153)
    np.testing.assert_array_equal(marked, np.where(inside, 255, RAMP[0, :, 0]))
    alone = run("intensity-slice", RAMP, low=40, high=60, others="black")[0, :, 0]
    np.testing.assert_array_equal(alone, np.where(inside, 255, 0))


def test_bit_planes_add_up_to_the_picture(photo):
    planes = [(run("bit-plane", photo, plane=bit) > 0).astype(int) << bit for bit in range(8)]
    np.testing.assert_array_equal(sum(planes), photo)
    coarse = run("bit-plane", photo, plane=5, shown="this and higher")
    np.testing.assert_array_equal(coarse, photo & 0b11100000)


def test_equalisation_makes_tones_equally_frequent(photo):
    equal = np.sort(luma_of(run("equalise", photo[..., :1])).ravel())
    assert np.abs(equal - np.linspace(0, 255, equal.size)).max() < 12


def test_equalisation_of_luma_keeps_chroma(photo):
    quiet = (photo // 4 + 96).astype(np.uint8)
    before, after = (cv2.cvtColor(p, cv2.COLOR_RGB2YCrCb) for p in (quiet, run("equalise", quiet)))
    inside = (after[..., 0] > 40) & (after[..., 0] < 215)
    assert np.abs(after[inside].astype(int) - before[inside])[:, 1:].max() <= 2


def test_clahe_lifts_contrast_where_there_is_little(photo):
    dull = (photo // 6 + 20).astype(np.uint8)
    assert luma_of(run("clahe", dull, limit=4)).std() > 1.5 * luma_of(dull).std()


def test_clahe_is_stronger_the_higher_its_limit(photo):
    changes = [
        np.abs(run("clahe", photo, limit=limit).astype(int) - photo).mean() for limit in (1, 2, 8)
    ]
    assert changes[0] < changes[1] < changes[2]


def test_gaussian_is_opencvs_gaussian(photo):
    blurred = run("gaussian", photo, radius=2.0)
    assert np.abs(blurred.astype(int) - cv2.GaussianBlur(photo, (13, 13), 2.0)).max() <= 1


@pytest.mark.parametrize("radius", [8.0, 12.0, 18.0, 30.0])
def test_a_wide_blur_on_the_reduced_picture_is_the_plain_one(radius):
    pixels = np.zeros((400, 400, 1), np.uint16)
    pixels[:, 200:] = 65535
    side = 2 * int(np.ceil(3 * radius)) + 1
    plain = cv2.GaussianBlur(pixels.astype(np.float32), (side, side), radius)
    wide = run(GAUSSIAN_FILTER.id, pixels, radius=radius)[..., 0]
    assert np.abs(wide - plain).max() < 0.5 * 257


@pytest.mark.parametrize("shape", ["gaussian", "butterworth", "ideal"])
def test_low_pass_keeps_slow_waves_and_takes_fast_ones(shape):
    settings = {"kind": "low-pass", "shape": shape, "cutoff": 0.1}
    slow, fast = wave(60), wave(3.5)
    assert middle_swing(run("fourier", slow, **settings)) > 0.85 * middle_swing(slow)
    assert middle_swing(run("fourier", fast, **settings)) < 0.15 * middle_swing(fast)


def test_high_pass_keeps_fast_waves_around_middle_grey():
    settings = {"kind": "high-pass", "cutoff": 0.1}
    assert middle_swing(run("fourier", wave(60), **settings)) < 8
    fast = run("fourier", wave(3.5), **settings)
    assert middle_swing(fast) > 0.9 * middle_swing(wave(3.5))
    assert abs(fast.mean() - 128) < 2


def test_a_notch_takes_out_one_wave_and_keeps_the_others():
    settings = {"kind": "notch", "cutoff": 0.125, "angle": 0}
    assert middle_swing(run("fourier", wave(8), **settings)) < 4
    for other in (wave(8, across=False), wave(30), wave(4)):
        assert middle_swing(run("fourier", other, **settings)) > 0.9 * middle_swing(other)


def test_edges_become_steeper_or_lighter():
    step = np.zeros((40, 40, 1), np.uint8)
    step[:, :20], step[:, 20:] = 80, 160
    soft = cv2.GaussianBlur(step, (0, 0), 1.5)[..., None]
    steep = run("edge-enhance", soft, method="laplacian", amount=2)
    assert np.diff(steep[20, :, 0].astype(int)).max() > np.diff(soft[20, :, 0].astype(int)).max()
    drawn = run("edge-enhance", soft, method="gradient", amount=5)
    assert (drawn >= soft).all()
    assert drawn[20, 20, 0] > soft[20, 20, 0].astype(int) + 20


def test_hue_and_saturation_leave_luma_alone(photo):
    quiet = (photo // 3 + 80).astype(np.uint8)
    for values in ({"hue": 70}, {"saturation": 0}, {"saturation": 150}):
        assert np.abs(luma_of(run("hue-saturation", quiet, **values)) - luma_of(quiet)).max() < 1.1
    grey = run("hue-saturation", quiet, saturation=0).astype(int)
    assert np.ptp(grey, axis=2).max() <= 1
    np.testing.assert_array_equal(run("hue-saturation", photo, hue=0, saturation=100), photo)


def test_a_hue_turned_all_the_way_comes_back(photo):
    quiet = (photo // 3 + 80).astype(np.uint8)
    half = run("hue-saturation", quiet, hue=120, saturation=100)
    assert np.abs(half.astype(int) - quiet).max() > 20
    back = run("hue-saturation", half, hue=-120, saturation=100).astype(int)
    assert np.abs(back - quiet).max() <= 2


def test_grey_world_makes_the_mean_neutral(photo):
    cast = (photo * [0.6, 0.4, 0.3]).astype(np.uint8)
    result = run("white-balance", cast, method="grey world") / 255
    light = (((result + 0.055) / 1.055) ** 2.4).mean(axis=(0, 1))
    assert np.ptp(light) < 0.05 * light.mean()


def test_white_patch_makes_the_brightest_place_neutral():
    grey = np.linspace(0, 200, 160)[:, None].repeat(40, axis=1)
    cast = (grey[..., None] * [1.0, 0.8, 0.5]).astype(np.uint8)
    brightest = run("white-balance", cast, method="white patch")[-2].astype(int)
    assert np.ptp(brightest, axis=1).max() <= 3


def test_temperature_and_tint(photo):
    quiet = (photo // 3 + 80).astype(np.uint8)
    same = run("white-balance", quiet, method="by hand")
    assert np.abs(same.astype(int) - quiet).max() <= 1

    def means(**values) -> np.ndarray:
        return run("white-balance", quiet, method="by hand", **values).mean(axis=(0, 1))

    red, _, blue = means(temperature=9000) - means()
    assert red > 3 > -3 > blue
    assert means(tint=60)[1] < means()[1] - 3


@pytest.mark.parametrize("op", ["denoise-nlm", "denoise-bilateral", "denoise-wavelet"])
@pytest.mark.parametrize("channels", [1, 3])
def test_noise_goes_and_the_picture_stays(op, channels, photo):
    clean = photo[..., :channels]
    noise = np.random.default_rng(0).normal(0, 8, clean.shape)
    noisy = np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8)
    assert decibels(run(op, noisy, noise=8), clean) > decibels(noisy, clean) + 3
