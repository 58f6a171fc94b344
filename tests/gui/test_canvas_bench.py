from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.region import Size
from gui.canvas.bench import DENSITIES, MOVEMENTS, bench_canvas
from tests.gui.window_scene import make_engine


def test_every_movement_is_measured_at_both_densities_and_while_a_step_runs(qtbot: QtBot) -> None:
    rows = list(bench_canvas((Size(600, 900),), 4, engine=make_engine(), network="unsharp"))
    assert len(rows) == len(MOVEMENTS) * (len(DENSITIES) + 1)
    assert [row.network for row in rows].count("unsharp") == len(MOVEMENTS)
    for row in rows:
        assert 0 < row.median <= row.p95 <= row.p99 <= row.worst
        assert 0 <= row.within <= 1
        assert 0 <= row.sharp <= 1
        assert row.memory_share > 0
