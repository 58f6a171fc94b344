from __future__ import annotations

import numpy as np
import pytest

from core.region import Region, Size
from core.view.crops import crop_factor, crop_size, read_crop
from core.view.picture_source import PictureSource

RECT = Region(5, 4, 25, 14)


@pytest.mark.parametrize(
    ("magnification", "scales", "room", "factor"),
    [
        (4, [1, 1], 100, 4),
        (4, [1, 3], 100, 6),
        (16, [1], 55, 5),
        (4, [1, 3], 25, 0),
        (2, [1, 4], 60, 4),
    ],
)
def test_factors_are_whole_for_every_picture(
    magnification: int, scales: list[int], room: int, factor: int
) -> None:
    assert crop_factor(RECT, magnification, scales, room) == factor
    assert all(factor % scale == 0 for scale in scales)


def test_pixels_are_repeated_and_nothing_else() -> None:
    pixels = np.random.default_rng(1).integers(0, 65535, (20, 30, 3), np.uint16)
    made = read_crop(PictureSource.from_pixels(pixels), RECT, crop_size(RECT, 3, 0))
    assert np.array_equal(made, RECT.of(pixels).repeat(3, 0).repeat(3, 1))


def test_every_scale_gives_a_crop_of_one_size() -> None:
    size = crop_size(RECT, 6, 0)
    large = PictureSource.from_pixels(np.zeros((60, 90, 1), np.uint8), scale=3)
    assert read_crop(large, RECT, size).shape == (60, 120, 1)


def test_what_does_not_fit_is_reduced_in_proportion() -> None:
    assert crop_size(Region(0, 0, 400, 200), 0, 50) == Size(50, 100)
