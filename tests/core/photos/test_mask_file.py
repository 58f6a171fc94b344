"""A mask from a file: white is a hole, and what does not fit is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import InputError
from core.photo import Photo
from core.photos.mask_file import read_mask
from core.region import Region

PHOTO = Photo(np.zeros((30, 40, 3), np.uint8))


def saved(path: Path, values: np.ndarray) -> Path:
    Image.fromarray(values).save(path)
    return path


@pytest.mark.parametrize("shape", [(30, 40), (30, 40, 3)])
@pytest.mark.parametrize("name", ["mask.png", "mask.jpg"])
def test_white_is_a_hole(tmp_path, name, shape):
    values = np.zeros(shape, np.uint8)
    values[8:16, 16:32] = 255
    mask = read_mask(saved(tmp_path / name, values), PHOTO)
    assert np.array_equal(mask.holes, values.reshape(30, 40, -1)[..., 0] > 127)
    assert mask.source == name


def test_a_mask_of_another_size_or_without_holes_is_named(tmp_path):
    with pytest.raises(InputError, match=r"small\.png has 20×30 pixels, untitled 40×30"):
        read_mask(saved(tmp_path / "small.png", np.zeros((30, 20), np.uint8)), PHOTO)
    with pytest.raises(InputError, match=r"black\.png marks no hole"):
        read_mask(saved(tmp_path / "black.png", np.zeros((30, 40), np.uint8)), PHOTO)


def test_the_mask_grows_with_the_photo(tmp_path):
    values = np.zeros((30, 40), np.uint8)
    values[8:16, 16:32] = 255
    mask = read_mask(saved(tmp_path / "mask.png", values), PHOTO)
    large = mask.holes.repeat(3, 0).repeat(3, 1)
    part = Region(46, 20, 77, 31)
    assert np.array_equal(mask.within(part, 3), part.of(large))
    assert np.array_equal(mask.within(part.covering(3), 1), part.covering(3).of(mask.holes))
