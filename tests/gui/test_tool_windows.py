from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from core.comparison import ZoomBox
from core.photos.reading import open_photo
from core.region import Region
from gui.actions import Act
from tests.gui.window_scene import SHARPEN, make_window, photo_file, picture

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path / "settings")
    qtbot.addWidget(made.frame)
    made.frame.show()
    photo_file(tmp_path / "bird.png", 60, 90)
    made.state.set_photo(open_photo(tmp_path / "bird.png"))
    yield made
    made.frame.close()


def drop(window, *paths: Path, shift: bool = False) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    shifted = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.frame.dropEvent(QDropEvent(QPointF(9, 9), action, data, button, shifted))


def test_the_lab_makes_the_input_and_its_truth(window, qtbot):
    window.menu_actions[Act.LAB].trigger()
    lab = window.tools.lab
    lab.choose("low-light")
    lab.use_button.click()
    qtbot.waitUntil(lambda: window.reference.truth is not None)
    assert window.state.photo.pixels.mean() < 60
    assert lab._photo is window.reference.good
    window.reference.remove()
    assert window.state.photo.pixels.mean() > 60


def test_the_table_offers_what_is_compared(window):
    halved = (replace(SHARPEN.steps[0], strength=0.5),)
    window.state.tick("unsharp", replace(SHARPEN, name="Mine", steps=halved), on=True)
    window.menu_actions[Act.EVALUATE].trigger()
    assert "Mine (as set now)" in window.tools.evaluation.ticks.labels.values()
    assert "1 photo in" in window.tools.evaluation.found.text()


def test_the_jpeg_table_is_of_the_good_photo(window, qtbot):
    window.menu_actions[Act.JPEG_TABLE].trigger()
    qtbot.waitUntil(lambda: not window.tools.jpeg.running)
    assert "bird.png" in window.tools.jpeg.windowTitle()


def exported(window, qtbot, path: Path) -> Path:
    window.state.tick("unsharp", SHARPEN, on=True)
    boxes = (ZoomBox(Region(10, 10, 30, 30)),)
    window.state.look(replace(window.state.comparison, boxes=boxes))
    window.menu_actions[Act.EXPORT_FIGURE].trigger()
    figure = window.tools.figure
    qtbot.waitUntil(lambda: not figure.busy and not figure.preview.image.isNull())
    with qtbot.waitSignal(figure.saved):
        figure.export(path)
    return path


@pytest.mark.parametrize("ending", ["png", "pdf", "html"])
def test_a_dropped_figure_brings_the_session_back(window, qtbot, tmp_path, ending):
    path = exported(window, qtbot, tmp_path / f"figure.{ending}")
    before = window.state.session
    window.state.set_photo(open_photo(photo_file(tmp_path / "other.png", seed=5)))
    with qtbot.waitSignal(window.state.photo_changed):
        drop(window, path)
    assert window.state.photo.name == "bird.png"
    assert window.state.session.candidates == before.candidates
    assert window.state.comparison.boxes == before.comparison.boxes
    assert window.messages.message is None


def test_other_programs_results_are_found_beside_a_dropped_figure(window, qtbot, tmp_path):
    other = photo_file(tmp_path / "other.png", seed=5)
    drop(window, other, shift=True)
    qtbot.waitUntil(lambda: len(window.state.session.candidates) == 1)
    path = exported(window, qtbot, tmp_path / "figure.png")
    window.state.set_photo(open_photo(photo_file(tmp_path / "next.png", seed=6)))
    with qtbot.waitSignal(window.state.photo_changed):
        drop(window, path)
    assert [c.file for c in window.state.session.candidates] == [other, None]
    size = window.canvas.candidates[1].picture.size.region
    wanted = open_photo(other).pixels

    def shows_it() -> bool:
        return np.array_equal(window.canvas.candidates[1].picture.read(size), wanted)

    qtbot.waitUntil(shows_it)
    assert window.messages.message is None


def test_a_dropped_figure_says_that_its_photo_differs(window, qtbot, tmp_path):
    path = exported(window, qtbot, tmp_path / "figure.png")
    Image.fromarray(picture(seed=6)).save(tmp_path / "bird.png")
    with qtbot.waitSignal(window.state.photo_changed):
        drop(window, path)
    assert "not the photo that figure.png was made of" in window.messages.message.sentence


def test_a_figure_without_its_photo_opens_as_a_picture_and_says_so(window, qtbot, tmp_path):
    path = exported(window, qtbot, tmp_path / "figure.png")
    alone = tmp_path / "away"
    alone.mkdir()
    (alone / "figure.png").write_bytes(path.read_bytes())
    with qtbot.waitSignal(window.state.photo_changed):
        drop(window, alone / "figure.png")
    assert window.state.photo.name == "figure.png"
    assert "is a figure" in window.messages.message.sentence


def test_a_page_without_its_photo_says_which_is_missing(window, qtbot, tmp_path):
    path = exported(window, qtbot, tmp_path / "figure.html")
    alone = tmp_path / "away"
    alone.mkdir()
    (alone / "figure.html").write_bytes(path.read_bytes())
    drop(window, alone / "figure.html")
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert "belongs to bird.png" in window.messages.message.sentence


def test_shift_adds_other_programs_results(window, qtbot, tmp_path):
    paths = [photo_file(tmp_path / name, seed=n) for n, name in enumerate(("a.png", "b.png"))]
    large = photo_file(tmp_path / "x3.png", 180, 270)
    drop(window, *paths, large, shift=True)
    qtbot.waitUntil(lambda: len(window.state.session.candidates) == 3)
    assert [c.file.name for c in window.state.session.candidates] == ["a.png", "b.png", "x3.png"]
    assert window.state.photo.name == "bird.png"
    assert window.canvas.candidates[3].picture.scale == 3


def test_a_result_of_a_foreign_size_is_refused_by_name(window, qtbot, tmp_path):
    drop(window, photo_file(tmp_path / "odd.png", 61, 90), shift=True)
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert "odd.png" in window.messages.message.sentence
    assert window.state.session.candidates == ()


def test_the_window_starts_without_plots_and_measuring():
    heavy = ("pyqtgraph", "matplotlib", "core.metrics", "core.degradations", "core.figures")
    code = f"import sys, gui.furnishing; print([m for m in {heavy} if m in sys.modules])"
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
