from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from core.errors import DiptychError
from core.region import Size
from gui.opening_bench import bench_opening
from tests.gui.window_scene import make_engine


def test_photos_stored_upright_and_turned_are_opened_in_turn_with_pillow(qtbot: QtBot) -> None:
    rows = list(bench_opening(make_engine(), Size(300, 500), 2))
    assert [row.stored for row in rows] == ["upright", "turned"]
    for row in rows:
        assert 0 < row.pillow < row.shown <= row.sharp
        assert 1 < row.shown_ratio <= min(row.sharp_ratio, row.slowest_ratio)


def test_a_photo_that_cannot_be_opened_ends_the_bench(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Image.Image, path: Path, **_: object) -> None:
        path.write_bytes(b"no photo")

    monkeypatch.setattr("PIL.Image.Image.save", broken)
    monkeypatch.setattr("gui.opening_bench._bare", lambda path: 1.0)
    with pytest.raises(DiptychError, match=r"upright\.jpg was not opened"):
        list(bench_opening(make_engine(), Size(30, 50), 1))
