from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from core.feature_maps import FeatureLayer
from core.op import Op
from core.photos.reading import open_photo
from core.recipe import Recipe, Step
from gui.actions import Act
from gui.features.feature_grid import FeatureGrid
from tests.gui.window_scene import SHARPEN, make_engine, make_window, photo_file

LAYERS = (FeatureLayer("first", "First", 3), FeatureLayer("own", "Own features", 5, guides=True))
NET = Recipe("", (Step("net"),))


class Ramps:
    """Every map is a ramp; of more values the later the layer."""

    def layers(self):
        return LAYERS

    def maps(self, pixels, tile, layer):
        count = next(known.channels for known in LAYERS if known.id == layer)
        row = np.linspace(-1, 1, tile.core.width, dtype=np.float32)
        return np.stack([np.tile(row * (n + 1), (tile.core.height, 1)) for n in range(count)])


@pytest.fixture
def window(qtbot, tmp_path):
    net = Op("net", "Net", lambda p, v, t: t.margins.cropped(p), inside=Ramps())
    made = make_window(tmp_path / "settings", make_engine(net))
    qtbot.addWidget(made.frame)
    made.frame.show()
    made.state.set_photo(open_photo(photo_file(tmp_path / "bird.png", 60, 90)))
    yield made
    made.frame.close()


def opened(window, qtbot):
    window.menu_actions[Act.FEATURES].trigger()
    features = window.tools.features
    qtbot.waitUntil(lambda: features.maps is not None and not features.busy)
    return features


def test_without_a_network_it_says_what_to_do(window, qtbot):
    window.state.tick("unsharp", SHARPEN, on=True)
    window.menu_actions[Act.FEATURES].trigger()
    features = window.tools.features
    qtbot.waitUntil(lambda: features.grid._note != "")
    assert "Tick a network" in features.grid._note
    assert not features.save_button.isEnabled()
    assert not features.layer.isEnabled()


def test_it_begins_with_what_the_network_computes_of_itself(window, qtbot):
    window.state.tick("net", NET, on=True)
    features = opened(window, qtbot)
    assert features.maps.layer.id == "own"
    assert features.grid.count == 5
    assert "−1 … 1" in features.line.text()
    features.grid.choose(4)
    assert "Map 5 of 5: −5 … 5" in features.line.text()
    features.layer.setCurrentIndex(0)
    qtbot.waitUntil(lambda: features.maps.layer.id == "first" and not features.busy)
    assert features.grid.count == 3


def test_it_follows_the_result_shown_and_the_view(window, qtbot):
    window.state.tick("unsharp", SHARPEN, on=True)
    window.state.tick("net", NET, on=True)
    features = opened(window, qtbot)
    window.state.show_candidate(1)
    qtbot.waitUntil(lambda: features.maps is None)
    window.state.show_candidate(2)
    qtbot.waitUntil(lambda: features.maps is not None and not features.busy)
    before = features.maps.region
    for _ in range(12):
        qtbot.keyClick(window.canvas, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: features.maps.region.width < before.width)


def test_a_map_without_contrast_says_so(qtbot):
    grid = FeatureGrid()
    qtbot.addWidget(grid)
    grid.show_maps(np.array([[[0, 9]], [[7, 7]]], np.uint8))
    assert [grid.label(0), grid.label(1)] == ["1", "2 flat"]


def test_arrows_enter_and_escape_go_through_the_maps(window, qtbot):
    window.state.tick("net", NET, on=True)
    grid = opened(window, qtbot).grid
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert (grid.current, grid.enlarged) == (1, True)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current == 2
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert not grid.enlarged
    assert window.tools.features.isVisible()
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(3).center().toPoint())
    assert (grid.current, grid.enlarged) == (3, True)


def test_maps_are_saved_and_copied_as_one_picture(window, qtbot, tmp_path):
    window.state.tick("net", NET, on=True)
    features = opened(window, qtbot)
    features.save(tmp_path / "maps")
    with Image.open(tmp_path / "maps.png") as saved:
        assert saved.mode == "L"
        size = saved.size
    features.copy()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == size
