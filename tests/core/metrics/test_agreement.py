"""Figures agree with scikit-image and with plain formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.ndimage import correlate1d
from skimage import color, data
from skimage import metrics as reference_metrics

from core.errors import UsageError
from core.metrics import (
    Channel,
    delta_e_2000,
    ms_ssim,
    mse,
    psnr,
    psnr_in_mask,
    ssim,
)

LUMA = np.array([65.481, 128.553, 24.966]) / 255


def noisy(picture: np.ndarray, sigma: float, seed: int = 1) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, sigma, picture.shape)
    return np.clip(np.rint(picture + noise), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def pair() -> tuple[np.ndarray, np.ndarray]:
    truth = data.astronaut()[30:331, 100:355]
    return noisy(truth, 9.0), truth


def as_type(pixels: np.ndarray, kind: str) -> tuple[np.ndarray, float]:
    if kind == "uint16":
        return pixels.astype(np.uint16) * np.uint16(257), 65535.0
    if kind == "float":
        return pixels / 255, 1.0
    return pixels, 255.0


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float"])
def test_psnr_and_mse_are_those_of_scikit_image(pair, kind):
    (a, peak), (b, _) = (as_type(p, kind) for p in pair)
    expected = reference_metrics.peak_signal_noise_ratio(b, a, data_range=peak)
    assert psnr(a, b, data_range=peak) == pytest.approx(expected, abs=1e-6)
    error = reference_metrics.mean_squared_error(b, a)
    assert mse(a, b, data_range=peak) == pytest.approx(error, rel=1e-9)


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float"])
@pytest.mark.parametrize("border", [0, 3])
def test_luma_psnr_is_the_formula(pair, kind, border):
    (a, peak), (b, _) = (as_type(p, kind) for p in pair)
    x, y = ((p @ LUMA + 16 / 255 * peak)[border:300, border : 255 - border] for p in (a, b))
    x, y = (p[: 301 - 2 * border] for p in (x, y))
    expected = reference_metrics.peak_signal_noise_ratio(y, x, data_range=peak)
    found = psnr(
        a[: 300 + border], b[: 300 + border], data_range=peak, channel=Channel.LUMA, border=border
    )
    assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float"])
def test_ssim_is_that_of_scikit_image(pair, kind):
    (a, peak), (b, _) = (as_type(p, kind) for p in pair)
    options = {"gaussian_weights": True, "use_sample_covariance": False, "data_range": peak}
    rgb = reference_metrics.structural_similarity(a, b, channel_axis=2, **options)
    assert ssim(a, b, data_range=peak, channel=Channel.RGB) == pytest.approx(rgb, abs=1e-6)
    x, y = (p @ LUMA + 16 / 255 * peak for p in (a, b))
    luma = reference_metrics.structural_similarity(x, y, **options)
    assert ssim(a, b, data_range=peak) == pytest.approx(luma, abs=1e-6)


@pytest.mark.parametrize("size", [(11, 11), (12, 40), (75, 13), (43, 107)])
def test_ssim_of_small_and_odd_pictures(size):
    truth = data.coffee()[100 : 100 + size[0], 200 : 200 + size[1]]
    x, y = (p @ LUMA + 16 for p in (noisy(truth, 20), truth))
    expected = reference_metrics.structural_similarity(
        x, y, gaussian_weights=True, use_sample_covariance=False, data_range=255
    )
    assert ssim(noisy(truth, 20), truth, data_range=255) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float"])
def test_colour_difference_is_that_of_scikit_image(pair, kind):
    (a, peak), (b, _) = (as_type(p, kind) for p in pair)
    expected = color.deltaE_ciede2000(color.rgb2lab(b), color.rgb2lab(a)).mean()
    assert delta_e_2000(a, b, data_range=peak) == pytest.approx(expected, abs=1e-6)


def test_colour_difference_over_the_whole_cube():
    rng = np.random.default_rng(4)
    a, b = rng.integers(0, 256, (2, 150, 150, 3), dtype=np.uint8)
    expected = color.deltaE_ciede2000(color.rgb2lab(a), color.rgb2lab(b)).mean()
    assert delta_e_2000(a, b, data_range=255) == pytest.approx(expected, abs=1e-6)


def test_ms_ssim_is_the_formula(pair):
    a, b = pair
    x, y = (p @ LUMA + 16 for p in pair)
    assert ms_ssim(a, b, data_range=255) == pytest.approx(plain_ms_ssim(x, y), abs=1e-6)


def plain_ms_ssim(x: np.ndarray, y: np.ndarray) -> float:
    """Wang, Simoncelli and Bovik's product, written as in the paper."""
    product = 1.0
    for scale, weight in enumerate((0.0448, 0.2856, 0.3001, 0.2363, 0.1333)):
        structure, whole = plain_terms(x, y)
        product *= (whole if scale == 4 else structure) ** weight
        x, y = halved(x), halved(y)
    return product


def plain_terms(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    mx, my = inside(x), inside(y)
    vx, vy, cov = inside(x * x) - mx**2, inside(y * y) - my**2, inside(x * y) - mx * my
    structure = (2 * cov + 7.65**2) / (vx + vy + 7.65**2)
    light = (2 * mx * my + 2.55**2) / (mx**2 + my**2 + 2.55**2)
    return structure.mean(), (structure * light).mean()


def inside(plane: np.ndarray) -> np.ndarray:
    weights = np.exp(-0.5 * (np.arange(-5, 6) / 1.5) ** 2)
    weights /= weights.sum()
    return correlate1d(correlate1d(plane, weights, 0), weights, 1)[5:-5, 5:-5]


def halved(plane: np.ndarray) -> np.ndarray:
    even = np.pad(plane, [(0, s % 2) for s in plane.shape], mode="edge")
    return even.reshape(even.shape[0] // 2, 2, even.shape[1] // 2, 2).mean((1, 3))


def test_identical_pictures_are_perfect_and_no_error(pair):
    _, truth = pair
    for kind in ("uint8", "uint16", "float"):
        p, peak = as_type(truth, kind)
        for channel in Channel:
            assert psnr(p, p.copy(), data_range=peak, channel=channel) == math.inf
            assert ssim(p, p.copy(), data_range=peak, channel=channel) == 1.0
        assert ms_ssim(p, p.copy(), data_range=peak) == 1.0
        assert delta_e_2000(p, p.copy(), data_range=peak) == 0.0


def test_flat_pictures_are_no_error():
    black, white = np.zeros((200, 180, 3), np.uint8), np.full((200, 180, 3), 255, np.uint8)
    assert psnr(black, white, data_range=255) == pytest.approx(0.0)
    assert ssim(black, black, data_range=255) == 1.0
    assert delta_e_2000(black, white, data_range=255) == pytest.approx(100, abs=0.01)


def test_brighter_and_darker_count_alike(pair):
    truth = np.clip(pair[1], 20, 235)
    darker, brighter = truth - 7, truth + 7
    for channel in Channel:
        assert psnr(darker, truth, data_range=255, channel=channel) == pytest.approx(
            psnr(brighter, truth, data_range=255, channel=channel), abs=1e-9
        )


def test_ms_ssim_needs_176_pixels(pair):
    a, b = pair
    assert ms_ssim(a[:175], b[:175], data_range=255) is None
    assert ms_ssim(a[:176], b[:176], data_range=255) is not None
    assert ms_ssim(a[:178], b[:178], data_range=255, border=2) is None


def test_pictures_below_the_window_have_no_ssim(pair):
    assert ssim(pair[0][:10], pair[1][:10], data_range=255) is None


def test_border_is_left_out(pair):
    spoiled = pair[1].copy()
    spoiled[:4] = spoiled[-4:] = 0
    spoiled[:, :4] = spoiled[:, -4:] = 0
    assert psnr(spoiled, pair[1], data_range=255, border=4) == math.inf
    assert ssim(spoiled, pair[1], data_range=255, border=4) == 1.0
    assert psnr(spoiled, pair[1], data_range=255, border=3) < 60


def test_mask_limits_psnr(pair):
    mask = np.zeros(pair[1].shape[:2], bool)
    mask[40:290, 7:9] = True
    spoiled = pair[1].copy()
    spoiled[mask] = spoiled[mask] // 2
    error = np.mean((spoiled[mask].astype(float) - pair[1][mask]) ** 2)
    expected = 10 * np.log10(255**2 / error)
    assert psnr_in_mask(spoiled, pair[1], mask, data_range=255) == pytest.approx(expected)
    assert psnr_in_mask(spoiled, pair[1], ~mask, data_range=255) == math.inf
    assert psnr_in_mask(spoiled, pair[1], mask & False, data_range=255) is None


def test_grey_counts_as_three_equal_channels(pair):
    a, b = (p[..., :1] for p in pair)
    a3, b3 = (np.repeat(p, 3, axis=2) for p in (a, b))
    for channel in Channel:
        options = {"data_range": 255, "channel": channel}
        assert psnr(a, b, **options) == pytest.approx(psnr(a3, b3, **options), abs=1e-9)
        assert ssim(a, b3, **options) == pytest.approx(ssim(a3, b3, **options), abs=1e-9)
        assert psnr(a[..., 0], b, **options) == psnr(a, b, **options)
    assert delta_e_2000(a, b3, data_range=255) == pytest.approx(
        delta_e_2000(a3, b3, data_range=255)
    )


def test_unequal_pictures_are_refused_with_a_remedy(pair):
    a, b = pair
    with pytest.raises(UsageError, match=r"255×301 and 254×301.*Crop or resize"):
        psnr(a, b[:, :-1], data_range=255)
    with pytest.raises(UsageError, match="uint8 and uint16"):
        ssim(a, b.astype(np.uint16), data_range=255)
    with pytest.raises(UsageError, match="leaves nothing"):
        psnr(a, b, data_range=255, border=128)
