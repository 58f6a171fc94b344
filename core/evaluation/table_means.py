"""From rows to a table: means of a set, the best and the second best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from core.evaluation.evaluate import EvaluationRow


@dataclass(frozen=True)
class Figure:
    """One column of figures.

    Attributes
    ----------
    key
        Field of `EvaluationRow`.
    title
        Heading.
    digits
        After the point.
    higher
        True if more is better, False if less is, None if the column is not a contest.
    """

    key: str
    title: str
    digits: int
    higher: bool | None


FIGURES: tuple[Figure, ...] = (
    Figure("psnr", "PSNR (dB)", 2, True),
    Figure("psnr_y", "PSNR-Y (dB)", 2, True),
    Figure("ssim", "SSIM", 4, True),
    Figure("ms_ssim", "MS-SSIM", 4, True),
    Figure("psnr_mask", "PSNR in holes (dB)", 2, True),
    Figure("vmaf", "VMAF", 1, True),
    Figure("seconds", "Time (s)", 3, None),
    Figure("peak_mb", "Memory (MB)", 0, None),
)
MEMORY = "peak_mb"
PSNR_KEYS = ("psnr", "psnr_y")
"""What identical pictures have no number for."""


class Rank(Enum):
    """Place of a figure among the methods."""

    BEST = 1
    SECOND = 2
    OTHER = 3


@dataclass(frozen=True)
class MethodMeans:
    """Means of one method on one set.

    Attributes
    ----------
    dataset, method
        Names.
    pictures
        How many pictures have a row.
    identical
        How many of them equal their reference; they have no PSNR and do not enter its mean.
    values
        Mean by `Figure.key` over the pictures that have the figure, that is, the mean of dB, but
        of memory the most; None where none has.
    images
        Which pictures have the figure.
    """

    dataset: str
    method: str
    pictures: int
    identical: int
    values: dict[str, float | None]
    images: dict[str, frozenset[str]]

    def shown(self, figure: Figure) -> float | None:
        """The mean, infinite where all pictures equal their references."""
        equal = self.identical == self.pictures and figure.key in PSNR_KEYS
        return math.inf if equal else self.values[figure.key]


def method_means(rows: Sequence[EvaluationRow]) -> list[MethodMeans]:
    """One entry a set and method, in the order of their first row."""
    groups: dict[tuple[str, str], list[EvaluationRow]] = {}
    for row in rows:
        groups.setdefault((row.dataset, row.method), []).append(row)
    return [
        MethodMeans(
            dataset,
            method,
            len(group),
            sum(row.identical for row in group),
            {figure.key: _mean(group, figure.key) for figure in FIGURES},
            {figure.key: _images(group, figure) for figure in FIGURES},
        )
        for (dataset, method), group in groups.items()
    ]


def present_figures(rows: Sequence[EvaluationRow]) -> list[Figure]:
    """The columns in which at least one row has a figure, or an infinite one."""
    return [figure for figure in FIGURES if any(row_value(row, figure) is not None for row in rows)]


def ranks(values: Sequence[float | None], figure: Figure) -> list[Rank]:
    """Best and second best of a column as it is printed: equal print shares the place."""
    if figure.higher is None:
        return [Rank.OTHER] * len(values)
    printed = [None if v is None else round(v, figure.digits) for v in values]
    places = sorted({v for v in printed if v is not None}, reverse=figure.higher)[:2]
    return [Rank(places.index(v) + 1) if v in places else Rank.OTHER for v in printed]


def mean_ranks(means: Sequence[MethodMeans], figure: Figure) -> list[Rank]:
    """As `ranks`, among the methods whose mean is over the same pictures, the most there are.

    A mean over fewer pictures, or other ones, says nothing against them; neither does a mean
    that is alone.
    """
    entering = [one.images[figure.key] for one in means]
    most = max(entering, key=len, default=frozenset())
    rivals = [images == most for images in entering]
    if sum(rivals) == 1 < sum(map(bool, entering)):
        return [Rank.OTHER] * len(means)
    shown = [one.shown(figure) if rival else None for one, rival in zip(means, rivals, strict=True)]
    return ranks(shown, figure)


def incomplete(means: Sequence[MethodMeans]) -> bool:
    """Whether some methods have fewer pictures than others."""
    return len({one.pictures for one in means}) > 1


def row_value(row: EvaluationRow, figure: Figure) -> float | None:
    """A row's figure, infinite where result and reference are equal."""
    return math.inf if row.identical and figure.key in PSNR_KEYS else getattr(row, figure.key)


def _images(rows: Sequence[EvaluationRow], figure: Figure) -> frozenset[str]:
    """The pictures of a mean: identical ones enter it only where all are."""
    equal = all(row.identical for row in rows) and figure.key in PSNR_KEYS
    return frozenset(r.image for r in rows if equal or getattr(r, figure.key) is not None)


def _mean(rows: Sequence[EvaluationRow], key: str) -> float | None:
    values = _values(rows, key)
    if not values:
        return None
    return max(values) if key == MEMORY else sum(values) / len(values)


def _values(rows: Sequence[EvaluationRow], key: str) -> list[float]:
    return [value for row in rows if (value := getattr(row, key)) is not None]
