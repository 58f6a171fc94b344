from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.ops.unsharp_depth import UNSHARP_DEPTH
from core.recipe import Recipe, Step
from gui.actions import Act
from gui.export.depth_sentence import NO_DEPTH, depth_sentence
from tests.gui.window_scene import SHARPEN, make_engine, make_window, photo

NEAR = Recipe("", (Step("unsharp-depth"),))


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path, make_engine(UNSHARP_DEPTH))
    qtbot.addWidget(made.frame)
    made.frame.show()
    made.state.set_photo(photo())
    made.state.tick("unsharp", SHARPEN, on=True)
    yield made
    made.frame.close()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (DepthSettings(), "else its sidecar NAME.depth.png, else an estimate, which is not"),
        (DepthSettings(DepthOrigin.NONE), "switched off"),
        (DepthSettings(invert=True, far=0.1), "inverted, from 0.10 (far) to 1.00 (near)."),
        (DepthSettings(DepthOrigin.ESTIMATE, smoothing=30), "not measured, smoothed by 30 %."),
        (DepthSettings(DepthOrigin.FILE, Path("x") / "d.png"), "d.png belongs to the open photo"),
    ],
)
def test_one_sentence_says_which_depth_a_folder_gets(settings, words):
    assert words in depth_sentence(settings)


def test_applying_to_a_folder_takes_the_recipe_shown_and_its_depth(window):
    window.menu_actions[Act.APPLY_TO_FOLDER].trigger()
    dialog = window.exports.batch_dialog
    assert dialog.recipe.currentText() == "Unsharp masking"
    assert dialog.depth_line.text() == NO_DEPTH
    session = window.state.session.with_recipe("1", NEAR)
    window.state.change(replace(session, depth=DepthSettings(invert=True)))
    window.menu_actions[Act.APPLY_TO_FOLDER].trigger()
    assert window.exports.batch_dialog is dialog
    assert dialog._recipes[dialog.recipe.currentText()] == NEAR
    assert "inverted" in dialog.depth_line.text()
    dialog.close()
