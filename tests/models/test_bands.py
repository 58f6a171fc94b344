"""A whole picture in bands is the picture in tiles, whatever its size, channels and colours."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from test_every_architecture import BY_ROWS
from test_exactness import RECIPE, card_of, engine, photo, run

from core import strips
from core.engine import Engine
from core.errors import Cancelled
from core.photo import Photo
from core.recipe import Recipe, Step
from models.card import ModelCard
from models.runner import NetworkRunner
from models.tile_choice import TilePlan

LEVEL = 257  # one of 8 bits, which half precision may round away
SHAPES = ((3, 53), (41, 5), (37, 90), (130, 31), (26, 160))


@pytest.fixture(params=BY_ROWS, ids=str, scope="module")
def card(request) -> Iterator[ModelCard]:
    case = request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.runner.load_network", lambda card: case.build())
        yield card_of(case)


@pytest.fixture(autouse=True)
def narrow_strips(monkeypatch):
    monkeypatch.setattr(strips, "WIDEST", 48)


def in_bands(card: ModelCard) -> Engine:
    """An engine that computes whole pictures in bands, everything else in tiles."""
    return engine(card, 16)


@pytest.fixture(autouse=True)
def planned(monkeypatch):
    monkeypatch.setattr(NetworkRunner, "_quickest_plan", lambda runner, place: TilePlan(0, 8))


def test_bands_give_what_tiles_give_at_every_size(card):
    banded, tiled = in_bands(card), engine(card, 512)
    for shape in SHAPES:
        picture = photo(*shape)
        made = run(banded, picture)
        assert made.shape == (shape[0] * card.scale, shape[1] * card.scale, 3)
        assert np.abs(made - run(tiled, picture)).max() <= 1, shape


def test_grey_and_sixteen_bits_come_back_as_they_were(card):
    grey = Photo(photo(90, 60, np.uint16).pixels[..., :1])
    made = in_bands(card).run(grey, RECIPE).pixels
    assert made.dtype == np.uint16
    assert np.abs(made.astype(int) - run(engine(card, 512), grey)).max() <= LEVEL


def test_progress_tells_every_row_once_and_ends_at_the_end(card):
    told, picture = [], photo(100, 90)
    whole = in_bands(card).run(picture, RECIPE, progress=told.append).pixels
    seen = np.zeros(whole.shape[:2], int)
    for tile in told:
        tile.region.of(seen)[:] += 1
        assert np.array_equal(tile.pixels, tile.region.of(whole))
    assert (seen == 1).all()
    assert told[-1].done == told[-1].total


def test_a_stop_ends_the_bands_between_two(card):
    told = []
    with pytest.raises(Cancelled):
        in_bands(card).run(
            photo(100, 90), RECIPE, progress=told.append, cancelled=lambda: bool(told)
        )
    assert len(told) == 1


def test_where_memory_has_no_room_tiles_are_made(card, monkeypatch):
    def no_room(*args, **kwargs):
        raise MemoryError

    picture = photo(60, 90)
    machine = in_bands(card)
    expected = run(engine(card, 16), picture)
    monkeypatch.setattr("models.runner.band_results", no_room)
    assert np.array_equal(run(machine, picture), expected)


def test_half_the_strength_mixes_what_tiles_would_mix(card):
    half = Recipe("", (Step("case", strength=0.5),))
    picture = photo(60, 90)
    made = in_bands(card).run(picture, half).pixels.astype(int)
    assert np.abs(made - engine(card, 512).run(picture, half).pixels.astype(int)).max() <= 1
