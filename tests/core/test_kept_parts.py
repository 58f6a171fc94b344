from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.bench_ops import photo_with_depth
from core.depth import DepthMap
from core.engine import Engine
from core.kept_parts import KeptParts
from core.ops import OPS
from core.ops.sharpening import worked_on
from core.photo import Photo
from core.recipe import Recipe, Step
from core.tile_cache import TileKey

PART = np.ones(100, np.uint8)


def asked(parts: KeptParts, content: str, *, places: range = range(1)) -> list[int]:
    """Asks for parts and gives those that had to be made."""
    made = []
    for place in places:
        parts.get(TileKey(content, place, 0), lambda place=place: made.append(place) or PART)
    return made


def test_a_part_is_kept_at_once_where_there_is_room():
    parts = KeptParts(1000)
    assert [asked(parts, "a") for _ in range(3)] == [[0], [], []]


def test_what_is_asked_for_once_pushes_nothing_out():
    parts = KeptParts(100)
    assert [asked(parts, name) for name in "abcabb"] == [[0], [0], [0], [], [0], []]


def test_without_a_budget_nothing_is_kept():
    parts = KeptParts()
    assert [asked(parts, "a") for _ in range(3)] == [[0], [0], [0]]
    assert parts.used == 0


def test_of_more_than_fits_some_stays_kept():
    parts = KeptParts(350)
    for _ in range(2):
        asked(parts, "a", places=range(5))
    assert asked(parts, "a", places=range(5)) == [3, 4]


def test_another_content_takes_the_place_of_the_one_before():
    parts = KeptParts(350)
    for content in "aabb":
        asked(parts, content, places=range(3))
    assert asked(parts, "b", places=range(3)) == []
    assert parts.used <= 350


def test_a_lower_budget_gives_memory_back_at_once():
    parts = KeptParts(1000)
    for _ in range(2):
        asked(parts, "a", places=range(9))
    parts.budget = 250
    assert parts.used == 200


def sharpened(engine: Engine, photo: Photo, op: str, **values: float | str) -> np.ndarray:
    return engine.run(photo, Recipe("", (Step(op, values),))).pixels


def test_a_moving_slider_gives_what_a_single_run_gives():
    photo = photo_with_depth(0.6)
    kept = Engine(OPS)
    kept.parts.budget = 64 << 20
    moves = [
        {"amount": amount, "radius": radius, "overshoot": overshoot, "threshold": threshold}
        for radius, overshoot in ((1.6, 100.0), (3.0, 100.0), (3.0, 20.0))
        for amount, threshold in ((0.5, 0.0), (1.0, 0.0), (1.5, 0.0), (1.5, 4.0))
    ]
    moves += [{"radius": radius} for radius in (0.4, 1.7, 2.9, 6.0, 9.0, 10.0, 22.0)]
    moves += [{"depth_weight": weight} for weight in (0.0, 0.7, 0.7, 0.7, 1.0, 1.0, 1.0)]
    for op in ("unsharp", "unsharp-depth"):
        for values in moves:
            if op == "unsharp" and "depth_weight" in values:
                continue
            alone = sharpened(Engine(OPS), photo, op, **values)
            assert np.array_equal(sharpened(kept, photo, op, **values), alone)
    assert kept.parts.used > 0


@pytest.mark.parametrize("op", ["unsharp", "unsharp-depth"])
def test_while_the_radius_moves_luma_is_found_once(op: str, monkeypatch):
    photo, kept, looks = photo_with_depth(0.3), Engine(OPS), []
    kept.parts.budget = 64 << 20

    def counted(*args):
        looks.append(args)
        return worked_on(*args)

    monkeypatch.setattr("core.ops.sharpening.worked_on", counted)
    for radius in (1.6, 1.7, 2.4):
        sharpened(kept, photo, op, radius=radius)
    tiles = len(looks)
    sharpened(Engine(OPS), photo, op)
    assert len(looks) == 2 * tiles


@pytest.mark.parametrize(
    "op", ["unsharp-adaptive", "unsharp-rational", "unsharp-haar", "sharpen-wavelet"]
)
def test_what_the_amount_leaves_as_it_is_is_kept_with_its_limits(op: str):
    photo, kept = photo_with_depth(0.4), Engine(OPS)
    kept.parts.budget = 64 << 20
    for overshoot in (100.0, 10.0):
        for amount in (0.5, 1.0, 1.5):
            used = kept.parts.used
            moved = sharpened(kept, photo, op, amount=amount, overshoot=overshoot)
            alone = sharpened(Engine(OPS), photo, op, amount=amount, overshoot=overshoot)
            assert np.array_equal(moved, alone)
        assert kept.parts.used == used > 0


def test_a_step_before_others_leaves_what_is_kept_as_it_is():
    photo, kept = photo_with_depth(0.3), Engine(OPS)
    kept.parts.budget = 64 << 20
    for amount in (0.5, 0.7, 1.0, 1.0, 1.3):
        values = {"amount": amount, "on": "rgb"}
        steps = Recipe("", (Step("unsharp", values, strength=0.5),))
        assert np.array_equal(kept.run(photo, steps).pixels, Engine(OPS).run(photo, steps).pixels)


def test_another_photo_is_never_given_the_parts_of_this_one():
    engine = Engine(OPS)
    engine.parts.budget = 64 << 20
    photo, other = photo_with_depth(0.3), Photo(255 - photo_with_depth(0.3).pixels)
    for amount in (0.5, 1.0, 1.5):
        sharpened(engine, photo, "unsharp", amount=amount)
    alone = sharpened(Engine(OPS), other, "unsharp", amount=1.0)
    assert np.array_equal(sharpened(engine, other, "unsharp", amount=1.0), alone)


def test_another_depth_map_is_seen_at_once():
    engine, photo = Engine(OPS), photo_with_depth(0.3)
    engine.parts.budget = 64 << 20
    nearer = replace(photo, depth=DepthMap(1 - photo.depth.nearness, "turned round"))
    for amount in (0.5, 1.0, 1.5):
        sharpened(engine, photo, "unsharp-depth", amount=amount)
    alone = sharpened(Engine(OPS), nearer, "unsharp-depth", amount=1.0)
    assert np.array_equal(sharpened(engine, nearer, "unsharp-depth", amount=1.0), alone)
