"""A result that memory has no room for lies in a file, and is the same picture."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import psutil
import pytest

import core.result_pixels as result_file
from core.engine import Engine
from core.errors import OutputError
from core.op import Op
from core.photo import Photo
from core.photos.reading import open_photo
from core.photos.writing import save_picture
from core.recipe import Recipe, Step
from core.resample import enlarge_bicubic

FOUR = Op("four", "Four", lambda p, v, t: t.margins.cropped(enlarge_bicubic(p, 4), 4), scale=4)
RECIPE = Recipe("", (Step("four"),))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "diptych"


@pytest.fixture
def little_memory(monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=10_000))
    monkeypatch.setattr(result_file, "SMALLEST_IN_FILE", 0)


def photo() -> Photo:
    return Photo(np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8))


def test_ordinary_results_stay_in_memory(folder):
    assert type(result_file.result_pixels((500, 400, 3), np.dtype(np.uint8))) is np.ndarray
    assert not folder.exists()


def test_without_room_the_picture_is_the_same_and_no_file_stays(folder, little_memory, tmp_path):
    wanted = enlarge_bicubic(photo().pixels, 4)
    rendition = Engine([FOUR]).run(photo(), RECIPE)
    assert isinstance(rendition.pixels, np.memmap)
    assert np.abs(rendition.pixels.astype(int) - wanted).max() <= 1
    save_picture(rendition.pixels, tmp_path / "out.png", source=photo())
    assert np.array_equal(open_photo(tmp_path / "out.png").pixels, rendition.pixels)
    assert list(folder.iterdir()) == []


def test_an_allocation_that_fails_goes_to_the_file_too(folder, monkeypatch):
    def fails(shape, dtype):
        raise MemoryError

    monkeypatch.setattr(result_file.np, "empty", fails)
    made = result_file.result_pixels((70, 50, 3), np.dtype(np.uint16))
    made[:] = 7
    assert (made.shape, made.dtype, int(made.sum())) == ((70, 50, 3), np.uint16, 7 * 70 * 50 * 3)


def test_no_room_anywhere_is_one_sentence_with_a_remedy(folder, little_memory, monkeypatch):
    usage = SimpleNamespace(free=100)
    monkeypatch.setattr(result_file.shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(OutputError, match="neither into memory nor on the disk"):
        Engine([FOUR]).run(photo(), RECIPE)
