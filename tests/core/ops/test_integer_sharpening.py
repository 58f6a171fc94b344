"""Sharpeners take integers as they are; the picture is the one that floats would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.bench_ops import photo_with_depth
from core.engine import Engine
from core.op import Op
from core.ops import OPS
from core.params import Value
from core.photo import Photo
from core.recipe import Recipe, Step

ON_INTEGERS = [op for op in OPS if op.integers]
UNSHARP = next(op for op in OPS if op.id == "unsharp")
SETTINGS = ({"amount": 5.0}, {"on": "rgb"}, {"threshold": 6.0}, {"overshoot": 10.0}, {"radius": 20})
CASES = [*((op, {}) for op in ON_INTEGERS), *((UNSHARP, values) for values in SETTINGS)]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize(("op", "values"), CASES, ids=lambda part: getattr(part, "id", str(part)))
def test_integers_give_what_floats_give(op: Op, values: dict[str, Value], dtype: type):
    pixels = photo_with_depth(0.2).pixels
    photo = Photo(pixels if dtype == np.uint8 else pixels.astype(np.uint16) * np.uint16(257))
    recipe = Recipe("", (Step(op.id, values),))
    whole = Engine([op]).run(photo, recipe).pixels
    floats = Engine([replace(op, integers=False)]).run(photo, recipe).pixels
    assert whole.dtype == dtype
    apart = np.abs(whole.astype(int) - floats)
    assert apart.max() <= 1
    assert np.mean(apart > 0) < (1e-3 if dtype == np.uint8 else 0.1)


def test_a_step_in_the_middle_keeps_its_16_bits():
    photo = photo_with_depth(0.05)
    recipe = Recipe("", (Step("unsharp", {"amount": 0.1}), Step("gamma", {"gamma": 3.0})))
    floats = Engine([replace(op, integers=False) for op in OPS])
    wanted = floats.run(photo, recipe).pixels
    assert np.array_equal(Engine(OPS).run(photo, recipe).pixels, wanted)
