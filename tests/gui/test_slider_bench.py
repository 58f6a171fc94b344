from __future__ import annotations

import pytest

from core.region import Size
from gui.slider_bench import bench_sliders


def test_a_slider_is_timed_at_100_percent_and_at_fit(qtbot):
    cases = (("unsharp", {"radius": 10.0}), ("unsharp-rational", {}))
    rows = list(bench_sliders(cases, megapixels=0.3, moves=2, view=Size(200, 300)))
    assert [(row.op, row.zoom, row.slider) for row in rows] == [
        (op, zoom, slider)
        for op in ("unsharp", "unsharp-rational")
        for zoom in ("100 %", "fit")
        for slider in ("amount", "radius")
    ]
    assert [row.bound for row in rows] == [33, 33, 500, 500, 33, 33, 150, 150]
    for row in rows:
        assert 0 < row.median <= row.p95 <= row.worst
        assert row.megapixels == pytest.approx(0.3, rel=0.05)
        assert row.kept == (row.p95 <= row.bound)
