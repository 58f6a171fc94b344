from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.settings import RECIPE_PANEL, Settings
from gui.theme import DARK
from gui.window_frame import WindowFrame, panel_widths


def frame_with(tmp_path, qtbot, **rows) -> WindowFrame:
    settings = Settings(tmp_path / "window.ini")
    for row, value in rows.items():
        settings.set({"recipe": RECIPE_PANEL}[row], value)
    frame = WindowFrame(settings)
    qtbot.addWidget(frame)
    frame.resize(1200, 800)
    return frame


def test_it_is_seen_once_before_anything_is_in_it(tmp_path, qtbot):
    frame, times = frame_with(tmp_path, qtbot), []
    frame.seen.connect(lambda: times.append(1))
    with qtbot.waitSignal(frame.seen):
        frame.show()
    frame.repaint()
    qtbot.waitUntil(lambda: times == [1])


def test_its_ground_has_the_tones_of_what_will_stand_there(tmp_path, qtbot):
    ground = frame_with(tmp_path, qtbot).grab().toImage()
    left, _ = panel_widths(1200)
    row = [ground.pixelColor(x, 400).name() for x in (2, left + 5, 1198)]
    assert row == [DARK.panel, DARK.surround, DARK.panel]


def test_where_a_panel_will_be_hidden_there_is_surround(tmp_path, qtbot):
    ground = frame_with(tmp_path, qtbot, recipe=False).grab().toImage()
    assert ground.pixelColor(1198, 400).name() == DARK.surround


def test_keys_before_it_is_filled_do_nothing(tmp_path, qtbot):
    frame = frame_with(tmp_path, qtbot)
    frame.show()
    QTest.keyClick(frame, Qt.Key.Key_Escape)
    assert frame.isVisible()
