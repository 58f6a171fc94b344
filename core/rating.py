"""Blind rating: people give each result 1 to 4 without knowing its method; the mean is its score.

The score of a method is the mean of its ratings (the mean opinion score), with a 95 % confidence
interval from Student's t over the ratings.

References
----------
Ignatov, Timofte et al. 2018, doi:10.1007/978-3-030-11021-5_20
"""

from __future__ import annotations

import csv
import io
import json
import math
import statistics
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import stdtrit

from core.errors import InputError, UsageError
from core.recipe import Recipe, recipe_from_json, recipe_to_json

SCHEMA = 1
LOWEST, HIGHEST = 1, 4
LEFT_OUT = 0
CONFIDENCE = 0.95


@dataclass(frozen=True)
class RatedMethod:
    """One of the methods that are rated; an empty recipe stands for the photo as it is."""

    label: str
    recipe: Recipe


@dataclass(frozen=True)
class Showing:
    """One result to be rated: indices of its photo and of its method."""

    photo: int
    method: int


@dataclass(frozen=True)
class RatingStudy:
    """What is rated, in which order, and how far it is.

    Attributes
    ----------
    name
        For people; also the stem of its file.
    photos
        Files.
    methods
        What is done to each of them.
    seed
        Decides the order.
    ratings
        1 (poor) to 4 (very good) for the first results of the `order`; 0 for one left out.
    middle
        Show the middle of each photo at 100 % instead of all of it.
    """

    name: str
    photos: tuple[Path, ...]
    methods: tuple[RatedMethod, ...]
    seed: int
    ratings: tuple[int, ...] = ()
    middle: bool = False

    @property
    def order(self) -> tuple[Showing, ...]:
        """Every photo with every method, in rounds; see `shuffled`."""
        return shuffled(len(self.photos), len(self.methods), self.seed)

    @property
    def total(self) -> int:
        """Results to be rated."""
        return len(self.photos) * len(self.methods)

    @property
    def finished(self) -> bool:
        """Whether everything was rated."""
        return len(self.ratings) >= self.total

    @property
    def next(self) -> Showing | None:
        """What is to be rated now."""
        return None if self.finished else self.order[len(self.ratings)]

    def rated(self, rating: int) -> RatingStudy:
        """The study after one more rating.

        Raises
        ------
        UsageError
            If it is not 1, 2, 3 or 4, or nothing is left to be rated.
        """
        if self.finished or rating not in range(LOWEST, HIGHEST + 1):
            raise UsageError(f"{rating} is no rating.", remedy="Give 1, 2, 3 or 4.")
        return replace(self, ratings=(*self.ratings, rating))

    def left_out(self) -> RatingStudy:
        """The study without a rating of the next result, which cannot be shown."""
        return self if self.finished else replace(self, ratings=(*self.ratings, LEFT_OUT))

    def taken_back(self) -> RatingStudy:
        """The study without its last rating."""
        return replace(self, ratings=self.ratings[:-1])


@dataclass(frozen=True)
class OpinionScore:
    """What a method got.

    Attributes
    ----------
    label
        The method.
    mean
        Mean opinion score; None before its first rating.
    margin
        Half the width of the 95 % confidence interval; None with fewer than two ratings.
    counts
        How often it was given 1, 2, 3 and 4.
    """

    label: str
    mean: float | None
    margin: float | None
    counts: tuple[int, ...]

    @property
    def interval(self) -> tuple[float, float] | None:
        """The confidence interval, within the scale."""
        if self.mean is None or self.margin is None:
            return None
        return max(LOWEST, self.mean - self.margin), min(HIGHEST, self.mean + self.margin)


def shuffled(photos: int, methods: int, seed: int) -> tuple[Showing, ...]:
    """All pairs in random order: every round shows each photo once, by a method drawn by lot.

    A photo never follows itself while there is another one, so that results are not compared from
    memory.
    """
    rng = np.random.default_rng(seed)
    drawn = [rng.permutation(methods) for _ in range(photos)]
    order: list[Showing] = []
    for turn in range(methods):
        row = [int(photo) for photo in rng.permutation(photos)]
        if order and photos > 1 and row[0] == order[-1].photo:
            row.append(row.pop(0))
        order += [Showing(photo, int(drawn[photo][turn])) for photo in row]
    return tuple(order)


def opinion_scores(study: RatingStudy, *others: RatingStudy) -> list[OpinionScore]:
    """The score of every method, the best first.

    Parameters
    ----------
    study
        The ratings of one person.
    others
        Those of other people on the same photos and methods; see `same_subject`.
    """
    given: list[list[int]] = [[] for _ in study.methods]
    for one in (study, *others):
        for showing, rating in zip(one.order, one.ratings, strict=False):
            if rating != LEFT_OUT:
                given[showing.method].append(rating)
    pairs = zip(study.methods, given, strict=True)
    scores = [opinion_score(method.label, ratings) for method, ratings in pairs]
    return sorted(scores, key=lambda score: -math.inf if score.mean is None else -score.mean)


def same_subject(study: RatingStudy, other: RatingStudy) -> bool:
    """Whether two studies rate the same methods on the same photos."""
    return (study.photos, study.methods, study.middle) == (
        *(other.photos, other.methods),
        other.middle,
    )


def for_another_rater(study: RatingStudy, name: str, seed: int) -> RatingStudy:
    """The same study in another order, to be rated by someone else."""
    return replace(study, name=name, seed=seed, ratings=())


def opinion_score(label: str, ratings: list[int]) -> OpinionScore:
    """Mean and margin of one method's ratings.

    Examples
    --------
    >>> score = opinion_score("DPED", [2, 3, 3, 4])
    >>> round(score.mean, 2), round(score.margin, 2)
    (3.0, 1.3)
    """
    counts = tuple(ratings.count(value) for value in range(LOWEST, HIGHEST + 1))
    if not ratings:
        return OpinionScore(label, None, None, counts)
    margin = None
    if len(ratings) > 1:
        quantile = float(stdtrit(len(ratings) - 1, (1 + CONFIDENCE) / 2))
        margin = quantile * statistics.stdev(ratings) / math.sqrt(len(ratings))
    return OpinionScore(label, statistics.fmean(ratings), margin, counts)


def scores_csv(*studies: RatingStudy) -> str:
    """The table of scores of one person, or of several."""
    head = ["method", "mos", "ci95_low", "ci95_high", "ratings", "n1", "n2", "n3", "n4"]
    rows = []
    for score in opinion_scores(*studies):
        mean = "" if score.mean is None else f"{score.mean:.4f}"
        interval = ["", ""] if score.interval is None else [f"{e:.4f}" for e in score.interval]
        rows.append([score.label, mean, *interval, sum(score.counts), *score.counts])
    return _csv([head, *rows])


def ratings_csv(*studies: RatingStudy) -> str:
    """Every rating of every person in the order in which it was given."""
    rows = [row for study in studies for row in _rating_rows(study)]
    return _csv([["study", "place", "photo", "method", "rating"], *rows])


def _rating_rows(study: RatingStudy) -> list[list[object]]:
    given = zip(study.order, study.ratings, strict=False)
    return [
        [
            study.name,
            place,
            study.photos[showing.photo].name,
            study.methods[showing.method].label,
            "" if rating == LEFT_OUT else rating,
        ]
        for place, (showing, rating) in enumerate(given, start=1)
    ]


def study_to_text(study: RatingStudy) -> str:
    """The study as the text of a file."""
    methods = [{"label": m.label, "recipe": recipe_to_json(m.recipe)} for m in study.methods]
    data = {
        "schema": SCHEMA,
        "program": "Diptych",
        "name": study.name,
        "seed": study.seed,
        "middle": study.middle,
        "photos": [str(path) for path in study.photos],
        "methods": methods,
        "ratings": list(study.ratings),
    }
    return json.dumps(data, indent=1, ensure_ascii=False)


def read_study(path: Path) -> RatingStudy:
    """Read a study's file, to go on with it.

    Raises
    ------
    InputError
        If the file cannot be read or is no study; the message names it.
    """
    try:
        return _study_from_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, UsageError) as error:
        message = f"{path.name} is not a rating study that can be read."
        remedy = "Choose a file that the blind rating wrote, or begin a new one."
        raise InputError(message, remedy=remedy, detail=repr(error)) from error


def _study_from_json(data: dict[str, Any]) -> RatingStudy:
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema {data['schema']!r}")
    methods = (RatedMethod(m["label"], recipe_from_json(m["recipe"])) for m in data["methods"])
    photos = tuple(Path(photo) for photo in data["photos"])
    middle = bool(data.get("middle", False))
    name, seed = str(data["name"]), int(data["seed"])
    study = RatingStudy(name, photos, tuple(methods), seed, middle=middle)
    for rating in data["ratings"]:
        study = study.left_out() if rating == LEFT_OUT else study.rated(rating)
    return study


def _csv(rows: list[list[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
