"""Studies are kept and found again; results are shown at one size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core import rating_files
from core.engine import Engine
from core.op import Op
from core.photo import Photo
from core.rating import RatedMethod, RatingStudy
from core.rating_files import delete_study, free_name, save_study, saved_studies
from core.rating_pictures import MIDDLE, rated_picture
from core.recipe import Recipe, Step
from core.resample import enlarge_bicubic

DOUBLE = Op(
    "double",
    "Double",
    lambda pixels, values, tile: tile.margins.cropped(enlarge_bicubic(pixels, 2), 2),
    scale=2,
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rating_files, "config_folder", lambda: tmp_path / "config")
    return tmp_path / "config" / "ratings"


def study(name: str = "evening", **more) -> RatingStudy:
    methods = (
        RatedMethod("Input", Recipe("")),
        RatedMethod("Double", Recipe("", (Step("double"),))),
    )
    return RatingStudy(name, (Path("a.png"), Path("b.png")), methods, 4, **more)


def test_a_study_is_found_again_after_every_rating():
    begun = study()
    for rating in (3, 1, 4):
        begun = begun.rated(rating)
        save_study(begun)
        assert saved_studies() == ([begun], [])


def test_a_damaged_study_hides_no_other(own_folder):
    save_study(study(middle=True))
    (own_folder / "broken.json").write_text("{", "utf-8")
    found, problems = saved_studies()
    assert found == [study(middle=True)]
    assert "broken.json" in str(problems[0])


def test_names_that_are_no_file_names_still_work():
    assert free_name("a/b: c?") == "a/b: c?"
    save_study(study("a/b: c?"))
    assert free_name("a/b: c?") == "a/b: c? (2)"
    delete_study("a/b: c?")
    assert saved_studies() == ([], [])


@pytest.mark.parametrize("middle", [False, True])
def test_size_does_not_give_a_method_away(middle):
    made = study(middle=middle)
    pixels = np.random.default_rng(1).integers(0, 256, (1200, 1000, 3), np.uint8)
    engine, photo = Engine([DOUBLE]), Photo(pixels)
    shapes = {rated_picture(engine, made, place, lambda _p: photo).shape for place in range(4)}
    expected = (MIDDLE.height, MIDDLE.width, 3) if middle else (2400, 2000, 3)
    assert shapes == {expected}


def test_the_input_is_the_photo():
    pixels = np.random.default_rng(1).integers(0, 256, (40, 50, 3), np.uint8)
    alone = RatingStudy("x", (Path("a.png"),), (RatedMethod("Input", Recipe("")),), 1)
    shown = rated_picture(Engine([]), alone, 0, lambda _p: Photo(pixels))
    assert np.array_equal(shown, pixels)
