"""What an op found out about the whole picture is found out once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.engine import Engine
from core.ops.contrast_stretch import CONTRAST_STRETCH
from core.ops.histogram import picture_histogram
from core.ops.tone import GAMMA
from core.photo import Photo
from core.prepared_cache import PreparedCache
from core.recipe import Recipe, Step
from core.region import Region


@pytest.fixture
def looks() -> list[int]:
    return []


@pytest.fixture
def engine(looks: list[int]) -> Engine:
    def prepare(source, values):
        looks.append(1)
        return picture_histogram(source, values)

    return Engine([replace(CONTRAST_STRETCH, prepare=prepare, tile=16), GAMMA])


def photo(seed: int = 0) -> Photo:
    return Photo(np.random.default_rng(seed).integers(50, 180, (40, 60, 3), dtype=np.uint8))


def stretch(**values) -> Recipe:
    return Recipe("stretch", (Step("contrast-stretch", values),))


def test_tiles_and_places_share_one_look(engine, looks):
    picture = photo()
    for left in (0, 10, 20):
        engine.run(picture, stretch(), Region(left, 0, left + 30, 30))
    assert len(looks) == 1


def test_a_slider_that_does_not_matter_to_it_does_not_look_again(engine, looks):
    picture = photo()
    first = engine.run(picture, stretch(low=0)).pixels
    second = engine.run(picture, stretch(low=20)).pixels
    assert len(looks) == 1
    assert (first != second).any()


def test_another_photo_and_another_step_before_it_look_again(engine, looks):
    engine.run(photo(1), stretch())
    engine.run(photo(2), stretch())
    steps = (Step("gamma", {"gamma": 0.5}), Step("contrast-stretch"))
    engine.run(photo(2), Recipe("two", steps))
    assert len(looks) == 3


def test_the_oldest_goes_first():
    cache, made = PreparedCache(most=2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        cache.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]
