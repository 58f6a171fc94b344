from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.depths.depth_settings import DepthSettings
from core.figures import read_provenance
from core.photos.embedded_text import read_text
from core.photos.picture_origin import SESSION_KEY
from core.photos.reading import open_photo
from core.photos.writing import SaveOptions
from core.session import Session
from gui.actions import Act
from gui.export.batch_dialog import BatchDialog
from gui.settings import Settings
from tests.gui.window_scene import SHARPEN, Gate, make_engine, make_window, photo_file


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path)
    qtbot.addWidget(made.frame)
    made.frame.show()
    made.state.set_photo(open_photo(photo_file(tmp_path / "IMG 1.png")))
    made.state.tick("unsharp", SHARPEN, on=True)
    yield made
    made.frame.close()


def test_the_saved_picture_is_what_a_full_run_gives(window, qtbot, tmp_path):
    dialog = window.exports.ask_picture()
    assert dialog.field.path.parent == tmp_path
    assert dialog.field.path.name == "IMG 1-unsharp-masking.jpg"
    dialog.field.set_path(tmp_path / "out.png")
    dialog.accept()
    qtbot.waitUntil((tmp_path / "out.png").exists)
    qtbot.waitUntil(lambda: not window.exports.busy)
    wanted = make_engine().run(window.state.photo, SHARPEN).pixels
    assert np.array_equal(open_photo(tmp_path / "out.png").pixels, wanted)
    assert "unsharp" in read_text(tmp_path / "out.png")[SESSION_KEY]
    assert window.messages.message is None


def test_a_saved_picture_opens_as_a_photo_and_offers_how_it_was_made(window, qtbot, tmp_path):
    state, out = window.state, tmp_path / "out.png"
    window.exports.save_picture(state.photo, state.session, SHARPEN, out, SaveOptions())
    qtbot.waitUntil(lambda: out.exists() and not window.exports.busy)
    window.opening.open(out)
    qtbot.waitUntil(lambda: state.photo.name == "out.png" and window.messages.message is not None)
    assert window.messages.message.sentence == "out.png was made of IMG 1.png."
    window.messages.offer_button.click()
    qtbot.waitUntil(lambda: state.photo.name == "IMG 1.png")
    assert state.session.shown.recipe.steps == SHARPEN.steps
    assert window.messages.message is None


def test_a_saved_picture_says_that_its_photo_is_another_one_now(window, qtbot, tmp_path):
    state, out = window.state, tmp_path / "out.png"
    window.exports.save_picture(state.photo, state.session, SHARPEN, out, SaveOptions())
    qtbot.waitUntil(lambda: out.exists() and not window.exports.busy)
    photo_file(tmp_path / "IMG 1.png", seed=7)
    window.opening.open(out)
    qtbot.waitUntil(lambda: window.messages.message is not None)
    window.messages.offer_button.click()
    qtbot.waitUntil(lambda: state.photo.name == "IMG 1.png")
    assert "is not the photo that out.png was made of" in window.messages.message.sentence


def test_the_photo_itself_is_never_replaced(window, qtbot, tmp_path):
    before = (tmp_path / "IMG 1.png").read_bytes()
    state = window.state
    options = SaveOptions(overwrite=True)
    window.exports.save_picture(
        state.photo, state.session, SHARPEN, tmp_path / "IMG 1.png", options
    )
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert "IMG 1.png" in window.messages.message.sentence
    assert (tmp_path / "IMG 1.png").read_bytes() == before


def test_an_unwritable_folder_is_one_sentence_and_nothing_is_lost(window, qtbot, tmp_path):
    state = window.state
    window.exports.save_picture(
        state.photo, state.session, SHARPEN, tmp_path / "gone" / "a.png", SaveOptions()
    )
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert "a.png" in window.messages.message.sentence
    assert window.state.session.shown is not None


def test_choosing_a_format_changes_the_ending_and_the_other_way_round(window, tmp_path):
    dialog = window.exports.ask_picture()
    dialog.form.set_format("tiff")
    assert dialog.field.path.suffix == ".tif"
    assert dialog.form.bits.isEnabled()
    assert not dialog.form.quality.isEnabled()
    dialog.field.set_path(tmp_path / "x.webp")
    assert dialog.form.format.currentData() == "webp"
    dialog.reject()


def test_the_quality_is_told_in_figures_and_depth_is_asked_about_only_where_there_is_some(
    window, qtbot
):
    dialog = window.exports.ask_picture()
    form = dialog.form
    form.quality.setValue(87)
    dialog.layout().activate()
    form.layout().activate()
    figure = form._quality_text
    assert (figure.shown_text(), figure.geometry().right() < form.width()) == ("87", True)
    assert form.depth.isHidden()


def test_the_form_says_what_goes_along_and_remembers_it(window):
    form = window.exports.ask_picture().form
    assert form.goes_along.text() == (
        "Recipe, weights and session go along; a place (GPS) is kept."
    )
    form.provenance.setChecked(False)
    form.strip_gps.setChecked(True)
    assert form.goes_along.text() == "How it was made stays out; a place (GPS) is left out."
    options = form.options()
    assert (options.provenance, options.strip_gps) == (False, True)
    assert not window.exports.ask_picture().form.provenance.isChecked()


def test_enter_in_the_name_saves(window, qtbot, tmp_path):
    dialog = window.exports.ask_picture()
    dialog.field.set_path(tmp_path / "typed.png")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.field._edit, Qt.Key.Key_Return)
    assert chosen.args[0] == tmp_path / "typed.png"
    qtbot.waitUntil(lambda: not window.exports.busy)


def test_one_click_writes_before_and_after_beside_the_photo(window, qtbot, tmp_path):
    for name in ("IMG 1-figure.png", "IMG 1-figure-2.png"):
        window.menu_actions[Act.QUICK_FIGURE].trigger()
        qtbot.waitUntil(lambda: not window.exports.busy, timeout=20_000)
        figure = open_photo(tmp_path / name)
        assert figure.width > figure.height
        assert "unsharp" in str(read_provenance(tmp_path / name))
    assert "IMG 1-figure-2.png" in window.status._text.text()
    assert window.messages.message is None


def test_a_taken_name_is_not_suggested(window, tmp_path):
    (tmp_path / "IMG 1-unsharp-masking.jpg").write_bytes(b"mine")
    dialog = window.exports.ask_picture()
    assert dialog.field.path.name == "IMG 1-unsharp-masking-2.jpg"
    dialog.reject()


def test_another_programs_result_is_not_saved_once_more(window, tmp_path):
    session = window.state.session.with_candidate(SHARPEN, file=tmp_path / "other.png")
    window.state.change(session)
    assert window.exports.ask_picture() is None
    assert "other.png" in window.status._text.text()


def test_escape_stops_saving(qtbot, tmp_path):
    gate = Gate()
    window = make_window(tmp_path, make_engine(gate.op))
    qtbot.addWidget(window.frame)
    window.state.set_photo(open_photo(photo_file(tmp_path / "a.png")))
    recipe = window.methods.recipe("gate")
    window.exports.save_picture(
        window.state.photo, Session(), recipe, tmp_path / "out.png", SaveOptions()
    )
    qtbot.waitUntil(gate.entered.is_set)
    window.commands.cancel()
    qtbot.waitUntil(lambda: not window.exports.busy)
    assert not (tmp_path / "out.png").exists()
    assert window.messages.message is None
    window.frame.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    photos = tmp_path / "in"
    photos.mkdir()
    for number in range(3):
        photo_file(photos / f"{number}.png", seed=number)
    (photos / "broken.jpg").write_text("text")
    return photos


def batch_dialog(engine, recipes, folder: Path) -> BatchDialog:
    made = BatchDialog(engine, folder, Settings(folder.parent / "s.ini"))
    made.offer(recipes, DepthSettings())
    return made


def test_a_batch_says_what_was_done_and_what_failed(qtbot, folder, tmp_path):
    dialog = batch_dialog(make_engine(), {"Sharpen": SHARPEN}, folder)
    dialog.show()
    dialog.target.set_path(tmp_path / "out")
    dialog.start()
    assert dialog.running
    qtbot.waitUntil(lambda: not dialog.running)
    assert "3 of 4 photos done, 1 failed" in dialog.line.text()
    assert "failed: broken.jpg" in dialog.log.toPlainText()
    assert len(list((tmp_path / "out").glob("*.png"))) == 3
    assert dialog.report_button.isVisible()
    dialog.close()


def test_a_batch_into_the_same_folder_is_refused_in_one_sentence(qtbot, folder, tmp_path):
    dialog = batch_dialog(make_engine(), {"Sharpen": SHARPEN}, folder)
    dialog.target.set_path(folder)
    dialog.start()
    qtbot.waitUntil(lambda: not dialog.running)
    assert "Choose another folder" in dialog.line.text()
    dialog.close()


def test_closing_a_running_batch_cancels_it(qtbot, folder, tmp_path):
    gate = Gate()
    engine = make_engine(gate.op)
    recipe = replace(SHARPEN, steps=(replace(SHARPEN.steps[0], op="gate"),))
    dialog = batch_dialog(engine, {"Gate": recipe}, folder)
    dialog.show()
    dialog.target.set_path(tmp_path / "out")
    dialog.start()
    qtbot.waitUntil(gate.entered.is_set)
    dialog.close()
    assert not list((tmp_path / "out").glob("*.png"))
