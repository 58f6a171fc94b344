"""Enlarging and reducing do what the protocol names."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from skimage import data

from core.errors import UsageError
from core.resample import enlarge_bicubic, enlarge_nearest, enlarger, pillow_resized, reduce_bicubic


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return data.coffee()[40:104, 100:196]


@pytest.mark.parametrize("name", ["bicubic", "lanczos", "nearest"])
@pytest.mark.parametrize("factor", [1, 2, 3, 4])
@pytest.mark.parametrize("channels", [1, 3])
def test_enlarging_keeps_channels_and_flat_colours(picture, name, factor, channels):
    large = enlarger(name, factor)(picture[..., :channels], factor)
    assert large.shape == (64 * factor, 96 * factor, channels)
    flat = np.full((9, 7, channels), 113, np.uint8)
    assert (enlarger(name, factor)(flat, factor) == 113).all()


def test_bicubic_is_opencvs_for_three_and_pillows_for_four(picture):
    assert np.array_equal(enlarger("bicubic", 3)(picture, 3), enlarge_bicubic(picture, 3))
    pillow = np.asarray(Image.fromarray(picture).resize((384, 256), Image.Resampling.BICUBIC))
    assert np.array_equal(enlarger("bicubic", 4)(picture, 4), pillow)


def test_nearest_repeats(picture):
    assert np.array_equal(enlarge_nearest(picture, 4)[3::4, 2::4], picture)


def test_sixteen_bits_follow_eight(picture):
    deep = picture.astype(np.uint16) * np.uint16(257)
    small8, small16 = reduce_bicubic(picture, 4), reduce_bicubic(deep, 4)
    assert small16.dtype == np.uint16
    assert np.abs(small16 / 257 - small8).max() <= 1.0
    floats = pillow_resized(picture / np.float32(255), (24, 16), Image.Resampling.BICUBIC)
    assert np.abs(floats * 255 - small8).max() <= 1.5


def test_odd_sides_round_down(picture):
    assert reduce_bicubic(picture[:63, :90], 4).shape == (15, 22, 3)
    assert reduce_bicubic(picture[:3, :2], 4).shape == (1, 1, 3)


def test_unknown_enlargements_are_refused():
    with pytest.raises(UsageError, match="bicubic, lanczos, nearest"):
        enlarger("cubic", 2)
