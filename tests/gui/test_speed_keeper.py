from __future__ import annotations

from core.estimate import SpeedHistory
from gui import speed_keeper
from gui.speed_keeper import SpeedKeeper
from gui.status import StatusBar


def test_speeds_are_written_when_nothing_else_is_to_be_done(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(speed_keeper, "REST_MILLISECONDS", 1)
    status, shown = StatusBar(), []
    qtbot.addWidget(status)
    keeper = SpeedKeeper(SpeedHistory(tmp_path / "s.json"), status, lambda: shown.append(1))
    keeper.later()
    assert not shown
    qtbot.waitUntil(lambda: bool(shown))
    assert (tmp_path / "s.json").exists()


def test_closing_writes_what_is_not_written_yet(qtbot, tmp_path):
    status = StatusBar()
    qtbot.addWidget(status)
    keeper = SpeedKeeper(SpeedHistory(tmp_path / "s.json"), status, lambda: None)
    keeper.close()
    assert not (tmp_path / "s.json").exists()
    keeper.later()
    keeper.close()
    assert (tmp_path / "s.json").exists()


def test_a_folder_that_cannot_be_written_to_is_said(qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    status = StatusBar()
    qtbot.addWidget(status)
    keeper = SpeedKeeper(SpeedHistory(tmp_path / "file" / "s.json"), status, lambda: None)
    keeper.later()
    keeper.close()
    assert "could not be remembered" in status._text.text()
