"""The measurement compares like with like."""

from __future__ import annotations

import numpy as np
import pytest

from core.bench_ops import BARE, CASES, bench_ops, photo_with_depth, untiled
from core.engine import Engine
from core.ops import OPS
from core.recipe import Recipe, Step

MEGAPIXELS = 0.15


@pytest.mark.parametrize(("name", "given"), CASES, ids=str)
def test_bare_opencv_gives_the_same_picture(name, given):
    photo, engine = photo_with_depth(MEGAPIXELS), Engine(OPS)
    op = engine.ops[name]
    ours = engine.run(photo, Recipe(name, (Step(name, given),))).pixels
    bare = BARE.get(name, untiled)(photo, op, op.values(given)).reshape(ours.shape)
    assert np.abs(ours.astype(int) - bare).max() <= 1


def test_every_case_is_measured():
    rows = list(bench_ops(megapixels=MEGAPIXELS))
    assert [row.op for row in rows] == [name for name, _ in CASES]
    assert all(row.ratio > 0 and row.view_ms <= row.view_ms_95 for row in rows)
