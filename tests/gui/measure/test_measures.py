"""Inspector and histogram: the file's own numbers, for every result, beside the canvas."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.comparison import Mode
from core.photo import Photo
from core.view.clipping import BRIGHT_MARK
from gui.actions import Act
from gui.candidate_views import same_views
from gui.measure.plots_ahead import PlotsAhead
from tests.gui.window_scene import make_window, photo


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path)
    qtbot.addWidget(made.frame)
    made.frame.show()
    yield made
    made.frame.close()


def open_photo(window, shown: Photo) -> None:
    window.state.set_photo(shown)
    window.canvas.setFocus()


def inspect(window, qtbot, x: int, y: int) -> list[str]:
    if window.measures.dock.inspector is None:
        qtbot.keyClick(window.canvas, Qt.Key.Key_I)
    pane = window.measures.dock.inspector
    window.canvas.cursor_moved.emit(x, y)
    qtbot.waitUntil(lambda: str(x) in pane.place.text() and str(y) in pane.place.text())
    return [" ".join(row.values.text().split()) for row in pane.rows if not row.name.isHidden()]


def test_the_values_are_the_file_s_own(window, qtbot):
    deep = np.zeros((60, 90, 3), np.uint16)
    deep[20, 30] = (65535, 1234, 7)
    open_photo(window, Photo(deep))
    assert inspect(window, qtbot, 30, 20) == ["65535 1234 7"]
    assert window.measures.dock.inspector.rows[0].clipped.text() == "▲"
    assert inspect(window, qtbot, 31, 20) == ["0 0 0"]
    assert window.measures.dock.inspector.rows[0].clipped.text() == "▼"


def test_every_result_has_its_row(window, qtbot):
    shown = photo()
    open_photo(window, shown)
    for method in ("triple", "unsharp"):
        window.state.tick(method, window.methods.recipe(method), on=True)
    pictures = window.results.pictures.pictures
    qtbot.waitUntil(lambda: all(p.is_valid(p.size.region) for p in pictures()), timeout=10_000)
    rows = inspect(window, qtbot, 45, 30)
    assert len(rows) == 3 and "–" not in rows
    assert rows[0] == " ".join(str(v) for v in shown.pixels[30, 45])
    names = [row.name.text() for row in window.measures.dock.inspector.rows]
    assert names == ["Input", "Triple", "Unsharp masking"]


def test_numbers_do_not_jump(window, qtbot):
    open_photo(window, photo())
    inspect(window, qtbot, 45, 30)
    row = window.measures.dock.inspector.rows[0]
    lengths = set()
    for x in (1, 22, 45, 77):
        inspect(window, qtbot, x, 30)
        lengths.add(len(row.values.text()))
    assert len(lengths) == 1


def test_the_line_is_the_row_of_the_photo(window, qtbot):
    shown = photo()
    open_photo(window, shown)
    inspect(window, qtbot, 45, 30)
    places, values = window.measures.dock.inspector._before.getData()
    assert (places[0], places[-1]) == (0.5, 89.5)
    assert np.allclose(values, shown.pixels[30] @ [0.299, 0.587, 0.114], atol=0.01)
    window.state.look(replace(window.state.comparison, mode=Mode.SPLIT_HORIZONTAL))
    inspect(window, qtbot, 44, 30)
    _, column = window.measures.dock.inspector._before.getData()
    assert np.allclose(column, shown.pixels[:, 44] @ [0.299, 0.587, 0.114], atol=0.01)


def test_the_histogram_counts_what_is_in_view(window, qtbot):
    pixels = np.full((60, 90, 3), 100, np.uint8)
    pixels[:30] = 255
    open_photo(window, Photo(pixels))
    with qtbot.waitSignal(window.measures.survey.counted) as counted:
        qtbot.keyClick(window.canvas, Qt.Key.Key_H)
    found = counted.args[0][0]
    assert found.share == 1 and found.counts.pixels == 5400
    assert found.counts.counts[0][[100, 255]].tolist() == [2700, 2700]
    assert "0.00% black, 50.00% white" in window.measures.dock.histogram.clipped[0].text()


def test_the_histogram_follows_the_result(window, qtbot):
    open_photo(window, photo())
    qtbot.keyClick(window.canvas, Qt.Key.Key_H)
    window.state.tick("unsharp", window.methods.recipe("unsharp"), on=True)

    def both_are_counted() -> None:
        text = window.measures.dock.histogram.clipped[1].text()
        assert "Unsharp masking" in text and "not computed" not in text and "(of" not in text

    qtbot.waitUntil(both_are_counted, timeout=10_000)


def test_the_dock_opens_by_key_and_closes_by_button(window, qtbot):
    open_photo(window, photo())
    dock = window.measures.dock
    assert not dock.isVisible()
    qtbot.keyClick(window.canvas, Qt.Key.Key_I)
    qtbot.keyClick(window.canvas, Qt.Key.Key_H)
    assert dock.inspector.isVisible() and dock.histogram.isVisible()
    assert window.menu_actions[Act.INSPECTOR].isChecked()
    qtbot.keyClick(window.canvas, Qt.Key.Key_I)
    assert dock.isVisible() and not dock.inspector.isVisible()
    dock.closed.emit()
    assert not dock.isVisible()
    assert not window.menu_actions[Act.HISTOGRAM].isChecked()


def test_an_empty_window_opens_it_without_a_word(window, qtbot):
    window.menu_actions[Act.INSPECTOR].toggle()
    window.menu_actions[Act.HISTOGRAM].toggle()
    assert window.measures.dock.isVisible()


def test_distances_are_measured_from_a_pinned_place(window, qtbot):
    open_photo(window, photo())
    inspect(window, qtbot, 10, 12)
    qtbot.keyClick(window.canvas, Qt.Key.Key_P)
    inspect(window, qtbot, 40, 52)
    assert window.measures.dock.inspector.distance.text() == "50.0 px from x 10  y 12"


def test_what_was_open_opens_again(window, qtbot, tmp_path):
    open_photo(window, photo())
    qtbot.keyClick(window.canvas, Qt.Key.Key_H)
    window.frame.close()
    again = make_window(tmp_path)
    qtbot.addWidget(again.frame)
    again.frame.show()
    qtbot.waitUntil(again.measures.dock.isVisible)
    assert again.measures.dock.histogram.isVisible() and again.measures.dock.inspector is None
    again.menu_actions[Act.PANELS].setChecked(False)
    assert not again.measures.dock.isVisible()
    again.menu_actions[Act.PANELS].setChecked(True)
    assert again.measures.dock.isVisible()
    again.frame.close()


def test_clipped_pixels_are_marked_on_the_canvas_by_key(window, qtbot):
    pixels = np.full((600, 900, 3), 100, np.uint8)
    pixels[:, 450:] = 255
    open_photo(window, Photo(pixels))
    views = window.canvas.candidates
    qtbot.keyClick(window.canvas, Qt.Key.Key_J)
    marked = window.canvas.render_view()
    middle = (marked.width() * 2 // 3, marked.height() * 2 // 3)
    assert marked.pixelColor(*middle).getRgb()[:3] == BRIGHT_MARK
    qtbot.keyClick(window.canvas, Qt.Key.Key_J)
    assert same_views(window.canvas.candidates, views)
    assert window.canvas.render_view().pixelColor(*middle).getRgb()[:3] == (255, 255, 255)


def test_the_plots_are_loaded_once_beside_the_window(qtbot):
    ahead, told = PlotsAhead(), []
    ahead.loaded.connect(lambda: told.append("loaded"))
    ahead.start()
    ahead.start()
    qtbot.waitUntil(lambda: "loaded" in told)
    ahead.close()
    assert told == ["loaded"]
    assert "gui.measure.histogram_pane" in sys.modules
