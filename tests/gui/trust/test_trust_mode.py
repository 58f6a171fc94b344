"""The trust view in the window: a map over the result shown, made beside the window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from core.comparison import Mode
from core.op import Op
from core.photo import Photo
from core.trust import Check
from core.trust_picture import TrustPicture
from gui.trust.trust_bar import NO_RESULT
from tests.gui.window_scene import make_engine, make_window, photo

LIFT = Op("lift", "Lift", lambda pixels, values, tile: tile.margins.cropped(pixels) * 0.9 + 0.05)


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path, make_engine(LIFT))
    qtbot.addWidget(made.frame)
    made.frame.show()
    made.state.set_photo(photo(90, 140))
    yield made
    made.frame.close()


def look_for_trust(window, qtbot, method: str = "triple") -> None:
    window.state.tick(method, window.methods.recipe(method), on=True)
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_T)
    assert window.state.comparison.mode is Mode.TRUST
    settled(window, qtbot)


def settled(window, qtbot) -> None:
    def is_known() -> None:
        tally = window.trust._subject.picture.tally(window.canvas.visible_region())
        assert window.trust.survey.complete and tally.count == 90 * 140

    qtbot.waitUntil(is_known, timeout=10_000)


def test_the_map_takes_the_place_of_the_result_on_the_canvas_only(window, qtbot):
    look_for_trust(window, qtbot)
    assert isinstance(window.canvas.candidates[1].picture, TrustPicture)
    assert "contradiction" in window.canvas.caption(1)
    assert "RMS" in window.trust.bar.figures.text()
    assert window.trust.bar.isVisible()
    window.state.look(replace(window.state.comparison, mode=Mode.SPLIT))
    assert not isinstance(window.canvas.candidates[1].picture, TrustPicture)
    assert not window.trust.bar.isVisible()


def test_without_a_result_it_says_what_to_do(window, qtbot):
    window.state.look(replace(window.state.comparison, mode=Mode.TRUST))
    assert window.trust.bar.help.text() == NO_RESULT
    assert len(window.canvas.candidates) == 1


def test_another_check_has_its_own_figures(window, qtbot):
    look_for_trust(window, qtbot)
    window.trust.bar.buttons[Check.DETAIL].click()
    settled(window, qtbot)
    assert "of what was added" in window.trust.bar.figures.text()


def test_what_does_not_apply_is_said_and_the_result_stays(window, qtbot):
    look_for_trust(window, qtbot, "lift")
    window.trust.choose(Check.DETAIL)
    assert "enlarge" in window.trust.bar.help.text()
    assert not isinstance(window.canvas.candidates[1].picture, TrustPicture)


def test_the_figures_are_those_of_the_photo(window, qtbot):
    flat = Photo(np.full((90, 140, 3), 200, np.uint8))
    window.state.set_photo(flat)
    look_for_trust(window, qtbot, "lift")
    assert window.trust.bar.figures.text().startswith("RMS 7.")


def test_another_opacity_is_drawn(window, qtbot):
    look_for_trust(window, qtbot)
    told = []
    window.canvas.candidates[1].picture.subscribe(told.append)
    window.trust.bar.opacity.setValue(20)
    assert told and window.canvas.candidates[1].picture.style.opacity == 0.2


def test_figures_of_a_part_say_that_they_are_not_the_last(window, qtbot):
    look_for_trust(window, qtbot)
    assert "so far" not in window.trust.bar.figures.text()
    tally = window.trust._subject.picture.tally(window.canvas.visible_region())
    window.trust.bar.show_tally(tally, whole=False)
    assert window.trust.bar.figures.text().endswith("levels · so far")
