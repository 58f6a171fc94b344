from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication

from core.comparison import Comparison, ZoomBox
from core.figures import Layout, SnippetKind, WidthPreset, paint, read_provenance
from core.figures.figure_draft import ENLARGED, INPUT, MEASURED, ORIGINAL, FigureSource
from core.figures.figure_methods import Subject
from core.photos.reading import open_photo
from core.region import Region
from core.session import Session, session_from_json
from gui.figure.figure_editor import FigureEditor
from tests.gui.window_scene import ENLARGE, SHARPEN, Gate, make_engine, photo_file


@pytest.fixture
def editor(qtbot):
    made = FigureEditor()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.shut_down()


def source_of(folder: Path, *recipes, truth: bool = False, engine=None) -> FigureSource:
    photo = open_photo(photo_file(folder / "bird.png", 120, 180))
    session = Session(photo.path, photo.content_hash)
    for recipe in recipes:
        session = session.with_candidate(recipe)
    boxes = (ZoomBox(Region(10, 20, 40, 40)),)
    comparison = Comparison(shown=len(recipes), boxes=boxes)
    good = open_photo(photo_file(folder / "truth.png", 120, 180, seed=5)) if truth else None
    session = replace(session, comparison=comparison)
    return FigureSource(engine or make_engine(), Subject(photo, good), session)


def painted(qtbot, editor) -> None:
    qtbot.waitUntil(lambda: not editor.busy and not editor.preview.image.isNull())


def tick(editor, key: str, *, on: bool = True) -> None:
    editor.form.pictures.tick(key, on=on)


def test_it_starts_with_what_is_compared(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, SHARPEN))
    painted(qtbot, editor)
    draft = editor.form.draft()
    assert draft.layout is Layout.PAIR
    assert draft.shown == (INPUT, "1")
    assert [panel.label for panel in editor.spec().every_panel] == ["Input", "Unsharp masking"]
    assert "mm" in editor.line.text()


def test_with_a_truth_it_starts_as_the_measured_triple(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, SHARPEN, truth=True))
    painted(qtbot, editor)
    draft = editor.form.draft()
    assert (draft.layout, draft.caption) == (Layout.TRIPLE, MEASURED)
    assert draft.shown == (ORIGINAL, INPUT, "1")
    assert editor.spec().every_panel[2].metrics["psnr_y"] > 0


def test_beside_an_enlargement_stands_the_enlarged_input(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, ENLARGE))
    painted(qtbot, editor)
    assert editor.form.draft().shown == (ENLARGED, "1")
    assert {panel.scale for panel in editor.spec().every_panel} == {3}


def test_a_layout_takes_as_many_pictures_as_it_needs(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, SHARPEN, truth=True))
    painted(qtbot, editor)
    form = editor.form
    form.layout_box.setCurrentIndex(form.layout_box.findText("Pair"))
    qtbot.waitUntil(lambda: editor.spec().layout is Layout.PAIR)
    assert form.draft().shown == (INPUT, "1")
    form.layout_box.setCurrentIndex(form.layout_box.findText("Triple with an inset"))
    assert len(form.draft().shown) == 3


def test_what_cannot_be_laid_out_is_said_and_the_rest_goes_on(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, SHARPEN))
    painted(qtbot, editor)
    tick(editor, "1", on=False)
    qtbot.waitUntil(lambda: "needs 2 pictures" in editor.preview._note)
    tick(editor, "1")
    qtbot.waitUntil(lambda: not editor.preview._note)
    editor.form.caption.setText("{nonsense}")
    editor.form.caption.textEdited.emit("{nonsense}")
    qtbot.waitUntil(lambda: "nonsense" in editor.preview._note)


def test_captions_with_markup_stay_text(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, replace(SHARPEN, name='<script>"50 %_$\\')))
    painted(qtbot, editor)
    with qtbot.waitSignal(editor.saved):
        editor.export(tmp_path / "f.svg")
    assert "<script>" not in (tmp_path / "f.svg").read_text("utf-8")
    editor.copy_text(SnippetKind.LATEX)
    assert r"50 \%\_\$" in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("ending", ["png", "tif", "pdf", "svg", "html", "gif", "webp"])
def test_every_format_is_written_with_its_session(editor, qtbot, tmp_path, ending):
    source = source_of(tmp_path, SHARPEN)
    editor.set_source(source)
    painted(qtbot, editor)
    path = tmp_path / f"f.{ending}"
    with qtbot.waitSignal(editor.saved):
        editor.export(path)
    found = read_provenance(path)
    session = session_from_json(found["session"])
    assert session.candidates == source.session.candidates
    assert str(tmp_path) not in json.dumps(found)


def test_without_embedding_nothing_is_inside(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, SHARPEN))
    painted(qtbot, editor)
    editor.embed.setChecked(False)
    for ending in ("png", "tif", "pdf", "svg", "html", "gif", "webp"):
        path = tmp_path / f"f.{ending}"
        with qtbot.waitSignal(editor.saved):
            editor.export(path)
        assert read_provenance(path) is None
        assert b"unsharp" not in path.read_bytes().lower().replace(b"unsharp masking", b"")


def test_the_export_is_what_the_spec_paints(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, SHARPEN))
    painted(qtbot, editor)
    form = editor.form
    form.width_box.setCurrentIndex(form.width_box.findText("One column, 85 mm"))
    form.gap._propose(3.0)
    assert editor.spec().width is WidthPreset.ONE_COLUMN
    assert editor.spec().gap_mm == 3.0
    with qtbot.waitSignal(editor.saved):
        editor.export(tmp_path / "f.png")
    with Image.open(tmp_path / "f.png") as image:
        assert np.array_equal(np.asarray(image), paint(editor.spec()).pixels)


def test_pictures_are_computed_once(editor, qtbot, tmp_path):
    source = source_of(tmp_path, SHARPEN)
    editor.set_source(source)
    painted(qtbot, editor)
    before = editor._made[None, "1"]
    editor.set_source(replace(source, session=source.session.with_candidate(ENLARGE)))
    painted(qtbot, editor)
    assert editor._made[None, "1"] is before


def test_what_was_chosen_stays_while_only_the_recipe_changes(editor, qtbot, tmp_path):
    source = source_of(tmp_path, SHARPEN)
    editor.set_source(source)
    painted(qtbot, editor)
    editor.form.width_box.setCurrentIndex(editor.form.width_box.findText("Screen"))
    before = editor._made[None, "1"]
    stronger = replace(SHARPEN, steps=(replace(SHARPEN.steps[0], values={"amount": 3.0}),))
    editor.set_source(replace(source, session=source.session.with_recipe("1", stronger)))
    painted(qtbot, editor)
    assert editor.spec().width is WidthPreset.SCREEN
    assert editor._made[None, "1"] is not before


def test_a_picture_that_cannot_be_computed_is_said(editor, qtbot, tmp_path):
    broken = replace(SHARPEN, steps=(replace(SHARPEN.steps[0], op="broken", values={}),))
    editor.set_source(source_of(tmp_path, broken))
    qtbot.waitUntil(lambda: "Something went wrong" in editor.preview._note)


def test_closing_stops_a_slow_picture(editor, qtbot, tmp_path):
    gate = Gate()
    slow = replace(SHARPEN, steps=(replace(SHARPEN.steps[0], op="gate", values={}),))
    editor.set_source(source_of(tmp_path, slow, engine=make_engine(gate.op)))
    qtbot.waitUntil(gate.entered.is_set)
    editor.close()
    qtbot.waitUntil(lambda: not editor.busy)
    gate.open.set()
    editor.show()
    painted(qtbot, editor)
    assert len(editor.spec().every_panel) == 2


def test_the_picture_goes_to_the_clipboard(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, SHARPEN))
    painted(qtbot, editor)
    editor.copy_picture()
    qtbot.waitUntil(lambda: "Copied" in editor.line.text())
    height, width = paint(editor.spec()).pixels.shape[:2]
    size = QGuiApplication.clipboard().image().size()
    assert (size.width(), size.height()) == (width, height)


def test_more_photos_get_a_row_each_with_the_same_methods(editor, qtbot, tmp_path):
    editor.set_source(source_of(tmp_path, SHARPEN))
    painted(qtbot, editor)
    other = photo_file(tmp_path / "dog.png", 180, 120, seed=3)
    editor.form.set_photos((other, tmp_path / "gone.png"))
    qtbot.waitUntil(lambda: not editor.busy and "gone.png" in editor.line.text())
    rows = editor.spec().rows
    assert [len(row.panels) for row in rows] == [2, 2]
    dog = open_photo(other)
    assert np.array_equal(rows[1].panels[0].pixels, dog.pixels)
    wanted = make_engine().run(dog, SHARPEN).pixels
    assert np.array_equal(rows[1].panels[1].pixels, wanted)
    assert rows[1].boxes[0].rect.size == rows[0].boxes[0].rect.size
    with qtbot.waitSignal(editor.saved):
        editor.export(tmp_path / "f.png")
    about = read_provenance(tmp_path / "f.png")
    assert len(about["methods"]) == 4
    assert about["more_photos"] == [{"name": "dog.png", "sha256": dog.content_hash}]
    editor.form.clear_button.click()
    qtbot.waitUntil(lambda: len(editor.spec().rows) == 1)
