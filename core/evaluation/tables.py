"""Writers for tables of methods: CSV, Markdown, LaTeX and JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import groupby
from pathlib import Path

from core.errors import UsageError
from core.evaluation.evaluate import EvaluationRow
from core.evaluation.table_means import (
    PSNR_KEYS,
    Figure,
    MethodMeans,
    Rank,
    method_means,
    present_figures,
    ranks,
)

Mark = Callable[[str, Rank], str]
NOTHING = "–"
INFINITE = "∞"
LATEX_SPECIALS = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\textquotedbl{}",
    "–": "--",
    "×": r"$\times$",
    "σ": r"$\sigma$",
    "∞": r"$\infty$",
}


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


def markdown_escaped(text: str) -> str:
    """Text that a Markdown cell shows as it is."""
    for character in "\\`*_[]|~":
        text = text.replace(character, "\\" + character)
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())


def latex_escaped(text: str) -> str:
    """Text that LaTeX prints as it is."""
    return "".join(LATEX_SPECIALS.get(character, character) for character in " ".join(text.split()))


def formatted(value: float | None, figure: Figure) -> str:
    """A figure as tables print it."""
    if value is None:
        return NOTHING
    return INFINITE if math.isinf(value) else f"{value:.{figure.digits}f}"


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
        columns = [
            _marked(
                [getattr(r, f.key) for r in same], f, _markdown_mark, [r.identical for r in same]
            )
            for f in figures
        ]
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
    head = ["Method", *(latex_escaped(f.title) for f in figures)]
    body = [
        " & ".join([latex_escaped(m.method), *(_latex_cell(c) for c in cells)]) + r" \\"
        for m, cells in zip(means, _mean_cells(means, figures, _latex_mark), strict=True)
    ]
    caption = f"Means over {latex_escaped(rows[0].dataset)}. {latex_escaped(_note(rows))}"
    return "\n".join(
        [
            r"% needs \usepackage{booktabs}",
            r"\begin{table}",
            r"  \centering",
            rf"  \caption{{{caption}}}",
            rf"  \begin{{tabular}}{{l{'r' * len(figures)}}}",
            r"    \toprule",
            f"    {' & '.join(head)} " + r"\\",
            r"    \midrule",
            *(f"    {line}" for line in body),
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
    return cell.replace(INFINITE, LATEX_SPECIALS[INFINITE]).replace(NOTHING, "--")


def _mean_cells(
    means: Sequence[MethodMeans], figures: Sequence[Figure], mark: Mark
) -> list[list[str]]:
    """Printed means, one list a method."""
    identical = [m.identical == m.pictures for m in means]
    columns = [_marked([m.values[f.key] for m in means], f, mark, identical) for f in figures]
    return [list(line) for line in zip(*columns, strict=True)]


def _marked(
    values: Sequence[float | None], figure: Figure, mark: Mark, identical: Sequence[bool]
) -> list[str]:
    values = [
        math.inf if value is None and same and figure.key in PSNR_KEYS else value
        for value, same in zip(values, identical, strict=True)
    ]
    texts = [formatted(value, figure) for value in values]
    return [mark(t, rank) for t, rank in zip(texts, ranks(values, figure), strict=True)]


def _note(rows: Sequence[EvaluationRow]) -> str:
    protocols = list(dict.fromkeys(row.protocol for row in rows))
    note = f"Protocol: {'; or '.join(protocols)}. A set's figure is the mean of its pictures' dB."
    if identical := sum(row.identical for row in rows):
        note += f" {identical} identical results are left out of it."
    if len({means.pictures for means in method_means(rows)}) > 1:
        note += " Some methods have no result for some pictures."
    return note


def _by_dataset(rows: Sequence[EvaluationRow]) -> list[list[EvaluationRow]]:
    names = dict.fromkeys(row.dataset for row in rows)
    return [[row for row in rows if row.dataset == name] for name in names]


def _of(means: MethodMeans, row: EvaluationRow) -> bool:
    return (row.dataset, row.method) == (means.dataset, means.method)
