from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from photo_samples import gamma_profile

from core.colour.display_colour import DisplayTransform
from core.comparison import Comparison, ZoomBox
from core.engine import Engine
from core.errors import UsageError
from core.evaluation.reference import Reference, Spoiling
from core.evaluation.truth import degraded_photo
from core.figures import Layout, paint
from core.figures.figure_draft import (
    ENLARGED,
    INPUT,
    ORIGINAL,
    FigureDraft,
    FigurePart,
    FigureSource,
    draft_spec,
    draft_to_json,
)
from core.figures.figure_methods import FigureMethods, Subject
from core.ops.unsharp import UNSHARP
from core.photo import Photo
from core.photos.writing import SaveOptions, save_picture
from core.recipe import Recipe, Step
from core.region import Region
from core.session import Session

SHARPEN = Recipe("", (Step("unsharp"),))


def source(*, candidates: int = 1, spoil: str = "") -> FigureSource:
    pixels = np.random.default_rng(1).integers(0, 256, (60, 90, 3), np.uint8)
    photo, truth, reference = Photo(pixels, path=Path("bird.png")), None, None
    if spoil:
        made = degraded_photo(photo, Spoiling.by(spoil))
        photo, truth, reference = made.photo, made.good, Reference(Path("bird.png"), "ab")
    session = Session(photo.path, photo.content_hash, reference=reference)
    for _ in range(candidates):
        session = session.with_candidate(SHARPEN)
    return FigureSource(Engine([UNSHARP]), Subject(photo, truth), session)


def test_the_truth_shown_beside_the_results_is_the_original():
    found = source(spoil="blur")
    session = found.session.with_candidate(Recipe("Reference"), file=Path("bird.png"))
    found = replace(found, session=replace(session, comparison=Comparison(shown=2, reference=1)))
    assert [choice.key for choice in found.choices()] == [ORIGINAL, INPUT, "1"]
    assert found.first_draft().shown == (ORIGINAL, "1")


def test_a_smaller_input_is_offered_enlarged():
    found = source(spoil="area-x3")
    assert [choice.key for choice in found.choices()] == [ORIGINAL, INPUT, ENLARGED, "1"]
    panel = found.made(ENLARGED).panel
    assert panel.scale == 3
    assert panel.metrics["psnr_y"] > 0


def test_a_photo_alone_makes_a_grid_of_one():
    found = source(candidates=0)
    draft = found.first_draft()
    assert (draft.layout, draft.shown) == (Layout.GRID, (INPUT,))


def test_boxes_that_are_gone_are_left_out():
    found = source()
    made = {key: found.made(key) for key in (INPUT, "1")}
    boxes = (ZoomBox(Region(1, 1, 20, 20)),)
    draft = replace(found.first_draft(), boxes=(0, 3))
    part = FigurePart(made, found.subject.photo, boxes)
    assert draft_spec(draft, [part]).rows[0].boxes == boxes


def test_a_figure_of_nothing_is_refused():
    with pytest.raises(UsageError, match="shows no picture"):
        draft_spec(FigureDraft(), [FigurePart({}, source().subject.photo, ())])


def test_a_candidate_that_is_gone_is_refused():
    with pytest.raises(UsageError, match="not compared any more"):
        source().made("7")


def test_the_draft_is_in_the_provenance():
    found = source()
    draft = replace(found.first_draft(), gap=2.5)
    about = found.provenance(draft, [found.made(key) for key in draft.shown])
    assert about["settings"] == draft_to_json(draft)
    assert about["settings"]["gap"] == 2.5
    assert about["settings"]["layout"] == "pair"
    assert about["session"]["photo"] == "bird.png"
    assert about["methods"][1]["report"]["steps"][0]["op"] == "unsharp"


@pytest.mark.parametrize("layout", list(Layout))
def test_every_layout_holds_what_is_compared(layout: Layout):
    found = source(candidates=2)
    boxes = (ZoomBox(Region(10, 10, 30, 30)),)
    keys = (INPUT, "1", "2")[: 2 if layout is Layout.PAIR else 3]
    draft = replace(found.first_draft(), layout=layout, shown=keys, boxes=(0,))
    made = {key: found.made(key) for key in keys}
    figure = paint(draft_spec(draft, [FigurePart(made, found.subject.photo, boxes)]))
    assert len(figure.crops) == len(keys)


def test_a_result_of_another_profile_is_shown_and_measured_in_its_own_colours(tmp_path: Path):
    found = source()
    plain, profile = found.subject.photo, gamma_profile(1.8)
    wide = Photo(plain.pixels.copy(), icc=profile)
    path = tmp_path / "other.png"
    save_picture(wide.pixels, path, source=wide, options=SaveOptions())
    methods = FigureMethods(found.engine, Subject(plain, wide))
    panel = methods.other_program("Other", path).panel
    shown = DisplayTransform.for_photo(profile, 3, 8).rgb(wide.pixels)
    assert np.array_equal(panel.pixels, shown)
    assert panel.metrics["psnr_y"] == np.inf
    assert methods.input().panel.metrics["psnr_y"] < 60
