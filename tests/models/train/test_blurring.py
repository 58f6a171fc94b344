"""Random blur: the usual one is half of the draws, and exactly what is evaluated."""

from __future__ import annotations

import numpy as np
import pytest

from core.degradations import degradation
from models.train.blurring import KINDS, random_blur


@pytest.fixture
def sharp():
    return np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)


def test_half_of_the_draws_are_the_blur_that_is_evaluated(sharp):
    usual = degradation("blur").apply(sharp, np.random.default_rng(0))
    drawn = [random_blur(sharp, np.random.default_rng(seed)) for seed in range(60)]
    equal = sum(np.array_equal(picture, usual) for picture in drawn)
    assert 20 <= equal <= 40
    assert len({picture.tobytes() for picture in drawn}) >= 60 - equal


def test_a_seed_gives_the_same_picture(sharp):
    first, second = (random_blur(sharp, np.random.default_rng(8)) for _ in range(2))
    assert np.array_equal(first, second)
    assert first.dtype == np.uint8


def test_shares_add_up():
    assert sum(kind.share for kind in KINDS) == pytest.approx(1)
