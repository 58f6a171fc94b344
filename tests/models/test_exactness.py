"""Every architecture through the engine: no size, tile, place or thread count changes a picture.

The networks are small variants with shaken weights, in float32 and in the half precision of this
processor; what comes with the program is tested in ``test_network_ops``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch
from network_cases import Case
from test_every_architecture import CASES

from core.engine import Engine
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region
from models.arch.whole_picture import needs_whole_picture
from models.bench.subjects import untrained
from models.card import ModelCard
from models.network_facts import inputs_of
from models.network_ops import network_ops

SHAPES = ((1, 1), (1, 2), (2, 1), (3, 53), (41, 5), (37, 31))
RECIPE = Recipe("", (Step("case"),))


def card_of(case: Case) -> ModelCard:
    network = case.build()
    return replace(
        untrained("case", case.key, case.arguments).card,
        sha256=str(case),
        whole_picture=needs_whole_picture(network),
        takes_mask=inputs_of(network) == 4,
    )


def photo(height: int, width: int, dtype: type = np.uint8) -> Photo:
    noise = np.random.default_rng(height * 100 + width).random((height, width, 3), np.float32)
    pixels = cv2.blur(noise, (5, 5)) * np.iinfo(dtype).max
    return Photo(pixels.astype(dtype).reshape(height, width, 3))


@pytest.fixture(params=CASES, ids=str, scope="module")
def card(request) -> Iterator[ModelCard]:
    case = request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.runner.load_network", lambda card: case.build())
        yield card_of(case)


def engine(card: ModelCard, side: int) -> Engine:
    """With square tiles of at least ``side`` pixels."""
    multiple = card.multiple
    return Engine(replace(op, tile=-(-side // multiple) * multiple) for op in network_ops([card]))


def run(machine: Engine, picture: Photo, region: Region | None = None) -> np.ndarray:
    return machine.run(picture, RECIPE, region).pixels.astype(int)


@pytest.fixture
def threads() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def test_tiled_equals_untiled_at_every_size(card):
    small, large = engine(card, 16), engine(card, 512)
    for shape in SHAPES:
        picture = photo(*shape)
        tiled, untiled = run(small, picture), run(large, picture)
        assert tiled.shape == (shape[0] * card.scale, shape[1] * card.scale, 3)
        assert np.abs(tiled - untiled).max() <= 1, shape


def test_a_region_is_the_crop_of_the_full_run(card):
    machine, picture = engine(card, 16), photo(47, 53)
    full = run(machine, picture)
    for region in (Region(0, 0, 1, 1), Region(19, 3, 53, 5), Region(17, 30, 34, 47)):
        machine.cache.clear()
        assert np.array_equal(run(machine, picture, region), region.scaled(card.scale).of(full))


def test_any_number_of_threads_gives_the_same_picture(card, threads):
    """The same bytes in half precision; in float32 oneDNN's 1×1 kernels may round the 24th bit
    otherwise, which is at most one of 65,535 levels here.
    """
    picture = photo(201, 197, np.uint16)  # large enough for torch to share the work out
    made = []
    for count in (1, 2):
        torch.set_num_threads(count)
        rendition = engine(card, 256).run(picture, RECIPE)
        made.append(rendition.pixels.astype(int))
    assert np.abs(made[0] - made[1]).max() <= (rendition.report.dtype == "float32")
