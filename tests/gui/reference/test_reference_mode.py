from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.comparison import ZoomBox
from core.evaluation.reference import Fit, Reference, Spoiling
from core.evaluation.truth import degraded_photo, truth_for, truth_of
from core.metrics import psnr
from core.metrics.planes import Channel
from core.photos.reading import open_photo
from core.recipe import Recipe, Step
from core.region import Region
from core.resample import reduce_area
from core.session import Candidate, session_from_json, session_to_json
from core.view.strokes import Stroke
from gui.reference.full_scores import FullScores
from gui.reference.scoring import caption_text
from tests.gui.window_scene import (
    ENLARGE,
    SHARPEN,
    Gate,
    make_engine,
    make_window,
    photo,
    photo_file,
    picture,
)


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path / "settings")
    qtbot.addWidget(made.frame)
    made.frame.show()
    photo_file(tmp_path / "bird.png", 60, 90)
    made.state.set_photo(open_photo(tmp_path / "bird.png"))
    yield made
    made.frame.close()


def truth_file(folder: Path, height: int = 60, width: int = 90, name: str = "bird.png") -> Path:
    folder.mkdir(exist_ok=True)
    return photo_file(folder / name, height, width, seed=7)


def wait_for_figures(qtbot, window) -> None:
    scoring = window.reference.scoring
    qtbot.waitUntil(lambda: scoring.truth is not None and not scoring.missing())


def luma_psnr(result, truth, border: int = 0) -> float:
    return psnr(result, truth, data_range=255, channel=Channel.LUMA, border=border)


def test_every_result_gets_its_figures(window, qtbot, tmp_path):
    window.state.tick("unsharp", SHARPEN, on=True)
    window.reference.open(truth_file(tmp_path / "truth"))
    wait_for_figures(qtbot, window)
    photo, truth = window.state.photo, open_photo(tmp_path / "truth" / "bird.png").pixels
    sharpened = make_engine().run(photo, SHARPEN).pixels
    wanted = [luma_psnr(photo.pixels, truth), luma_psnr(sharpened, truth)]
    tags = window.reference.tags()
    assert [tag.split(" dB")[0] for tag in tags] == [f"{value:.2f}" for value in wanted]
    assert window.canvas.tag(1).endswith(tags[1])
    table = window.reference.pane.table
    assert cell(table, 1, 0) == "Unsharp masking"
    assert cell(table, 1, 1) == f"{wanted[1]:.2f}"
    assert window.state.session.reference.path == tmp_path / "truth" / "bird.png"


def cell(table, row: int, column: int) -> str:
    return table.model().index(row, column).data()


def test_an_enlargement_against_a_reference_of_the_photos_size_is_reduced_and_said(
    window, qtbot, tmp_path
):
    window.state.tick("triple", ENLARGE, on=True)
    window.reference.open(truth_file(tmp_path / "truth"))
    wait_for_figures(qtbot, window)
    truth = open_photo(tmp_path / "truth" / "bird.png").pixels
    large = make_engine().run(window.state.photo, ENLARGE).pixels
    wanted = luma_psnr(reduce_area(large, 3), truth)
    tag = window.reference.tags()[1]
    assert tag.startswith(f"{wanted:.2f} dB")
    assert tag.endswith("reduced ×3")
    said = "Triple: reduced ×3 by area to the reference's size."
    assert said in window.reference.pane._notes.text()


def test_each_zoom_box_gets_its_figures(window, qtbot, tmp_path):
    rect = Region(20, 10, 50, 40)
    comparison = replace(window.state.comparison, boxes=(ZoomBox(rect),))
    window.state.look(comparison)
    window.reference.open(truth_file(tmp_path / "truth"))
    qtbot.waitUntil(lambda: (0, 0) in window.reference.strip_texts())
    truth = open_photo(tmp_path / "truth" / "bird.png").pixels
    wanted = luma_psnr(rect.of(window.state.photo.pixels), rect.of(truth))
    similar = window.reference.scoring.scores("", rect).ssim
    assert window.reference.strip_texts()[0, 0] == f"{wanted:.1f} dB · {similar:.3f}"


def test_another_recipe_is_measured_anew(window, qtbot, tmp_path):
    window.state.tick("unsharp", SHARPEN, on=True)
    window.reference.open(truth_file(tmp_path / "truth"))
    wait_for_figures(qtbot, window)
    before = window.reference.tags()
    key = window.state.session.candidates[0].key
    stronger = replace(
        SHARPEN, steps=(replace(SHARPEN.steps[0], values={"amount": 3.0}, strength=1.0),)
    )
    window.state.change(window.state.session.with_recipe(key, stronger))
    qtbot.waitUntil(lambda: window.reference.tags()[1] not in ("", before[1]))
    assert window.reference.tags()[0] == before[0]


def test_another_size_is_asked_about_and_never_changed_silently(window, qtbot, tmp_path):
    window.reference.open(truth_file(tmp_path / "truth", 70, 100))
    notice = window.reference.notice
    qtbot.waitUntil(notice.isVisible)
    assert "100×70" in notice.text
    assert window.reference.truth is None
    notice.crop_button.click()
    qtbot.waitUntil(lambda: window.reference.truth is not None)
    assert window.state.session.reference.fit is Fit.CROP
    assert "as chosen" in window.reference.pane._notes.text()


def test_a_smaller_reference_can_only_be_resized(window, qtbot, tmp_path):
    window.reference.open(truth_file(tmp_path / "truth", 40, 100))
    notice = window.reference.notice
    qtbot.waitUntil(notice.isVisible)
    assert not notice.crop_button.isEnabled()
    notice.decline_button.click()
    assert window.state.session.reference is None


def test_a_folder_gives_the_reference_of_the_photos_name(window, qtbot, tmp_path):
    truth_file(tmp_path / "truth", name="bird.tif")
    truth_file(tmp_path / "truth", name="dog.png")
    window.reference.open(tmp_path / "truth")
    qtbot.waitUntil(lambda: window.reference.truth is not None)
    assert window.state.session.reference.path.name == "bird.tif"
    photo_file(tmp_path / "dog.png", 60, 90, seed=3)
    window.state.set_photo(open_photo(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: window.reference.truth is not None)
    assert window.state.session.reference.path.name == "dog.png"


def test_a_folder_without_the_name_says_so(window, tmp_path):
    truth_file(tmp_path / "truth", name="dog.png")
    window.reference.open(tmp_path / "truth")
    assert "bird.png" in window.messages.message.sentence


def test_a_reference_that_is_no_picture_is_one_sentence(window, qtbot, tmp_path):
    (tmp_path / "truth.png").write_text("text")
    window.reference.open(tmp_path / "truth.png")
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert "truth.png" in window.messages.message.sentence
    assert window.state.session.reference is None


def use(window, name: str = "area-x3", seed: int = 0) -> None:
    good, spoiling = window.state.photo, Spoiling.by(name, None, seed)
    window.reference.use(spoiling, degraded_photo(good, spoiling), good)


def test_a_degraded_photo_is_measured_against_the_good_one(window, qtbot):
    boxes = (ZoomBox(Region(30, 30, 60, 60)),)
    window.state.look(replace(window.state.comparison, boxes=boxes))
    good = window.state.photo
    use(window)
    window.state.tick("triple", ENLARGE, on=True)
    wait_for_figures(qtbot, window)
    assert window.state.photo.width == 30
    assert window.state.comparison.boxes[0].rect == Region(10, 10, 20, 20)
    enlarged = make_engine().run(window.state.photo, ENLARGE).pixels
    wanted = luma_psnr(enlarged, good.pixels, border=3)
    assert window.reference.tags()[1].startswith(f"{wanted:.2f} dB")
    window.reference.remove()
    assert window.state.photo is good
    assert window.reference.truth is None
    assert window.reference.tags() == ["", ""]


def test_painted_holes_are_the_mask_that_methods_get(window):
    good, stroke = window.state.photo, Stroke(((20.0, 30.0), (60.0, 30.0)), 8.0)
    spoiling = replace(Spoiling.by("holes"), strokes=(stroke,))
    window.reference.use(spoiling, degraded_photo(good, spoiling), good)
    for seen in (window.state.seen_photo, window.results.pictures.photo):
        assert np.array_equal(seen.mask.holes, (seen.pixels == 0).all(2))
    window.reference.remove()
    assert window.state.seen_photo.mask is None


def test_a_saved_session_brings_the_degraded_photo_back(window, qtbot, tmp_path):
    good = window.state.photo
    use(window, "low-light", 5)
    saved = session_from_json(session_to_json(window.state.session))
    spoiled = window.state.photo
    window.state.set_photo(open_photo(photo_file(tmp_path / "other.png", seed=4)))
    assert window.reference.truth is None
    window.state.set_photo(good, saved)
    qtbot.waitUntil(lambda: window.reference.truth is not None)
    assert window.state.photo.content_hash == spoiled.content_hash
    assert window.messages.message is None


def test_a_session_with_another_photo_says_which_differs(window, qtbot, tmp_path):
    use(window, "low-light", 5)
    saved = session_from_json(session_to_json(window.state.session))
    Image.fromarray(picture(seed=9)).save(tmp_path / "bird.png")
    window.state.set_photo(open_photo(tmp_path / "bird.png"), saved)
    qtbot.waitUntil(lambda: window.reference.truth is not None)
    assert "bird.png is not the file it was" in window.messages.message.sentence


def test_a_missing_reference_of_a_session_is_one_sentence(window, qtbot, tmp_path):
    reference = Reference(tmp_path / "gone" / "truth.png", "ab")
    window.state.set_photo(window.state.photo, replace(window.state.session, reference=reference))
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert "truth.png" in window.messages.message.sentence


def test_removing_a_reference_can_be_undone(window, qtbot, tmp_path):
    window.reference.open(truth_file(tmp_path / "truth"))
    wait_for_figures(qtbot, window)
    tags = window.reference.tags()
    window.reference.remove()
    assert window.reference.truth is None
    window.state.undo()
    wait_for_figures(qtbot, window)
    assert window.reference.tags() == tags


def test_without_figures_nothing_is_written():
    assert caption_text(None) == ""


def test_the_truth_itself_stands_beside_the_results_and_is_not_measured(window, qtbot):
    use(window)
    window.state.tick("triple", ENLARGE, on=True)
    wait_for_figures(qtbot, window)
    window.reference.pane.show_button.click()
    assert [view.name for view in window.canvas.candidates] == ["Input", "Triple", "Reference"]
    shown = window.canvas.candidates[2].picture
    assert shown.read(shown.size.region).tolist() == window.reference.truth.pixels.tolist()
    assert window.reference.tags()[2] == ""
    assert window.reference.pane.table.model().rowCount() == 2
    window.reference.pane.show_button.click()
    assert len(window.state.session.candidates) == 2
    window.reference.remove()
    assert [view.name for view in window.canvas.candidates] == ["Input", "Triple"]


def test_a_large_result_is_computed_to_be_measured(qtbot):
    engine, good = make_engine(), photo(60, 90)
    made = degraded_photo(good, Spoiling.by("area-x3"))
    truth = truth_of(made)
    full = FullScores(engine)
    with qtbot.waitSignal(full.measured) as found:
        full.start(made.photo, truth, [Candidate("1", ENLARGE)])
    qtbot.waitUntil(lambda: not full.running)
    enlarged = engine.run(made.photo, ENLARGE).pixels
    wanted = luma_psnr(enlarged, good.pixels, border=3)
    assert found.args[0].scores.psnr_y == pytest.approx(wanted, abs=1e-9)


def test_what_does_not_arrive_by_itself_is_offered_to_be_measured(qtbot, tmp_path):
    gate = Gate()
    window = make_window(tmp_path / "settings", make_engine(gate.op))
    qtbot.addWidget(window.frame)
    window.frame.show()
    window.state.set_photo(open_photo(photo_file(tmp_path / "bird.png")))
    window.reference.open(truth_file(tmp_path / "truth"))
    window.state.tick("gate", Recipe("", (Step("gate"),)), on=True)
    qtbot.waitUntil(gate.entered.is_set)
    button = window.reference.pane.measure_button
    window.results.cancel()
    qtbot.waitUntil(button.isVisible)
    assert button.text() == "Measure whole pictures"
    gate.open.set()
    button.click()
    qtbot.waitUntil(lambda: not window.reference.scoring.missing())
    qtbot.waitUntil(lambda: not button.isVisible())
    window.frame.close()


def test_measuring_a_large_result_can_be_stopped(qtbot):
    gate = Gate()
    engine, good = make_engine(gate.op), photo()
    slow = Recipe("", (Step("gate"),))
    full = FullScores(engine)
    full.start(good, truth_for(good, good), [Candidate("1", slow)])
    qtbot.waitUntil(gate.entered.is_set)
    with qtbot.waitSignal(full.ended):
        full.cancel()
    assert not full.running


def test_another_photo_leaves_other_programs_results_behind(window, qtbot, tmp_path):
    session = window.state.session.with_candidate(Recipe(""), file=tmp_path / "other.png")
    window.state.change(session.with_candidate(SHARPEN))
    window.state.set_photo(open_photo(photo_file(tmp_path / "next.png", seed=8)))
    assert [c.file for c in window.state.session.candidates] == [None]
    assert window.state.comparison.shown == 1
