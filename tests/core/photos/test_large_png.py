"""Large pictures are written band by band: the same picture, without a copy of it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import core.photos.encode_png as png_file
from core.memory import PeakMemory
from core.photos.encode_png import encode_png
from core.photos.reading import open_photo


@pytest.fixture
def small_bands(monkeypatch):
    monkeypatch.setattr(png_file, "_LARGE", 0)
    monkeypatch.setattr(png_file, "_BAND_BYTES", 1000)


@pytest.mark.usefixtures("small_bands")
@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (61, 47), (300, 2)])
@pytest.mark.parametrize(("channels", "transparent"), [(1, 0), (1, 1), (3, 0), (3, 1)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_it_comes_back_exactly(tmp_path, shape, channels, transparent, dtype):
    rng = np.random.default_rng(1)
    top = np.iinfo(dtype).max
    pixels = rng.integers(0, top, (*shape, channels), endpoint=True, dtype=dtype)
    alpha = rng.integers(0, top, shape, dtype=dtype) if transparent else None
    path = tmp_path / "a.png"
    path.write_bytes(encode_png(pixels, alpha, dpi=(300, 300), text={"key": "wört"}))
    back = open_photo(path)
    assert np.array_equal(back.pixels, pixels)
    if transparent:
        assert np.array_equal(back.alpha, alpha)
    with Image.open(path) as picture:
        picture.load()
        assert picture.text == {"key": "wört"}


def test_writing_takes_less_memory_than_the_picture(monkeypatch):
    monkeypatch.setattr(png_file, "_LARGE", 1_000_000)
    pixels = np.zeros((5000, 6000, 3), np.uint8)
    pixels[::2] = np.arange(6000)[:, None] % 251
    encode_png(pixels[:300], None)
    with PeakMemory() as memory:
        encode_png(pixels, None)
    assert (memory.peak - memory.before) * 1e6 < pixels.nbytes
