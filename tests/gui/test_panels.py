from __future__ import annotations

import pytest

from gui.actions import Act
from tests.gui.window_scene import make_window

PANELS = (Act.BOXES_PANEL, Act.REGISTRY_PANEL, Act.RECIPE_PANEL)


@pytest.fixture
def started(qtbot, tmp_path):
    made = []

    def start():
        if made:
            made[-1].close()
        window = make_window(tmp_path / "settings")
        qtbot.addWidget(window)
        window.show()
        made.append(window)
        return window

    yield start
    made[-1].close()


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
