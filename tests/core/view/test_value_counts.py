"""Histograms and line profiles say what the pixels are."""

from __future__ import annotations

import numpy as np
import pytest

from core.view.line_profile import line_profile
from core.view.picture_source import PictureSource
from core.view.value_counts import value_counts


def noise(height: int = 40, width: int = 70, dtype=np.uint8, channels: int = 3) -> np.ndarray:
    top = np.iinfo(dtype).max
    rng = np.random.default_rng(8)
    return rng.integers(0, top, (height, width, channels), dtype, endpoint=True)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_every_pixel_is_counted_in_its_bin(dtype):
    pixels = noise(dtype=dtype)
    found = value_counts(pixels)
    bins = pixels if dtype is np.uint8 else pixels // 256
    expected = np.stack([np.bincount(bins[..., c].ravel(), minlength=256) for c in range(3)])
    assert np.array_equal(found.counts[:3], expected)
    assert found.counts[3].sum() == found.pixels == 2800


def test_clipped_pixels_count_once():
    pixels = np.full((10, 10, 3), 100, np.uint8)
    pixels[0, :4] = (255, 255, 0)
    pixels[1, :3] = 0
    found = value_counts(pixels)
    assert (found.bright_share, found.dark_share) == (0.04, 0.07)


def test_sixteen_bits_clip_at_their_own_end():
    pixels = np.full((5, 4, 1), 65280, np.uint16)
    pixels[0, 0] = 65535
    found = value_counts(pixels)
    assert found.bright == 1
    assert found.counts.shape == (1, 256)


def test_parts_add_up_to_the_whole():
    pixels = noise()
    whole, parts = value_counts(pixels), value_counts(pixels[:13]) + value_counts(pixels[13:])
    assert np.array_equal(whole.counts, parts.counts)
    assert (whole.dark, whole.bright) == (parts.dark, parts.bright)


@pytest.mark.parametrize("across", [True, False])
def test_a_profile_is_the_luma_of_its_line(across):
    pixels = noise()
    found = line_profile(PictureSource.from_pixels(pixels), 11, 5, 30, across=across)
    line = pixels[11, 5:30] if across else pixels[5:30, 11]
    assert np.allclose(found.values, line @ [0.299, 0.587, 0.114], atol=0.01)
    assert (found.places[0], found.places[-1]) == (5.5, 29.5)


def test_a_larger_result_is_read_in_its_own_pixels():
    pixels = noise(60, 90, channels=1)
    found = line_profile(PictureSource.from_pixels(pixels, scale=3), 4, 10, 20, across=True)
    assert np.array_equal(found.values, pixels[13, 30:60, 0])
    assert found.places[1] - found.places[0] == pytest.approx(1 / 3)
    assert 10 < found.places[0] < found.places[-1] < 20
