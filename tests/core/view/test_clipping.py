"""Clipped pixels are painted, all others are shown as they are."""

from __future__ import annotations

import numpy as np
import pytest

from core.colour.display_colour import DisplayTransform
from core.view.clipping import BRIGHT_MARK, DARK_MARK, ClippingMarks


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
def test_only_clipped_pixels_are_marked(dtype, channels):
    top = np.iinfo(dtype).max
    pixels = np.full((4, 5, channels), top // 2, dtype)
    pixels[1, 2, 0] = top
    pixels[2, 3, -1] = 0
    pixels[3, 4] = top - 1
    plain = DisplayTransform.for_photo(None, channels, 8 * np.dtype(dtype).itemsize).rgb
    before = pixels.copy()
    shown = ClippingMarks(plain)(pixels)
    assert tuple(shown[1, 2]) == BRIGHT_MARK
    assert tuple(shown[2, 3]) == DARK_MARK
    others = np.ones((4, 5), bool)
    others[1, 2] = others[2, 3] = False
    assert np.array_equal(shown[others], plain(pixels)[others])
    assert np.array_equal(pixels, before)


def test_the_same_marks_are_equal_so_that_nothing_is_drawn_anew():
    transform = DisplayTransform.for_photo(None, 3, 8)
    assert ClippingMarks(transform.rgb) == ClippingMarks(transform.rgb)
