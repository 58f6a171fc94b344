"""Depth networks in the window: brought, ticked in the registry, forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from onnx_samples import write_network
from window_scene import make_engine, make_window, photo_file

from core.depths.depth_settings import DepthOrigin
from core.depths.known_networks import KnownNetworks
from core.ops.unsharp_depth import UNSHARP_DEPTH


@pytest.fixture
def window(qtbot, tmp_path: Path):
    made = make_window(tmp_path, make_engine(UNSHARP_DEPTH))
    qtbot.addWidget(made.frame)
    made.frame.show()
    with qtbot.waitSignal(made.state.photo_changed):
        made.opening.open(photo_file(tmp_path / "photo.png"))
    return made


def bring(window, qtbot, path: Path) -> None:
    with qtbot.waitSignal(window.state.depth_changed, timeout=10_000):
        window.depth.use_network(path)


def names(window) -> list[str]:
    model = window.registry.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def ticked(window) -> frozenset[str]:
    return window.registry.list._ticked


def test_a_network_that_was_brought_estimates_and_stands_in_the_registry(window, qtbot, tmp_path):
    bring(window, qtbot, write_network(tmp_path / "mine.onnx"))
    assert window.state.depth.source == "Estimate by mine"
    assert window.depth.pane.source.text() == "Estimate by mine"
    assert "nothing was measured" in window.depth.pane.notes.text()
    assert names(window)[names(window).index("Depth") + 1] == "mine"
    assert "depth:mine" in ticked(window)


def test_unticking_takes_the_photos_own_depth_and_undo_brings_it_back(window, qtbot, tmp_path):
    bring(window, qtbot, write_network(tmp_path / "mine.onnx"))
    with qtbot.waitSignal(window.state.depth_changed):
        window.registry.list.tick_proposed.emit("depth:mine", False)
    assert window.state.depth is None
    with qtbot.waitSignal(window.state.depth_changed):
        window.state.undo()
    assert window.state.depth.source == "Estimate by mine"
    assert "depth:mine" in ticked(window)


def test_what_is_no_depth_network_is_reported_and_not_remembered(window, qtbot, tmp_path):
    bad = tmp_path / "bad.onnx"
    bad.write_bytes(b"hello")
    with qtbot.waitSignal(window.depth._check.failed):
        window.depth.use_network(bad)
    assert "bad.onnx cannot be used as a depth network" in window.messages.message.sentence
    assert "bad" not in names(window)
    assert window.state.session.depth.origin is DepthOrigin.AUTOMATIC
    assert "Trying" not in window.depth.pane.notes.text()


def test_a_forgotten_network_leaves_the_registry_for_good(window, qtbot, tmp_path):
    bring(window, qtbot, write_network(tmp_path / "mine.onnx"))
    window.registry.forget_proposed.emit("mine")
    assert "mine" not in names(window)
    assert KnownNetworks().networks == {}
    assert window.state.depth.source == "Estimate by mine"


def test_a_network_whose_file_is_gone_is_shown_as_missing(window, qtbot, tmp_path):
    path = write_network(tmp_path / "mine.onnx")
    bring(window, qtbot, path)
    path.unlink()
    window.registry.refresh()
    entries = [
        window.registry.list.entry_at(window.registry.list.model().index(row, 0))
        for row in range(window.registry.list.model().rowCount())
    ]
    row = next(entry for entry in entries if entry is not None and entry.id == "depth:mine")
    assert row.missing
    window.registry.list.choose("depth:mine")
    assert window.registry.card.isVisible()
