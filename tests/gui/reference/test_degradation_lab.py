from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.degradations import DEGRADATIONS
from core.evaluation.reference import Spoiling
from core.evaluation.truth import degraded_photo
from core.photo import Photo
from gui.reference import degradation_lab
from gui.reference.degradation_lab import DegradationLab
from tests.gui.window_scene import picture


@pytest.fixture
def lab(qtbot):
    made = DegradationLab()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.shut_down()


def good(height: int = 240, width: int = 360) -> Photo:
    return Photo(picture(height, width), path=Path("bird.png"))


def wait(qtbot, lab) -> None:
    qtbot.waitUntil(lambda: lab._preview is not None and lab._preview.spoiling == lab.spoiling)


@pytest.mark.parametrize("name", [spoil.name for spoil in DEGRADATIONS])
def test_the_preview_is_what_is_used(lab, qtbot, name):
    photo = good()
    lab.choose(name)
    lab.set_photo(photo)
    wait(qtbot, lab)
    wanted = degraded_photo(photo, Spoiling.by(name))
    np.testing.assert_array_equal(lab._preview.made.photo.pixels, wanted.photo.pixels)
    with qtbot.waitSignal(lab.used) as used:
        lab.use_button.click()
    spoiling, made, truth = used.args
    assert spoiling == Spoiling.by(name)
    assert truth is photo
    np.testing.assert_array_equal(made.photo.pixels, wanted.photo.pixels)


def test_figures_of_what_is_no_longer_chosen_do_not_stand(lab, qtbot, monkeypatch):
    lab.choose("blur")
    lab.set_photo(good())
    wait(qtbot, lab)
    assert "dB" in lab.line.text()
    go_on, previewed = threading.Event(), degradation_lab._previewed
    monkeypatch.setattr(
        degradation_lab, "_previewed", lambda *args: go_on.wait(30) and previewed(*args)
    )
    lab.choose("low-light")
    qtbot.waitUntil(lambda: lab.line.text() == "Degrading …")
    go_on.set()
    wait(qtbot, lab)
    qtbot.waitUntil(lambda: "dB" in lab.line.text())


def test_sliders_and_seed_change_the_preview(lab, qtbot):
    lab.choose("low-light")
    lab.set_photo(good())
    wait(qtbot, lab)
    dark = lab._preview.made.photo.pixels.mean()
    lab.set_value("light", 0.5)
    wait(qtbot, lab)
    assert lab._preview.made.photo.pixels.mean() > dark
    first = lab._preview.made.photo.pixels
    lab.seed.setValue(3)
    wait(qtbot, lab)
    assert (lab._preview.made.photo.pixels != first).any()
    assert "dB" in lab.line.text()


def test_values_stay_while_another_degradation_is_looked_at(lab):
    lab.choose("blur")
    lab.set_value("sigma", 3.0)
    lab.choose("motion")
    lab.choose("blur")
    assert dict(lab.spoiling.values) == {"sigma": 3.0}


def test_holes_are_painted_with_the_mouse(lab, qtbot):
    lab.choose("holes")
    lab.set_photo(good(800, 900))
    wait(qtbot, lab)
    lab.paint.setChecked(True)
    preview = lab.preview
    start = QPoint(60, 90)
    QTest.mousePress(preview, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(preview, start + QPoint(40, 0))
    QTest.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    wait(qtbot, lab)
    place = preview.place
    stroke = lab.spoiling.strokes[0]
    assert stroke.points[0] == (place.left + 60, place.top + 90)
    assert lab._preview.made.mask[place.top + 90, place.left + 60]
    assert "by hand" in str(lab.spoiling)
    lab.clear_button.click()
    assert lab.spoiling.strokes == ()


def test_a_large_photo_is_previewed_in_part_and_used_whole(lab, qtbot):
    photo = good(2100, 2400)
    lab.choose("blur")
    lab.set_photo(photo)
    wait(qtbot, lab)
    place = lab._preview.place
    assert place.width < 2400
    wanted = degraded_photo(photo, Spoiling.by("blur")).photo.pixels
    inner = place.grown(-20)
    part = inner.relative_to(place).of(lab._preview.made.photo.pixels)
    np.testing.assert_array_equal(part, inner.of(wanted))
    assert lab.preview._note


def test_a_photo_that_is_too_small_is_said(lab, qtbot):
    lab.choose("area-x3")
    lab.set_photo(good(2, 2))
    qtbot.waitUntil(lambda: "cannot be reduced" in lab.line.text())
