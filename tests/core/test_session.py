from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.comparison import Comparison, Mode, ZoomBox
from core.errors import InputError, UsageError
from core.evaluation.reference import Fit, Reference, Spoiling
from core.ops.unsharp import UNSHARP
from core.recipe import Recipe, Step
from core.region import Region
from core.session import (
    Session,
    read_session,
    session_from_json,
    session_to_json,
    session_to_text,
)
from core.view.at_scale import Enlarging
from core.view.derived_picture import DifferenceStyle
from core.view.strokes import Stroke
from core.view.viewing import Viewing

SHARPEN = Recipe("", (Step("unsharp", {"amount": 1.5}),))
BRUSHED = Stroke(((3.5, 4.0), (20.0, 9.25)), 6.0)
NETWORK = Recipe("Mine", (Step("espcn-x3"), Step("unsharp", strength=0.4, enabled=False)))


def full_session() -> Session:
    session = Session(Path("/photos/Bäume 1.jpg"), "ab12")
    session = session.with_candidate(SHARPEN, origin="unsharp").with_candidate(NETWORK)
    boxes = (ZoomBox(Region(3, 4, 40, 30), "#56B4E9", 6, "Eaves"),)
    comparison = Comparison(2, 1, Mode.GRID, 0.3, 2.5, (0.2, 0.8), boxes)
    return replace(session, comparison=comparison)


def test_a_session_comes_back_through_json():
    session = full_session()
    assert session_from_json(json.loads(json.dumps(session_to_json(session)))) == session


@pytest.mark.parametrize(
    "reference",
    [
        Reference(Path("/truths/Bäume 1.png"), "cd34", Fit.CROP),
        Reference(Path("/photos/Bäume 1.jpg"), "ef56", spoiled=Spoiling.by("low-light", None, 7)),
        Reference(None, "ef56", spoiled=replace(Spoiling.by("holes"), strokes=(BRUSHED,))),
    ],
)
def test_a_reference_comes_back(reference: Reference):
    session = replace(full_session(), reference=reference)
    assert session_from_json(json.loads(session_to_text(session))) == session


def test_what_is_given_away_names_no_folder():
    session = replace(full_session(), reference=Reference(Path("/truths/Bäume 1.png"), "cd34"))
    text = session_to_text(session, portable=True)
    assert "Bäume 1.png" in text
    assert "truths" not in text
    assert "/photos" not in text


def test_a_session_from_before_references_still_opens():
    data = session_to_json(full_session())
    del data["reference"]
    assert session_from_json(data) == full_session()


def test_a_reference_made_by_something_unknown_is_one_sentence():
    session = replace(full_session(), reference=Reference(None, "", spoiled=Spoiling("blur")))
    data = session_to_json(session)
    data["reference"]["degradation"]["name"] = "acid"
    with pytest.raises(UsageError, match="acid"):
        session_from_json(data)


def test_a_session_comes_back_from_a_file(tmp_path):
    path = tmp_path / "one.diptych"
    path.write_text(session_to_text(full_session()), "utf-8")
    assert read_session(path) == full_session()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"candidates": 3}', "not json"])
def test_a_damaged_session_is_one_sentence_with_the_files_name(tmp_path, text):
    path = tmp_path / "one.diptych"
    path.write_text(text)
    with pytest.raises(InputError, match=r"one\.diptych"):
        read_session(path)


def test_a_newer_schema_is_refused():
    data = {**session_to_json(full_session()), "schema": 99}
    with pytest.raises(UsageError, match="schema 99"):
        session_from_json(data)


def test_a_damaged_candidate_is_refused():
    data = session_to_json(full_session())
    data["comparison"]["mode"] = "sideways"
    with pytest.raises(UsageError, match="damaged"):
        session_from_json(data)


def test_an_added_candidate_is_shown():
    session = Session().with_candidate(SHARPEN).with_candidate(NETWORK)
    assert session.comparison.shown == 2
    assert session.shown.recipe is NETWORK


def test_keys_are_never_given_twice():
    session = Session().with_candidate(SHARPEN).with_candidate(SHARPEN)
    first, second = session.candidates
    left = session.without_candidate(first.key).with_candidate(SHARPEN)
    assert len({c.key for c in left.candidates}) == 2
    assert second in left.candidates


@pytest.mark.parametrize(
    ("removed", "shown", "reference"),
    [(0, 2, 1), (1, 2, 0), (2, 2, 2)],
)
def test_what_is_shown_stays_shown_when_another_goes(removed, shown, reference):
    session = Session()
    for _ in range(3):
        session = session.with_candidate(SHARPEN)
    session = replace(session, comparison=Comparison(shown=3, reference=2))
    left = session.without_candidate(session.candidates[removed].key)
    assert left.comparison.shown == min(shown, len(left.candidates))
    assert left.comparison.reference == reference if removed != 2 else True
    if removed != 2:
        assert left.shown is session.shown


def test_the_reference_falls_back_to_the_photo():
    session = Session().with_candidate(SHARPEN).with_candidate(NETWORK)
    session = replace(session, comparison=Comparison(shown=2, reference=1))
    left = session.without_candidate(session.candidates[0].key)
    assert left.comparison == Comparison(shown=1, reference=0)


def test_labels_come_from_the_name_or_from_the_steps_that_run():
    session = Session().with_candidate(SHARPEN).with_candidate(NETWORK)
    ops = {"unsharp": UNSHARP}
    labels = [candidate.label(ops) for candidate in session.candidates]
    assert labels == ["Unsharp masking", "Mine"]
    off = replace(SHARPEN, steps=(replace(SHARPEN.steps[0], enabled=False),))
    assert Session().with_candidate(off).candidates[0].label(ops) == "Nothing"


def test_unticking_finds_the_candidate_by_where_it_came_from():
    session = Session().with_candidate(SHARPEN, origin="unsharp")
    changed = session.with_recipe(session.candidates[0].key, NETWORK)
    assert changed.ticked("unsharp").recipe is NETWORK
    assert changed.ticked("espcn-x3") is None


def test_gain_filter_and_pace_come_back():
    viewing = Viewing(DifferenceStyle(16.0, luma_only=True), Enlarging.LANCZOS, 250, True)
    session = Session(comparison=Comparison(viewing=viewing))
    assert session_from_json(session_to_json(session)).comparison.viewing == viewing


def test_a_session_from_before_they_were_kept_has_the_first_ones():
    data = session_to_json(Session())
    del data["comparison"]["viewing"]
    assert session_from_json(data).comparison.viewing == Viewing()


@pytest.mark.parametrize("part", [{"enlarging": "magic"}, {"difference": {"gain": 0}}])
def test_a_way_of_viewing_that_makes_no_sense_is_refused(part: dict):
    data = session_to_json(Session())
    data["comparison"]["viewing"] = part
    with pytest.raises(UsageError):
        session_from_json(data)
