from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.actions import Act
from gui.window_frame import panel_widths
from tests.gui.window_scene import make_window

PANELS = (Act.BOXES_PANEL, Act.REGISTRY_PANEL, Act.RECIPE_PANEL)


@pytest.fixture
def started(qtbot, tmp_path):
    made = []

    def start():
        if made:
            made[-1].frame.close()
        window = make_window(tmp_path / "settings")
        qtbot.addWidget(window.frame)
        window.frame.show()
        made.append(window)
        return window

    yield start
    made[-1].frame.close()


def seen(window) -> list[bool]:
    return [part.isVisible() for part in (window.strip, window.left, window.right)]


def test_each_panel_hides_alone_and_stays_hidden_after_a_restart(started):
    window = started()
    assert seen(window) == [True, True, True]
    window.menu_actions[Act.REGISTRY_PANEL].trigger()
    assert seen(window) == [True, False, True]
    window = started()
    assert seen(window) == [True, False, True]
    assert not window.menu_actions[Act.REGISTRY_PANEL].isChecked()


def test_all_panels_come_back_as_they_were(started):
    window = started()
    window.menu_actions[Act.RECIPE_PANEL].trigger()
    window.menu_actions[Act.PANELS].trigger()
    assert seen(window) == [False, False, False]
    window = started()
    assert seen(window) == [False, False, False]
    window.menu_actions[Act.PANELS].trigger()
    assert seen(window) == [True, True, False]


def test_a_panel_that_is_asked_for_brings_the_others_back(started):
    window = started()
    window.menu_actions[Act.RECIPE_PANEL].trigger()
    window.menu_actions[Act.PANELS].trigger()
    window.menu_actions[Act.RECIPE_PANEL].trigger()
    assert seen(window) == [True, True, True]
    assert window.menu_actions[Act.PANELS].isChecked()


def test_searching_the_registry_shows_it(started):
    window = started()
    window.menu_actions[Act.REGISTRY_PANEL].trigger()
    window.menu_actions[Act.SEARCH].trigger()
    assert window.left.isVisible()


def test_panels_are_fixed_until_they_are_to_be_arranged(started):
    window = started()
    assert not window.left.bar.isVisible()
    window.menu_actions[Act.ARRANGE].trigger()
    assert window.left.bar.isVisible() and window.right.bar.isVisible()
    window.menu_actions[Act.ARRANGE].trigger()
    assert not window.left.bar.isVisible()


def test_a_panel_taken_to_the_other_side_is_there_again_after_a_restart(started):
    window = started()
    window.frame.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, window.left)
    window = started()
    assert window.frame.dockWidgetArea(window.left) is Qt.DockWidgetArea.RightDockWidgetArea
    window.menu_actions[Act.RESET_PANELS].trigger()
    assert window.frame.dockWidgetArea(window.left) is Qt.DockWidgetArea.LeftDockWidgetArea
    window = started()
    assert window.frame.dockWidgetArea(window.left) is Qt.DockWidgetArea.LeftDockWidgetArea


def test_a_floating_panel_keeps_its_bar_and_docks_by_its_button(started):
    window = started()
    window.left.setFloating(True)
    assert window.left.isWindow() and window.left.bar.isVisible()
    window.left.bar.float_button.click()
    assert not window.left.isWindow() and not window.left.bar.isVisible()


def test_a_panel_closed_by_its_own_button_comes_back_by_the_menu(started):
    window = started()
    window.menu_actions[Act.ARRANGE].trigger()
    window.right.bar.close_button.click()
    assert seen(window) == [True, True, False]
    assert not window.menu_actions[Act.RECIPE_PANEL].isChecked()
    window.menu_actions[Act.RECIPE_PANEL].trigger()
    assert seen(window) == [True, True, True]


def test_panels_grow_with_the_window_until_they_were_arranged(started, qtbot):
    window = started()
    window.frame.resize(2400, 900)
    qtbot.waitUntil(lambda: (window.left.width(), window.right.width()) == panel_widths(2400))
    window.frame.resize(1000, 700)
    qtbot.waitUntil(lambda: (window.left.width(), window.right.width()) == panel_widths(1000))


def test_widths_chosen_by_hand_stay_and_come_back(started, qtbot):
    window = started()
    usual, _ = panel_widths(1200)
    chosen = usual + 60
    qtbot.waitUntil(lambda: window.left.width() == usual)
    line = window.left.geometry().topRight() + QPoint(2, 300)
    QTest.mousePress(window.frame, Qt.MouseButton.LeftButton, pos=line)
    QTest.mouseMove(window.frame, line + QPoint(60, 0))
    qtbot.waitUntil(lambda: window.left.width() == chosen)
    QTest.mouseRelease(window.frame, Qt.MouseButton.LeftButton, pos=line + QPoint(60, 0))
    window.frame.resize(1500, 800)
    window.appearance.fit_panels()
    QApplication.processEvents()
    assert window.left.width() == chosen
    window = started()
    assert window.left.width() == chosen
