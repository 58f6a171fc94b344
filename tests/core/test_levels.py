"""Every integer comes back as it was."""

from __future__ import annotations

import numpy as np
import pytest

from core.levels import sixteen_to, to_float, to_sixteen_bits, widened


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_photo_survives_the_way_through_float(dtype):
    values = np.arange(np.iinfo(dtype).max + 1, dtype=dtype).reshape(1, -1, 1)
    assert np.array_equal(sixteen_to(to_sixteen_bits(to_float(values)), dtype), values)


def test_sixteen_bits_are_rounded_to_the_nearest_of_eight():
    values = np.arange(65536, dtype=np.uint16)
    assert np.array_equal(sixteen_to(values, np.uint8), np.rint(values / 257).astype(np.uint8))


def test_out_of_range_is_clipped():
    assert to_sixteen_bits(np.float32([-1, 0.5, 7])).tolist() == [0, 32768, 65535]


def test_widening_keeps_white_white():
    assert widened(np.uint8([0, 255])).tolist() == [0, 65535]
