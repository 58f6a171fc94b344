"""Depth in the whole window: what looks at it is made anew, and only that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QScrollArea
from window_scene import make_engine, make_window, photo_file

from core.depths.depth_settings import DepthSettings
from core.ops.unsharp_depth import UNSHARP_DEPTH
from core.region import Region
from gui.window_frame import RIGHT_LEAST

WHOLE = Region(0, 0, 90, 60)


@pytest.fixture
def window(qtbot, tmp_path: Path):
    """A photo with a sidecar, sharpened by depth and without it."""
    made = make_window(tmp_path, make_engine(UNSHARP_DEPTH))
    qtbot.addWidget(made.frame)
    made.frame.show()
    path = photo_file(tmp_path / "photo.png")
    ramp = np.tile(np.linspace(0, 255, 90).astype(np.uint8), (60, 1))
    Image.fromarray(ramp).save(tmp_path / "photo.depth.png")
    with qtbot.waitSignal(made.state.photo_changed):
        made.opening.open(path)
    for method in ("unsharp", "unsharp-depth"):
        with qtbot.waitSignal(made.results.finished):
            made.registry.tick_proposed.emit(method, True)
    return made


def shown_pixels(window, index: int) -> np.ndarray:
    return window.results.pictures.pictures()[index].read(WHOLE)


def expected(window, index: int) -> np.ndarray:
    recipe = window.state.session.candidates[index - 1].recipe
    return window.engine.run(window.state.seen_photo, recipe).pixels


def test_what_looks_at_depth_follows_it_and_undo(window, qtbot):
    before = shown_pixels(window, 2)
    assert np.array_equal(before, expected(window, 2))
    with qtbot.waitSignal(window.results.finished):
        window.depth.pane.invert.click()
    inverted = shown_pixels(window, 2)
    assert np.array_equal(inverted, expected(window, 2))
    assert not np.array_equal(inverted, before)
    with qtbot.waitSignal(window.results.finished):
        window.state.undo()
    assert np.array_equal(shown_pixels(window, 2), before)


def test_what_does_not_look_at_depth_is_not_run_again(window, qtbot):
    run = []
    window.results.runner.job_started.connect(lambda number, job: run.append(job.key))
    with qtbot.waitSignal(window.results.finished):
        window.depth.pane.invert.click()
    assert set(run) == {window.state.session.candidates[1].key}


def test_an_export_has_the_depth_that_is_shown(window, qtbot, tmp_path: Path):
    with qtbot.waitSignal(window.results.finished):
        window.depth.pane.range.changed.emit(0.6, 1.0)
    dialog = window.exports.ask_picture()
    qtbot.addWidget(dialog)
    target = tmp_path / "out.png"
    dialog.field.set_path(target)
    dialog.accept()
    qtbot.waitUntil(lambda: target.exists() and not window.exports.busy)
    saved = cv2.cvtColor(cv2.imread(str(target)), cv2.COLOR_BGR2RGB)
    assert np.array_equal(saved, expected(window, 2))


def test_a_session_opens_with_its_depth(window, qtbot):
    session = replace(window.state.session, depth=DepthSettings(far=0.3, invert=True))
    with qtbot.waitSignal(window.state.depth_changed):
        window.state.set_photo(window.state.photo, session)
    qtbot.waitUntil(lambda: np.array_equal(shown_pixels(window, 2), expected(window, 2)))
    assert window.depth.pane.invert.isChecked()
    assert window.state.depth.nearness[0, -20:].max() == 0


def test_the_panes_at_the_right_fit_into_the_narrowest_panel(window):
    content = window.right.findChild(QScrollArea).widget()
    bar = window.right.findChild(QScrollArea).verticalScrollBar().sizeHint().width()
    assert content.minimumSizeHint().width() <= RIGHT_LEAST - bar
