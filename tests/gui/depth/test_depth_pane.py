from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from window_scene import picture

from core.depth import DepthMap
from core.depths.depth_estimate import ESTIMATED
from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.depths.known_networks import KnownNetworks
from core.ops.unsharp_depth import UNSHARP_DEPTH
from core.photo import Photo
from core.photos.reading import open_photo
from core.recipe import Recipe, Step
from gui.depth.depth_mode import DepthMode
from gui.depth.depth_pane import NO_MAP, NO_PHOTO, SWITCHED_OFF
from gui.depth.depth_picture import depth_facts, depth_pixmap
from gui.depth.range_slider import RangeSlider
from gui.messages import MessageBar
from gui.state import State

OPS = {UNSHARP_DEPTH.id: UNSHARP_DEPTH}
RAMP = np.tile(np.linspace(0, 1, 45, dtype=np.float32), (30, 1))


class Scene:
    """A state with the depth mode on it."""

    def __init__(self) -> None:
        self.owner = QWidget()
        self.state = State(self.owner)
        self.messages = MessageBar(self.owner)
        self.mode = DepthMode(self.owner, self.state, self.messages, KnownNetworks(), OPS)
        self.pane = self.mode.pane
        self.pane.setParent(self.owner)

    def set(self, **changes: object) -> None:
        """Change the settings as the pane would."""
        self.pane.settings_proposed.emit(replace(self.state.session.depth, **changes), "")


@pytest.fixture
def scene(qtbot):
    made = Scene()
    qtbot.addWidget(made.owner)
    yield made
    made.mode.close()


def photo_with_map() -> Photo:
    depth = DepthMap(RAMP.copy(), "From the photo (HEIC)", 0.4, 5.0, "disparity")
    return Photo(picture(), depth=depth)


def test_the_photos_own_map_is_shown_at_once(scene):
    photo = photo_with_map()
    scene.state.set_photo(photo)
    assert scene.state.depth is photo.depth
    assert scene.pane.source.text() == "From the photo (HEIC)"
    assert scene.pane.facts.text() == "45×30 · disparity · near 0.4 m · far 5 m"
    assert scene.pane.picture.pixmap().width() == 96


def test_without_photo_map_or_depth_the_pane_says_so(scene, qtbot):
    assert scene.pane.notes.text() == NO_PHOTO
    scene.state.set_photo(Photo(picture()))
    assert scene.pane.notes.text() == NO_MAP
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.set(origin=DepthOrigin.NONE)
    assert scene.pane.notes.text() == SWITCHED_OFF


def test_what_methods_see_follows_the_handles_and_undo(scene, qtbot):
    photo = photo_with_map()
    scene.state.set_photo(photo)
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.pane.range.changed.emit(0.5, 1.0)
    assert scene.state.depth.nearness[0, 10] == 0
    assert scene.state.seen_photo.depth is scene.state.depth
    assert scene.state.photo is photo
    assert scene.pane.range.values == (0.5, 1.0)
    scene.state.undo()
    assert scene.state.depth is photo.depth
    assert scene.pane.range.values == (0.0, 1.0)
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.state.redo()
    assert scene.state.session.depth == DepthSettings(far=0.5)


def test_one_drag_is_undone_at_once(scene, qtbot):
    scene.state.set_photo(photo_with_map())
    for far in (0.1, 0.2, 0.3):
        with qtbot.waitSignal(scene.state.depth_changed):
            scene.pane.range.changed.emit(far, 1.0)
    scene.state.undo()
    assert scene.state.session.depth == DepthSettings()
    assert not scene.state.can_undo


def test_invert_and_smoothing(scene, qtbot):
    scene.state.set_photo(photo_with_map())
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.pane.invert.click()
    assert scene.state.depth.nearness == pytest.approx(1 - RAMP, abs=1e-6)
    assert scene.pane.radius.isHidden()
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.pane.smoothing.changed.emit("smoothing", 60.0)
    assert not scene.pane.radius.isHidden()
    assert scene.state.session.depth == DepthSettings(invert=True, smoothing=60.0)


def test_an_estimate_is_labelled_as_one(scene, qtbot):
    scene.state.set_photo(Photo(picture()))
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.pane.estimate_button.click()
    assert scene.pane.source.text() == ESTIMATED
    assert scene.pane.facts.text().endswith("estimate")
    assert "nothing was measured" in scene.pane.notes.text()
    assert scene.state.depth.source == ESTIMATED


def weighing(weight: float) -> Recipe:
    return Recipe("near", (Step("unsharp-depth", {"depth_weight": weight}),))


def test_a_method_that_weighs_depth_gets_a_guess_that_can_be_switched_off(scene, qtbot):
    scene.state.set_photo(Photo(picture()))
    scene.state.tick("off", weighing(0.0), on=True)
    assert scene.state.depth is None
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.state.tick("near", weighing(0.5), on=True)
    assert scene.pane.source.text() == ESTIMATED
    assert scene.state.session.depth == DepthSettings()
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.set(origin=DepthOrigin.NONE)
    assert scene.state.depth is None
    assert scene.pane.notes.text() == SWITCHED_OFF


def test_a_photo_with_a_map_of_its_own_is_never_guessed(scene):
    photo = photo_with_map()
    scene.state.set_photo(photo)
    scene.state.tick("near", weighing(1.0), on=True)
    assert scene.state.depth is photo.depth
    assert not scene.mode.busy


def test_a_broken_sidecar_gives_way_to_the_guess_and_says_so(scene, qtbot, tmp_path):
    Image.fromarray(picture()).save(tmp_path / "photo.png")
    Image.fromarray(np.full((30, 45), 7, np.uint8)).save(tmp_path / "photo.depth.png")
    scene.state.set_photo(open_photo(tmp_path / "photo.png"))
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.state.tick("near", weighing(0.5), on=True)
    assert "the same everywhere" in scene.pane.notes.text()
    assert f"Used instead: {ESTIMATED}." in scene.pane.notes.text()


def test_a_file_that_does_not_fit_is_named_and_the_photos_own_map_stays(scene, qtbot, tmp_path):
    photo = photo_with_map()
    scene.state.set_photo(photo)
    Image.fromarray(picture(40, 40)[..., 0]).save(tmp_path / "square.png")
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.mode.use_file(tmp_path / "square.png")
    assert "square.png cannot be used as a depth map" in scene.pane.notes.text()
    assert "another aspect ratio" in scene.pane.notes.text()
    assert scene.state.depth is photo.depth


def test_a_file_chosen_by_hand_and_the_next_photo(scene, qtbot, tmp_path):
    scene.state.set_photo(photo_with_map())
    Image.fromarray(np.uint8(RAMP * 255)).save(tmp_path / "mine.png")
    with qtbot.waitSignal(scene.state.depth_changed):
        scene.mode.use_file(tmp_path / "mine.png")
    assert scene.pane.source.text() == "File mine.png"
    scene.state.set_photo(Photo(picture(seed=2)))
    assert scene.state.session.depth == DepthSettings()
    assert scene.state.depth is None


def test_what_was_wrong_with_the_photos_map_is_said(scene, tmp_path: Path):
    Image.fromarray(picture()).save(tmp_path / "photo.png")
    Image.fromarray(np.full((30, 45), 7, np.uint8)).save(tmp_path / "photo.depth.png")
    scene.state.set_photo(open_photo(tmp_path / "photo.png"))
    assert "the same everywhere" in scene.pane.notes.text()
    assert "photo.depth.png" in scene.pane.notes.text()


def test_an_older_map_never_replaces_a_newer_one(scene, qtbot):
    photo = photo_with_map()
    scene.state.set_photo(photo)
    scene.pane.smoothing.changed.emit("smoothing", 50.0)
    scene.pane.smoothing.changed.emit("smoothing", 0.0)
    qtbot.waitUntil(lambda: not scene.mode.busy)
    assert scene.state.depth is photo.depth


def test_everything_can_be_reached_without_seeing_it(scene):
    pane = scene.pane
    parts = (pane.chooser, pane.picture, pane.source, pane.range, pane.file_button)
    assert all(part.accessibleName() for part in parts)
    assert "Far 0 %, Near 100 %" in pane.range.accessibleDescription()


def test_the_pane_fits_a_narrow_panel(scene):
    scene.state.set_photo(photo_with_map())
    assert scene.pane.minimumSizeHint().width() <= 196


def test_false_colours_are_bright_where_it_is_near(scene):
    image = depth_pixmap(DepthMap(RAMP.copy(), "ramp")).toImage()
    left, right = image.pixelColor(2, 20), image.pixelColor(93, 20)
    assert right.lightness() > left.lightness() + 40
    assert depth_facts(DepthMap(RAMP.copy(), "ramp")) == "45×30 · relative"


@pytest.fixture
def slider(qtbot) -> RangeSlider:
    made = RangeSlider(("Far", "Near"))
    qtbot.addWidget(made)
    made.resize(210, 18)
    made.show()
    return made


def test_the_nearer_handle_follows_the_mouse(slider, qtbot):
    at = QPoint(round(slider.place_of(0.3).x()), 9)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=at)
    assert slider.values == (0.3, 1.0)
    qtbot.mouseMove(slider, QPoint(209, 9))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(209, 9))
    assert slider.values[0] <= 0.99
    qtbot.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=at)
    assert slider.values == (0.0, 1.0)


def test_keys_move_one_handle_and_space_takes_the_other(slider, qtbot):
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert slider.values == (0.0, 0.99)
    qtbot.keyClick(slider, Qt.Key.Key_Space)
    qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    assert slider.values == (0.1, 0.99)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert slider.values == (0.98, 0.99)


def test_showing_a_range_reports_nothing(slider, qtbot):
    with qtbot.assertNotEmitted(slider.changed):
        slider.set_values(0.2, 0.4)
    assert "Far 20 %" in slider.accessibleDescription()
