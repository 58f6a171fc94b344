from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from gui.actions import Act
from gui.furnishing import start_with
from tests.gui.window_scene import (
    SHARPEN,
    make_engine,
    make_window,
    open_and_wait,
    photo_file,
)


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path / "settings")
    qtbot.addWidget(made.frame)
    made.frame.show()
    yield made
    made.frame.close()


def drop(window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.frame.dropEvent(event)


def test_open_tick_and_see_the_result(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    with qtbot.waitSignal(window.results.finished):
        window.registry.tick_proposed.emit("unsharp", True)
    wanted = make_engine().run(window.state.photo, SHARPEN).pixels
    source = window.canvas.candidates[1].picture
    assert np.array_equal(source.read(source.size.region), wanted)
    assert [c.name for c in window.canvas.candidates] == ["Input", "Unsharp masking"]
    assert window.recipe.cards[0].op.id == "unsharp"
    device = window.run_pane._values["Device"]
    qtbot.waitUntil(lambda: device.text().startswith("CPU"))


def test_a_folder_dropped_opens_its_first_photo(window, qtbot, tmp_path):
    photos = tmp_path / "Fotos ä"
    photos.mkdir()
    photo_file(photos / "b.png")
    with qtbot.waitSignal(window.state.photo_changed):
        drop(window, photos)
    assert window.state.photo.name == "b.png"
    assert "b.png" in window.frame.windowTitle()


def bad_files(folder: Path) -> dict[str, Path]:
    whole = photo_file(folder / "whole.jpg", 200, 300).read_bytes()
    files = {
        "missing": folder / "missing.jpg",
        "text": folder / "text.jpg",
        "cut": folder / "cut.jpg",
        "empty": folder / "empty.jpg",
        "folder": folder / "nothing in here",
    }
    files["text"].write_text("this is text")
    files["cut"].write_bytes(whole[: len(whole) // 3])
    files["empty"].write_bytes(b"")
    files["folder"].mkdir()
    return files


@pytest.mark.parametrize("kind", ["missing", "text", "cut", "empty", "folder"])
def test_bad_input_is_one_sentence_and_the_photo_stays(window, qtbot, tmp_path, kind):
    open_and_wait(qtbot, window, photo_file(tmp_path / "good.png"))
    before = window.state.session
    path = bad_files(tmp_path)[kind]
    with qtbot.waitSignal(window.messages.shown) as shown:
        window.opening.open(path)
    message = shown.args[0]
    assert path.name in message.sentence
    assert "Traceback" not in message.sentence + message.remedy
    assert window.state.session == before
    assert window.messages.isVisible()
    assert not QApplication.activeModalWidget()


def test_the_next_good_photo_clears_the_message(window, qtbot, tmp_path):
    with qtbot.waitSignal(window.messages.shown):
        window.opening.open(tmp_path / "missing.jpg")
    open_and_wait(qtbot, window, photo_file(tmp_path / "good.png"))
    assert not window.messages.isVisible()


def test_one_pixel_is_a_photo(window, qtbot, tmp_path):
    path = tmp_path / "one.png"
    Image.new("RGB", (1, 1), (10, 200, 30)).save(path)
    open_and_wait(qtbot, window, path)
    for method in ("unsharp", "triple"):
        with qtbot.waitSignal(window.results.finished):
            window.registry.tick_proposed.emit(method, True)
    window.frame.grab()
    assert window.messages.message is None


def test_arrows_step_through_the_folder_and_keep_the_methods(window, qtbot, tmp_path):
    for name in ("a.png", "b.png"):
        photo_file(tmp_path / name)
    open_and_wait(qtbot, window, tmp_path / "a.png")
    window.state.tick("unsharp", SHARPEN, on=True)
    window.canvas.setFocus()
    with qtbot.waitSignal(window.state.photo_changed):
        qtbot.keyClick(window.canvas, Qt.Key.Key_Right)
    assert window.state.photo.name == "b.png"
    assert window.state.session.shown.origin == "unsharp"
    with qtbot.waitSignal(window.state.photo_changed):
        qtbot.keyClick(window.canvas, Qt.Key.Key_Right)
    assert window.state.photo.name == "a.png"


def test_a_photo_alone_in_its_folder_says_so(window, qtbot, tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    open_and_wait(qtbot, window, photo_file(alone / "a.png"))
    window.menu_actions[Act.NEXT].trigger()
    assert "no other photo" in window.status._text.text()


def test_a_session_is_saved_and_opened_again(window, qtbot, tmp_path, monkeypatch):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    window.state.tick("unsharp", SHARPEN, on=True)
    file = tmp_path / "mine.diptych"
    monkeypatch.setattr("gui.commands.QFileDialog.getSaveFileName", lambda *a, **k: (str(file), ""))
    window.menu_actions[Act.SAVE_SESSION].trigger()
    saved = window.state.session
    window.state.tick("unsharp", SHARPEN, on=False)
    open_and_wait(qtbot, window, file)
    assert window.state.session == saved


def test_another_programs_result_becomes_a_candidate(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    photo_file(tmp_path / "other.png", 120, 180, seed=5)
    with qtbot.waitSignal(window.state.session_changed):
        window.opening.other_results.open(tmp_path / "other.png")
    assert window.canvas.candidates[1].name == "other"
    assert window.canvas.candidates[1].picture.scale == 2


def test_of_several_files_the_first_is_the_photo_and_the_others_are_compared(
    window, qtbot, tmp_path
):
    paths = [photo_file(tmp_path / f"{name}.png", seed=ord(name)) for name in "abc"]
    drop(window, *paths)
    qtbot.waitUntil(lambda: len(window.canvas.candidates) == 3)
    assert window.state.photo.name == "a.png"
    assert {c.name for c in window.canvas.candidates[1:]} == {"b", "c"}


def test_a_result_of_another_photo_is_one_sentence(window, qtbot, tmp_path):
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    photo_file(tmp_path / "other.png", 100, 180)
    with qtbot.waitSignal(window.messages.shown) as shown:
        window.opening.other_results.open(tmp_path / "other.png")
    assert "other.png" in shown.args[0].sentence
    assert len(window.canvas.candidates) == 1


def test_a_broken_photo_is_said_and_stepped_over(window, qtbot, tmp_path):
    for name in ("a.png", "c.png"):
        photo_file(tmp_path / name)
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:300])
    open_and_wait(qtbot, window, tmp_path / "a.png")
    with qtbot.waitSignal(window.messages.shown) as shown:
        window.menu_actions[Act.NEXT].trigger()
    assert shown.args[0].sentence.startswith("b.png")
    assert window.state.photo.name == "a.png"
    for name in ("c.png", "a.png"):
        with qtbot.waitSignal(window.state.photo_changed):
            window.menu_actions[Act.NEXT].trigger()
        assert window.state.photo.name == name


def test_what_was_converted_at_opening_is_said(window, qtbot, tmp_path):
    Image.new("CMYK", (30, 20), (0, 80, 160, 20)).save(tmp_path / "print.jpg")
    with qtbot.waitSignal(window.messages.shown) as shown:
        window.opening.open(tmp_path / "print.jpg")
    assert shown.args[0].sentence.startswith("print.jpg: CMYK")
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    assert window.messages.message is None


def test_the_first_start_shows_the_sample_with_a_method_and_boxes(
    window, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr("gui.results.SLOW_SECONDS", -1.0)  # however slow, it is not asked about
    path = photo_file(tmp_path / "sample.png", 200, 300)
    with qtbot.waitSignal(window.results.finished):
        window.opening.open_sample(path, "triple")
    assert window.state.session.shown.origin == "triple"
    assert len(window.state.comparison.boxes) == 3
    assert not window.opening.recent.paths
    assert not window.notice.isVisible()
    assert window.canvas.candidates[1].name == "Triple"


def test_files_from_the_command_line_are_opened(window, qtbot, tmp_path):
    path = photo_file(tmp_path / "a.png")
    with qtbot.waitSignal(window.state.photo_changed):
        start_with(window, [str(path)])
    assert window.opening.recent.paths == (path,)
