"""Every op: shape, range, type, the same again, exact tiles and regions, odd sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np
import pytest
from skimage import data

from core.depth import DepthMap
from core.engine import Engine
from core.op import Op
from core.ops import OPS
from core.params import Value
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region

WIDTH, HEIGHT = 149, 113
ODD_SIZES = [(1, 1), (2, 3), (1, 7), (7, 1), (29, 31)]
LARGE = 1 << 14


def variants(op: Op) -> list[dict[str, Value]]:
    """The defaults, every choice, and every number at both ends, one at a time."""
    found: list[dict[str, Value]] = [{}]
    for param in op.params:
        values = param.choices or (param.low, param.high)
        found += [{param.name: value} for value in values if value != param.default]
    return found


CASES = [
    pytest.param(op, values, id="-".join([op.id, *(f"{k}={v}" for k, v in values.items())]))
    for op in OPS
    for values in variants(op)
]
DEFAULTS = [pytest.param(op, id=op.id) for op in OPS]


@pytest.fixture(scope="module")
def colour() -> Photo:
    picture = cv2.resize(data.astronaut(), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return photo(picture)


@pytest.fixture(scope="module")
def grey() -> Photo:
    picture = cv2.resize(data.camera(), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return photo(picture[..., None].astype(np.uint16) * 257)


def photo(pixels: np.ndarray) -> Photo:
    ramp = np.linspace(0, 1, 12, dtype=np.float32)
    nearness = np.where(np.arange(9)[:, None] > 4, ramp, 1 - ramp).astype(np.float32)
    return Photo(pixels, depth=DepthMap(nearness, "made for the test"))


def run(
    op: Op,
    values: Mapping[str, Value],
    picture: Photo,
    *,
    tile: int = 48,
    region: Region | None = None,
) -> np.ndarray:
    engine = Engine([replace(op, tile=tile)])
    return engine.run(picture, Recipe("test", (Step(op.id, values),)), region).pixels


@pytest.mark.parametrize(("op", "values"), CASES)
def test_colour_keeps_shape_and_type_and_tiles_are_exact(op, values, colour):
    tiled = run(op, values, colour)
    whole = run(op, values, colour, tile=LARGE)
    assert tiled.shape == colour.pixels.shape
    assert tiled.dtype == np.uint8
    assert np.abs(tiled.astype(int) - whole).max() <= 1


@pytest.mark.parametrize("op", DEFAULTS)
def test_grey_and_sixteen_bits_stay_so(op, grey):
    tiled = run(op, {}, grey)
    whole = run(op, {}, grey, tile=LARGE)
    assert tiled.shape == grey.pixels.shape
    assert tiled.dtype == np.uint16
    assert np.abs(tiled.astype(int) - whole).max() <= 257


@pytest.mark.parametrize("op", DEFAULTS)
@pytest.mark.parametrize("region", [Region(31, 17, 120, 90), Region(100, 60, WIDTH, HEIGHT)])
def test_a_region_is_the_crop_of_the_full_run(op, region, colour):
    np.testing.assert_array_equal(
        run(op, {}, colour, region=region), region.of(run(op, {}, colour))
    )


@pytest.mark.parametrize("op", DEFAULTS)
def test_the_same_again(op, colour):
    np.testing.assert_array_equal(run(op, {}, colour), run(op, {}, colour))


@pytest.mark.parametrize("size", ODD_SIZES, ids=str)
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("op", DEFAULTS)
def test_odd_sizes(op, size, channels):
    pixels = np.random.default_rng(1).integers(0, 256, (*size, channels), dtype=np.uint8)
    result = run(op, {}, photo(pixels), tile=16)
    whole = run(op, {}, photo(pixels), tile=LARGE)
    assert result.shape == pixels.shape
    assert np.abs(result.astype(int) - whole).max() <= 1


@pytest.mark.parametrize("op", DEFAULTS)
@pytest.mark.parametrize("level", [0, 255])
def test_black_and_white_pictures_give_numbers(op, level):
    pixels = np.full((20, 24, 3), level, np.uint8)
    assert run(op, {}, photo(pixels)).shape == pixels.shape


@pytest.mark.parametrize("op", DEFAULTS)
def test_what_it_says_about_itself(op):
    assert op.label
    assert op.help.endswith(".")
    assert op.citation
    assert op.group
    assert all(param.help.endswith(".") for param in op.params)
