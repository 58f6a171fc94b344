from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.region import Region, Size
from core.view.at_scale import Enlarging
from core.view.derived_picture import (
    DifferencePicture,
    DifferenceStyle,
    EnlargedPicture,
    difference,
)
from core.view.picture_source import PictureSource

RANDOM = np.random.default_rng(3)


def noise(height: int, width: int) -> np.ndarray:
    return RANDOM.integers(0, 255, (height, width, 3), np.uint8)


@pytest.mark.parametrize("enlarging", Enlarging)
@pytest.mark.parametrize("scale", [3, 4])
def test_enlarging_parts_equals_enlarging_all(enlarging: Enlarging, scale: int) -> None:
    pixels = noise(50, 70)
    size = Size(50 * scale, 70 * scale)
    picture = EnlargedPicture(PictureSource.from_pixels(pixels), size, scale, enlarging)
    whole = cv2.resize(pixels, (size.width, size.height), interpolation=enlarging.value)
    for part in (size.region, Region(31, 17, 90, 111), Region(150, 90, 210, 150)):
        assert np.abs(picture.read(part).astype(int) - part.of(whole)).max() <= 1


def test_an_enlarged_picture_changes_with_its_own() -> None:
    heard: list[Region] = []
    source = PictureSource(Size(50, 70))
    picture = EnlargedPicture(source, Size(150, 210), 3)
    picture.subscribe(heard.append)
    source.write(Region(10, 20, 20, 30), np.zeros((10, 10, 3), np.uint8))
    assert heard[0].overlap(Region(30, 60, 60, 90)) == Region(30, 60, 60, 90)
    picture.close()
    source.write(Region(10, 20, 20, 30), np.zeros((10, 10, 3), np.uint8))
    assert len(heard) == 1


def test_equal_pictures_differ_by_nothing() -> None:
    pixels = noise(9, 7)
    assert (difference(pixels, pixels, DifferenceStyle()) == 128).all()


@pytest.mark.parametrize(("by", "level"), [(3, 140), (-3, 116)])
def test_brighter_and_darker_go_to_different_sides(by: int, level: int) -> None:
    reference = np.full((4, 5, 3), 100, np.uint8)
    shown = (reference.astype(int) + by).astype(np.uint8)
    assert (difference(shown, reference, DifferenceStyle(gain=4.0)) == level).all()


def test_sixteen_bits_are_compared_in_their_own_depth() -> None:
    reference = np.full((4, 5, 1), 1000, np.uint16)
    made = difference(reference + 257, reference, DifferenceStyle(gain=10.0))
    assert made.shape == (4, 5, 3)
    assert (made == 138).all()


def test_luma_and_false_colour() -> None:
    reference = np.full((4, 5, 3), 100, np.uint8)
    green = reference + np.array([0, 10, 0], np.uint8)
    luma = difference(green, reference, DifferenceStyle(gain=10.0, luma_only=True))
    assert (luma == 128 + 59).all()
    colours = difference(green, reference, DifferenceStyle(gain=10.0, false_colour=True))
    assert len(np.unique(colours.reshape(-1, 3), axis=0)) == 1
    assert np.ptp(colours[0, 0].astype(int)) > 0


def test_a_result_of_another_size_is_compared_at_the_larger_one() -> None:
    small = np.full((20, 30, 3), 90, np.uint8)
    large = np.full((60, 90, 3), 95, np.uint8)
    picture = DifferencePicture(
        PictureSource.from_pixels(large, scale=3),
        PictureSource.from_pixels(small),
        DifferenceStyle(gain=1.0),
    )
    assert (picture.size, picture.scale) == (Size(60, 90), 3)
    assert (picture.read(Region(10, 10, 50, 40)) == 133).all()
    assert (picture.thinned(30) == 133).all()
