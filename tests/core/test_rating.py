"""Blind rating: the order tells nothing, nothing is lost in a break, and the scores are right."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.errors import InputError, UsageError
from core.rating import (
    RatedMethod,
    RatingStudy,
    Showing,
    for_another_rater,
    opinion_score,
    opinion_scores,
    ratings_csv,
    read_study,
    same_subject,
    scores_csv,
    shuffled,
    study_to_text,
)
from core.recipe import Recipe, Step


def study(photos: int = 5, seed: int = 3) -> RatingStudy:
    methods = (
        RatedMethod("Input", Recipe("Input")),
        RatedMethod("Sharp", Recipe("", (Step("unsharp", {"amount": 0.5}),))),
        RatedMethod("Soft, old", Recipe("", (Step("denoise"),))),
    )
    names = tuple(Path(f"/photos/IMG_{n}.jpg") for n in range(photos))
    return RatingStudy("evening", names, methods, seed)


def rated_by(made: RatingStudy, opinion: dict[int, int]) -> RatingStudy:
    while made.next is not None:
        made = made.rated(opinion[made.next.method])
    return made


def test_every_photo_meets_every_method_once() -> None:
    order = shuffled(7, 4, seed=11)
    assert len(order) == 28
    assert set(order) == {Showing(p, m) for p in range(7) for m in range(4)}


@pytest.mark.parametrize("seed", range(20))
def test_a_photo_never_follows_itself(seed: int) -> None:
    photos = [showing.photo for showing in shuffled(3, 6, seed)]
    assert all(a != b for a, b in pairwise(photos))


def test_the_order_depends_on_the_seed_alone() -> None:
    assert shuffled(6, 4, 1) == shuffled(6, 4, 1)
    assert shuffled(6, 4, 1) != shuffled(6, 4, 2)


def test_methods_do_not_keep_their_turn() -> None:
    first_round = np.array([s.method for seed in range(300) for s in shuffled(4, 3, seed)[:4]])
    assert np.bincount(first_round, minlength=3).min() > 330


def test_the_score_is_the_mean_with_student_s_interval() -> None:
    score = opinion_score("x", [1, 2, 3, 4, 4])
    assert score.mean == pytest.approx(2.8)
    assert score.margin == pytest.approx(2.776445 * np.std([1, 2, 3, 4, 4], ddof=1) / np.sqrt(5))
    assert score.counts == (1, 1, 1, 2)


def test_the_interval_stays_on_the_scale_and_needs_two_ratings() -> None:
    assert opinion_score("x", [4]).interval is None
    assert opinion_score("x", [4, 3]).interval == (1, 4)
    assert opinion_score("x", []).mean is None


def test_ratings_reach_their_own_method() -> None:
    scores = opinion_scores(rated_by(study(), {0: 2, 1: 4, 2: 1}))
    assert [(score.label, score.mean) for score in scores] == [
        ("Sharp", 4),
        ("Input", 2),
        ("Soft, old", 1),
    ]


def test_a_study_goes_on_where_it_was_left(tmp_path: Path) -> None:
    begun = study().rated(3).rated(1)
    file = tmp_path / "evening.json"
    file.write_text(study_to_text(begun), "utf-8")
    again = read_study(file)
    assert again == begun
    assert again.next == begun.order[2]


def test_the_last_rating_can_be_taken_back() -> None:
    assert study().rated(3).rated(1).taken_back() == study().rated(3)
    assert study().taken_back() == study()


def test_what_cannot_be_shown_is_left_out(tmp_path: Path) -> None:
    begun = study().left_out()
    while not begun.finished:
        begun = begun.rated(3)
    assert sum(sum(score.counts) for score in opinion_scores(begun)) == 14
    assert ratings_csv(begun).splitlines()[1].endswith(",")
    file = tmp_path / "evening.json"
    file.write_text(study_to_text(begun), "utf-8")
    assert read_study(file) == begun


@pytest.mark.parametrize("rating", [0, 5, -1])
def test_only_one_to_four_are_ratings(rating: int) -> None:
    with pytest.raises(UsageError, match="1, 2, 3 or 4"):
        study().rated(rating)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 9}', "null"])
def test_another_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "notes.json"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"notes\.json"):
        read_study(file)


def test_tables_for_a_spreadsheet() -> None:
    done = rated_by(study(), {0: 2, 1: 4, 2: 1})
    scores = list(csv.DictReader(io.StringIO(scores_csv(done))))
    assert scores[0]["method"] == "Sharp" and float(scores[0]["mos"]) == 4
    assert scores[2]["method"] == "Soft, old" and scores[2]["n1"] == "5"
    ratings = list(csv.DictReader(io.StringIO(ratings_csv(done))))
    assert len(ratings) == 15
    assert {row["rating"] for row in ratings if row["method"] == "Input"} == {"2"}


def test_several_people_are_counted_together() -> None:
    first = rated_by(study(), {0: 2, 1: 4, 2: 1})
    second = for_another_rater(first, "evening (2)", seed=99)
    assert second.ratings == () and second.order != first.order
    assert same_subject(first, second) and not same_subject(first, study(photos=4))
    second = rated_by(second, {0: 4, 1: 3, 2: 1})
    scores = {s.label: s for s in opinion_scores(first, second)}
    assert scores["Input"].mean == 3 and sum(scores["Input"].counts) == 10
    spread = np.std([4] * 5 + [3] * 5, ddof=1)
    assert scores["Sharp"].margin == pytest.approx(2.262157 * spread / np.sqrt(10))
    assert len(ratings_csv(first, second).splitlines()) == 31
