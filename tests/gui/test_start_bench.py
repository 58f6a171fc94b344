from __future__ import annotations

from gui.start_bench import bench_start, started


def test_the_window_is_on_screen_before_it_is_complete(monkeypatch, tmp_path):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    times = started("ours")
    assert 0 < times["on screen"] < times["complete"]


def test_a_start_is_compared_with_a_bare_window(monkeypatch):
    made = {"bare": {"on screen": 100.0}, "ours": {"on screen": 150.0, "complete": 300.0}}
    monkeypatch.setattr("gui.start_bench.started", made.get)
    rows = list(bench_start(2))
    assert [(row.what, row.median_ms, row.ratio) for row in rows] == [
        ("bare Qt window", 100.0, 1.0),
        ("on screen", 150.0, 1.5),
        ("complete", 300.0, 3.0),
    ]
