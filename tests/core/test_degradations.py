"""Every degradation: reproducible, sized as it says, and doing what its name promises."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data

from core.degradations import DEGRADATIONS, area_x3, degradation, generator_for
from core.degradations.blurs import disc_kernel, motion_kernel
from core.errors import UsageError
from core.metrics import noise_sigma, psnr, sharpness

NAMES = [d.name for d in DEGRADATIONS]
PROMISED = [
    "area-x3",
    "bicubic-x4-jpeg20",
    "bicubic-x4-same",
    "blur",
    "motion",
    "defocus",
    "low-light",
    "holes",
    "old-photo",
    "phone",
]


@pytest.fixture(scope="module")
def truth() -> np.ndarray:
    return np.ascontiguousarray(data.astronaut()[11:248, 90:391])


def test_the_names_others_rely_on():
    assert NAMES == PROMISED


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("channels", [1, 3])
def test_size_type_and_seed(truth, name, channels):
    picture = truth[..., :channels]
    before = picture.copy()
    spoil = degradation(name)
    first = spoil.apply(picture, generator_for("a.png", name))
    second = spoil.apply(picture, generator_for("a.png", name))
    height, width = (side // spoil.reduces for side in picture.shape[:2])
    assert first.shape == (height, width, channels)
    assert first.dtype == np.uint8
    assert first.tobytes() == second.tobytes()
    assert np.array_equal(picture, before)
    if spoil.reduces == 1:
        assert not np.array_equal(first, picture)


@pytest.mark.parametrize("name", ["low-light", "holes", "old-photo", "phone"])
def test_every_picture_gets_its_own_draw(truth, name):
    draws = [
        degradation(name).apply(truth, generator_for(image, name, seed))
        for image, seed in (("a.png", 0), ("b.png", 0), ("a.png", 1))
    ]
    assert not np.array_equal(draws[0], draws[1])
    assert not np.array_equal(draws[0], draws[2])


@pytest.mark.parametrize("name", NAMES)
def test_defaults_and_training_lie_in_the_declared_ranges(name):
    spoil = degradation(name)
    params = {p.name: p for p in spoil.params}
    for param in params.values():
        assert param.low <= param.default <= param.high
        assert param.help
    for key, (low, high) in spoil.training.items():
        assert params[key].low <= low < high <= params[key].high
    rng = np.random.default_rng(3)
    drawn = [spoil.vary(rng) for _ in range(20)]
    for key, (low, high) in spoil.training.items():
        values = [values[key] for values in drawn]
        assert low <= min(values) < max(values) <= high


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [(7, 5), (4, 4), (12, 40)])
def test_small_pictures_are_no_error(truth, name, size):
    picture = truth[: size[0], : size[1]]
    spoil = degradation(name)
    assert spoil.apply_varied(picture, generator_for("a", name)).dtype == np.uint8
    assert spoil.apply(picture, generator_for("a", name)).dtype == np.uint8


def test_area_is_the_mean_of_nine(truth):
    reduced = area_x3(truth, np.random.default_rng(0))
    assert reduced.shape == (79, 100, 3)
    mean = truth[:3, 3:6].reshape(9, 3).mean(0)
    assert np.abs(reduced[0, 1] - mean).max() <= 0.5


def test_jpeg_is_pillows_at_four_two_zero(truth):
    crop = truth[:236, :300]
    small = Image.fromarray(crop).resize((75, 59), Image.Resampling.BICUBIC)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=20, subsampling=2)
    found = degradation("bicubic-x4-jpeg20").apply(truth, generator_for("a", "x"))
    assert np.array_equal(found, np.asarray(Image.open(stream)))


def test_down_and_up_is_pillows_bicubic(truth):
    crop = truth[:236, :300]
    small = Image.fromarray(crop).resize((75, 59), Image.Resampling.BICUBIC)
    again = np.asarray(small.resize((300, 236), Image.Resampling.BICUBIC))
    found = degradation("bicubic-x4-same").apply(crop, generator_for("a", "x"))
    assert np.array_equal(found, again)


def test_blur_is_a_gaussian_of_sigma_1_6(truth):
    found = degradation("blur").apply(truth, generator_for("a", "x"))
    exact = cv2.GaussianBlur(truth.astype(np.float64), (0, 0), 1.6)
    assert np.abs(found - exact).max() <= 0.501


@pytest.mark.parametrize("name", ["blur", "motion", "defocus"])
def test_blurs_keep_flat_areas_and_lose_sharpness(truth, name):
    flat = np.full((40, 50, 3), (200, 100, 3), np.uint8)
    rng = np.random.default_rng(0)
    assert np.array_equal(degradation(name).apply(flat, rng), flat)
    blurred = degradation(name).apply(truth, rng)
    assert sharpness(blurred, data_range=255) < 0.4 * sharpness(truth, data_range=255)


def test_kernels_have_the_stated_extent():
    line = motion_kernel(11, 0)
    assert line[line.shape[0] // 2].sum() == pytest.approx(1)
    assert np.count_nonzero(line) == 11
    upwards = motion_kernel(11, 90)
    assert np.allclose(upwards, line.T)
    assert motion_kernel(9, 30)[: line.shape[0] // 2 - 1, line.shape[1] // 2 + 1 :].sum() > 0.2
    disc = disc_kernel(3)
    assert disc.max() == pytest.approx(1 / (np.pi * 9), rel=0.01)


def test_low_light_is_dark_and_noisy(truth):
    dark = degradation("low-light").apply(truth, generator_for("a", "low-light"))
    assert 0.02 * truth.mean() < dark.mean() < 0.3 * truth.mean()
    flat = np.full((100, 100, 3), 128, np.uint8)
    spoil = degradation("low-light")
    noisy = spoil.apply(flat, generator_for("a", "x"), {"light": 0.2, "shot": 0.002})
    calm = spoil.apply(flat, generator_for("a", "x"), {"light": 0.2, "shot": 0.00001})
    assert noise_sigma(noisy, data_range=255) > 3 * noise_sigma(calm, data_range=255)


def test_full_light_without_noise_changes_nothing(truth):
    values = {"light": 1.0, "gamma": 1.0, "shot": 0.00001, "read": 0.00001}
    found = degradation("low-light").apply(truth, generator_for("a", "x"), values)
    assert psnr(found, truth, data_range=255) > 50


@pytest.mark.parametrize("size", [(96, 96), (237, 301), (400, 120)])
def test_holes_cover_eight_percent_and_nothing_else(truth, size):
    picture = np.full((*size, 3), 77, np.uint8)
    spoil = degradation("holes")
    damaged, mask = spoil.apply_with_mask(picture, generator_for("a", "holes"))
    assert mask.mean() == pytest.approx(0.08, rel=0.03)
    assert (damaged[mask] == 0).all()
    assert (damaged[~mask] == 77).all()
    assert np.array_equal(damaged, spoil.apply(picture, generator_for("a", "holes")))


def test_holes_are_between_3_and_24_pixels_wide():
    mask = degradation("holes").mask(
        (600, 500), generator_for("a", "holes"), degradation("holes").values()
    )
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    assert opened.sum() > 0.8 * mask.sum()
    depth = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
    assert 8 < np.percentile(depth[mask], 99.9) < 30


def test_only_holes_have_a_mask(truth):
    for spoil in DEGRADATIONS:
        _, mask = spoil.apply_with_mask(truth, generator_for("a", spoil.name))
        assert (mask is not None) == (spoil.name == "holes")


def test_an_old_print_is_flatter_browner_and_less_colourful(truth):
    aged = degradation("old-photo").apply(truth, generator_for("a", "old-photo"))
    assert aged.std() < truth.std()
    means = aged.reshape(-1, 3).mean(0) - truth.reshape(-1, 3).mean(0)
    assert means[0] > means[2]
    assert 12 < psnr(aged, truth, data_range=255) < 26


def test_a_phone_darkens_the_corners():
    flat = np.full((200, 300, 3), 150, np.uint8)
    spoiled = degradation("phone").apply(flat, generator_for("a", "phone")).astype(float)
    assert spoiled[:20, :20].mean() < 0.8 * spoiled[90:110, 140:160].mean()


def test_unknown_names_and_values_are_refused():
    with pytest.raises(UsageError, match="area-x3"):
        degradation("area-x2")
    with pytest.raises(UsageError, match="sigma"):
        degradation("blur").values({"radius": 2})
    with pytest.raises(UsageError, match="outside"):
        degradation("blur").values({"sigma": 99})
    with pytest.raises(UsageError, match="2×9 pixels cannot be reduced ×3"):
        degradation("area-x3").apply(np.zeros((9, 2, 3), np.uint8), generator_for("a", "b"))


def test_seeds_are_the_same_in_every_run():
    first = generator_for("kodim04.png", "holes").integers(2**32, size=2)
    assert first.tolist() == [259485159, 1781384591]
    assert generator_for("kodim04.png", "holes", 1).integers(2**32) != first[0]


@pytest.mark.parametrize("spoil", DEGRADATIONS, ids=lambda spoil: spoil.name)
def test_a_degradation_says_whether_chance_plays_a_part(spoil):
    picture = np.random.default_rng(1).integers(0, 256, (48, 60, 3), np.uint8)
    first, second = (spoil.apply(picture, np.random.default_rng(seed)) for seed in (1, 2))
    assert spoil.chance == (not np.array_equal(first, second))
