"""Writers for tables of methods: CSV, Markdown, LaTeX and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import groupby
from pathlib import Path

from core.errors import UsageError
from core.evaluation.evaluate import EvaluationRow
from core.evaluation.printed import INFINITE, NOTHING, formatted
from core.evaluation.table_means import (
    PSNR_KEYS,
    Figure,
    MethodMeans,
    Rank,
    incomplete,
    mean_ranks,
    method_means,
    present_figures,
    ranks,
    row_value,
)
from core.markup import latex_printed, latex_warning, markdown_escaped

Mark = Callable[[str, Rank], str]


def table_text(rows: Sequence[EvaluationRow], suffix: str) -> str:
    """The table in the format that a file name's suffix asks for.

    Raises
    ------
    UsageError
        If it is none of ``.csv``, ``.md``, ``.tex`` and ``.json``.
    """
    writers = {".csv": to_csv, ".md": to_markdown, ".tex": to_latex, ".json": to_json}
    writer = writers.get(suffix.lower())
    if writer is None:
        raise UsageError(
            f"A table cannot be written as {Path(suffix).name or 'a file without a suffix'!r}.",
            remedy="Name it .csv, .md, .tex or .json.",
        )
    return writer(rows)


def to_json(rows: Sequence[EvaluationRow]) -> str:
    """One object a row; what does not apply is null."""
    return json.dumps([row.to_json() for row in rows], indent=1, ensure_ascii=False) + "\n"


def to_csv(rows: Sequence[EvaluationRow]) -> str:
    """One line a row, then one a set and method with ``mean`` for the image.

    What does not apply is empty; the PSNR of identical pictures is ``inf``.
    """
    names = [field.name for field in fields(EvaluationRow)]
    if all(row.vmaf is None for row in rows):
        names.remove("vmaf")
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        infinite = {key: "inf" for key in PSNR_KEYS if row.identical}
        writer.writerow({**row.to_json(), **infinite})
    for means in method_means(rows):
        start = {"dataset": means.dataset, "image": "mean", "method": means.method}
        protocol = next(r.protocol for r in rows if _of(means, r))
        values = {key: value for key, value in means.values.items() if key in names}
        writer.writerow({**start, **values, "protocol": protocol})
    return stream.getvalue()


def to_markdown(rows: Sequence[EvaluationRow]) -> str:
    """Means first, then every picture; best bold, second best underlined."""
    parts = [_markdown_set(group) for group in _by_dataset(rows)]
    return "\n".join(parts)


def to_latex(rows: Sequence[EvaluationRow]) -> str:
    """A booktabs table of means a set; best bold, second best underlined."""
    return "\n".join(_latex_set(group) for group in _by_dataset(rows))


def _markdown_set(rows: Sequence[EvaluationRow]) -> str:
    figures, means = present_figures(rows), method_means(rows)
    lines = [f"## {markdown_escaped(rows[0].dataset)}", ""]
    lines += _markdown_table(
        ["Method", *(f.title for f in figures), "Pictures"],
        [
            [markdown_escaped(m.method), *cells, str(m.pictures)]
            for m, cells in zip(means, _mean_cells(means, figures, _markdown_mark), strict=True)
        ],
    )
    lines += ["", "### Each picture", ""]
    lines += _markdown_table(
        ["Picture", "Method", *(f.title for f in figures)], _picture_lines(rows, figures), names=2
    )
    return "\n".join([*lines, "", markdown_escaped(_note(rows)), ""])


def _picture_lines(rows: Sequence[EvaluationRow], figures: Sequence[Figure]) -> list[list[str]]:
    lines = []
    for _, group in groupby(rows, key=lambda row: row.image):
        same = list(group)
        columns = [_picture_column(same, figure) for figure in figures]
        for number, row in enumerate(same):
            names = [markdown_escaped(row.image), markdown_escaped(row.method)]
            lines.append([*names, *(column[number] for column in columns)])
    return lines


def _markdown_table(
    head: Sequence[str], body: Sequence[Sequence[str]], names: int = 1
) -> list[str]:
    """Lines of a table whose first columns are names, the others figures."""
    rule = ["---" if number < names else "---:" for number in range(len(head))]
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *body)]


def _markdown_mark(text: str, rank: Rank) -> str:
    return {Rank.BEST: f"**{text}**", Rank.SECOND: f"<ins>{text}</ins>"}.get(rank, text)


def _latex_set(rows: Sequence[EvaluationRow]) -> str:
    figures, means = present_figures(rows), method_means(rows)
    counted = ["Pictures"] if incomplete(means) else []
    head = ["Method", *(latex_printed(f.title) for f in figures), *counted]
    cells = _mean_cells(means, figures, _latex_mark)
    lines = [
        [latex_printed(m.method), *map(_latex_cell, line), *([str(m.pictures)] if counted else [])]
        for m, line in zip(means, cells, strict=True)
    ]
    caption = f"Means over {latex_printed(rows[0].dataset)}. {latex_printed(_note(rows))}"
    return "\n".join(
        [
            r"% needs \usepackage{booktabs}",
            *([warning] if (warning := latex_warning(f"{caption}{lines}")) else []),
            r"\begin{table}",
            r"  \centering",
            rf"  \caption{{{caption}}}",
            rf"  \begin{{tabular}}{{l{'r' * (len(head) - 1)}}}",
            r"    \toprule",
            f"    {' & '.join(head)} " + r"\\",
            r"    \midrule",
            *(f"    {' & '.join(line)} " + r"\\" for line in lines),
            r"    \bottomrule",
            r"  \end{tabular}",
            r"\end{table}",
            "",
        ]
    )


def _latex_mark(text: str, rank: Rank) -> str:
    commands = {Rank.BEST: "textbf", Rank.SECOND: "underline"}
    return rf"\{commands[rank]}{{{text}}}" if rank in commands else text


def _latex_cell(cell: str) -> str:
    for sign in (INFINITE, NOTHING):
        cell = cell.replace(sign, latex_printed(sign))
    return cell.replace("<", "$<$")


def _mean_cells(
    means: Sequence[MethodMeans], figures: Sequence[Figure], mark: Mark
) -> list[list[str]]:
    """Printed means, one list a method."""
    columns = [_marked([m.shown(f) for m in means], f, mean_ranks(means, f), mark) for f in figures]
    return [list(line) for line in zip(*columns, strict=True)]


def _picture_column(rows: Sequence[EvaluationRow], figure: Figure) -> list[str]:
    """Printed figures of all methods on one picture."""
    values = [row_value(row, figure) for row in rows]
    return _marked(values, figure, ranks(values, figure), _markdown_mark)


def _marked(
    values: Sequence[float | None], figure: Figure, places: Sequence[Rank], mark: Mark
) -> list[str]:
    texts = [formatted(value, figure) for value in values]
    return [mark(text, place) for text, place in zip(texts, places, strict=True)]


def _note(rows: Sequence[EvaluationRow]) -> str:
    protocols = list(dict.fromkeys(row.protocol for row in rows))
    note = f"Protocol: {'; or '.join(protocols)}. A set's figure is the mean of its pictures' dB."
    if identical := sum(row.identical for row in rows):
        note += f" {identical} identical results are left out of it."
    if incomplete(method_means(rows)):
        note += " Methods without a result for some pictures are not ranked."
    return note


def _by_dataset(rows: Sequence[EvaluationRow]) -> list[list[EvaluationRow]]:
    names = dict.fromkeys(row.dataset for row in rows)
    return [[row for row in rows if row.dataset == name] for name in names]


def _of(means: MethodMeans, row: EvaluationRow) -> bool:
    return (row.dataset, row.method) == (means.dataset, means.method)
