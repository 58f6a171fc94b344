"""From the rows of an evaluation to the cells of its two tables and the points of its plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.evaluation.evaluate import EvaluationRow
from core.evaluation.printed import formatted
from core.evaluation.table_means import (
    Figure,
    MethodMeans,
    Rank,
    mean_ranks,
    method_means,
    present_figures,
    ranks,
    row_value,
)
from core.figures.scatter import PlotPoint, PlotScene
from gui.evaluation.figures_model import Cell
from models.card import ModelCard

AGAINST = ("Time", "Parameters", "MACs per pixel")
X_TITLES = {
    "Time": "Seconds per picture",
    "Parameters": "Parameters",
    "MACs per pixel": "Multiply–adds per input pixel",
}


def mean_cells(
    rows: Sequence[EvaluationRow], names: Mapping[str, str], cards: Mapping[str, ModelCard]
) -> tuple[list[str], list[list[Cell]]]:
    """Heads and rows of the means; ``names`` are what methods are called in the window."""
    means, figures = method_means(rows), present_figures(rows)
    heads = ["Method", *(f.title for f in figures), "Parameters", "Pictures"]
    columns = [_mean_column(means, figure) for figure in figures]
    made = []
    for number, one in enumerate(means):
        card = cards.get(one.method)
        size = Cell(f"{card.parameters:,}", card.parameters) if card else Cell("–")
        name = Cell(names.get(one.method, one.method))
        count = Cell(str(one.pictures), one.pictures)
        made.append([name, *(column[number] for column in columns), size, count])
    return heads, made


def picture_cells(
    rows: Sequence[EvaluationRow], names: Mapping[str, str]
) -> tuple[list[str], list[list[Cell]]]:
    """Heads and rows of every picture; ranks are within a picture."""
    figures = present_figures(rows)
    places: dict[int, list[Rank]] = {}
    for image in dict.fromkeys(row.image for row in rows):
        same = [number for number, row in enumerate(rows) if row.image == image]
        found = [ranks([row_value(rows[n], f) for n in same], f) for f in figures]
        for place, number in enumerate(same):
            places[number] = [column[place] for column in found]
    made = []
    for number, row in enumerate(rows):
        values = [row_value(row, f) for f in figures]
        cells = [
            Cell(formatted(value, figure), value, rank)
            for value, figure, rank in zip(values, figures, places[number], strict=True)
        ]
        made.append([Cell(row.image), Cell(names.get(row.method, row.method)), *cells])
    return ["Picture", "Method", *(f.title for f in figures)], made


def scatter_scene(
    rows: Sequence[EvaluationRow],
    figure: Figure,
    against: str,
    names: Mapping[str, str],
    cards: Mapping[str, ModelCard],
) -> PlotScene:
    """Means of a figure against time or complexity; methods without either are left out."""
    points = []
    for means in method_means(rows):
        x, y = _cost(means, against, cards), means.values[figure.key]
        if x is not None and y is not None:
            points.append(PlotPoint(names.get(means.method, means.method), x, y))
    return PlotScene(tuple(points), X_TITLES[against], figure.title, log_x=True)


def _cost(means: MethodMeans, against: str, cards: Mapping[str, ModelCard]) -> float | None:
    card = cards.get(means.method)
    if against == "Time":
        return means.values["seconds"]
    if card is None:
        return None
    return float(card.parameters if against == "Parameters" else card.macs)


def _mean_column(means: Sequence[MethodMeans], figure: Figure) -> list[Cell]:
    values = [one.shown(figure) for one in means]
    return [
        Cell(formatted(value, figure), value, rank)
        for value, rank in zip(values, mean_ranks(means, figure), strict=True)
    ]
