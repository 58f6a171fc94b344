from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.region import Size
from gui.canvas.bench import DENSITIES, MOVEMENTS, bench_canvas


def test_every_movement_is_measured_at_both_densities(qtbot: QtBot) -> None:
    rows = bench_canvas((Size(600, 900),), frames=4)
    assert len(rows) == len(MOVEMENTS) * len(DENSITIES)
    for row in rows:
        assert 0 < row.median <= row.p95 <= row.p99 <= row.worst
        assert 0 <= row.within <= 1
