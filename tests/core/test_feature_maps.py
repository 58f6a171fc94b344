from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.engine import Engine
from core.errors import UsageError
from core.feature_maps import (
    FeatureLayer,
    FeatureMaps,
    columns_for,
    contact_sheet,
    grey_maps,
    place_to_look_at,
    sheet_png,
    steps_with_insides,
)
from core.op import Op
from core.ops.unsharp import UNSHARP
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region, Size
from core.resample import enlarge_bicubic

LAYER = FeatureLayer("both", "Both", 2)


class Rows:
    """Answers with the input's first channel, and with its negative."""

    def layers(self):
        return (LAYER,)

    def maps(self, pixels, tile, layer):
        if layer != LAYER.id:
            raise UsageError(layer)
        inner = tile.margins.cropped(pixels)[..., 0]
        return np.stack((inner, -inner))


LOOKED_INTO = Op(
    "net", "Net", lambda p, v, t: t.margins.cropped(p), halo=lambda v: 3, inside=Rows()
)
TRIPLE = Op("triple", "Triple", lambda p, v, t: enlarge_bicubic(t.margins.cropped(p), 3), scale=3)


def maps_of(values: list) -> FeatureMaps:
    return FeatureMaps(LAYER, np.array(values, np.float32), Region(0, 0, 2, 1))


def test_maps_are_of_the_place_that_was_asked_for():
    pixels = np.random.default_rng(1).integers(0, 256, (20, 30, 3), np.uint8)
    engine, recipe = Engine([LOOKED_INTO]), Recipe("", (Step("net"),))
    found = engine.feature_maps(Photo(pixels), recipe, 0, LAYER, region=Region(4, 5, 14, 9))
    assert found.region == Region(4, 5, 14, 9)
    assert np.allclose(found.values[0], pixels[5:9, 4:14, 0] / 255, atol=1e-6)
    assert np.allclose(found.values[1], -found.values[0])


def test_the_steps_before_are_run_first():
    pixels = np.full((9, 9, 3), 51, np.uint8)
    engine = Engine([TRIPLE, LOOKED_INTO])
    recipe = Recipe("", (Step("triple"), Step("net")))
    assert steps_with_insides(recipe, engine.ops) == [1]
    found = engine.feature_maps(Photo(pixels), recipe, 1, LAYER, region=Region(1, 2, 4, 4))
    assert found.region == Region(3, 6, 12, 12)
    assert found.values.shape == (2, 6, 9)
    assert np.allclose(found.values[0], 0.2, atol=1e-3)


def test_steps_that_are_off_or_are_no_networks_are_not_looked_into():
    ops = {op.id: op for op in (UNSHARP, LOOKED_INTO)}
    recipe = Recipe("", (Step("unsharp"), Step("net", enabled=False), Step("net")))
    assert steps_with_insides(recipe, ops) == [1]
    assert steps_with_insides(Recipe("", (Step("unsharp"),)), ops) == []


def test_each_map_has_its_own_greys_unless_one_scale_is_wanted():
    maps = maps_of([[[0, 1]], [[2, 4]], [[3, 3]]])
    assert grey_maps(maps, one_scale=False).tolist() == [[[0, 255]], [[0, 255]], [[128, 128]]]
    assert grey_maps(maps, one_scale=True).tolist() == [[[0, 64]], [[128, 255]], [[191, 191]]]


def test_what_is_looked_at_stays_in_view_and_can_be_waited_for():
    place = place_to_look_at(Region(100, 200, 6100, 4200), 1e6)
    assert 96 <= place.width == place.height <= 512
    assert abs(place.left + place.right - 6200) <= 1
    assert place_to_look_at(Region(0, 0, 40, 30), 0.0) == Region(0, 0, 40, 30)


@pytest.mark.parametrize("count", [1, 2, 7, 64])
def test_no_other_number_of_columns_gives_larger_maps(count):
    tile, room = Size(60, 90), Size(500, 800)

    def width(columns: int) -> float:
        rows = -(-count // columns)
        return min(room.width / columns, room.height / rows * 90 / 60)

    best = columns_for(count, tile, room)
    assert width(best) == max(width(columns) for columns in range(1, count + 1))


def test_the_sheet_holds_every_map_unchanged():
    greys = np.random.default_rng(2).integers(0, 255, (5, 4, 6), np.uint8)
    sheet = contact_sheet(greys, 2, gap=1)
    assert sheet.shape == (3 * 4 + 2, 2 * 6 + 1)
    assert np.array_equal(sheet[5:9, 7:13], greys[3])
    assert (sheet[10:, 7:] == 255).all()
    decoded = cv2.imdecode(np.frombuffer(sheet_png(greys, 2), np.uint8), cv2.IMREAD_UNCHANGED)
    assert np.array_equal(decoded, contact_sheet(greys, 2))
