"""Tables people paste into their papers."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from core.errors import UsageError
from core.evaluation.evaluate import EvaluationRow
from core.evaluation.table_means import FIGURES, Rank, method_means, ranks
from core.evaluation.tables import table_text, to_csv, to_json, to_latex, to_markdown

KEYS = (
    "dataset image method psnr psnr_y ssim ms_ssim psnr_mask seconds peak_mb device dtype "
    "protocol identical"
)


def row(image: str, method: str, psnr: float | None, **others) -> EvaluationRow:
    plain = EvaluationRow(
        *("kodak", image, method, psnr, psnr, 0.9, None, None, 0.25, None, "cpu", "float32"),
        protocol="8 bits, peak 255",
        identical=psnr is None,
    )
    return replace(plain, **others)


ROWS = [
    row("a.png", "input", 20.0),
    row("a.png", "good_net", 31.0),
    row("a.png", "fair&square", 30.0),
    row("b.png", "input", 22.0),
    row("b.png", "good_net", 29.0),
    row("b.png", "fair&square", 28.0),
]


def test_json_has_exactly_the_promised_keys():
    rows = json.loads(to_json(ROWS))
    assert list(rows[0]) == KEYS.split()
    assert rows[0]["ms_ssim"] is None
    assert rows[0]["psnr"] == 20.0
    identical = json.loads(to_json([row("a.png", "same", None)]))[0]
    assert identical["psnr"] is None
    assert identical["identical"] is True


def test_a_mean_is_the_mean_of_db():
    means = {m.method: m for m in method_means(ROWS)}
    assert means["good_net"].values["psnr"] == 30.0
    assert means["good_net"].values["ms_ssim"] is None
    assert means["good_net"].pictures == 2


def test_identical_pictures_do_not_enter_the_mean():
    means = method_means([row("a.png", "m", 30.0), row("b.png", "m", None)])[0]
    assert means.values["psnr"] == 30.0
    assert means.identical == 1


def test_best_and_second_best_as_printed():
    psnr = FIGURES[0]
    assert ranks([20.0, 31.001, 30.0, None, 31.004], psnr) == [
        Rank.OTHER,
        Rank.BEST,
        Rank.SECOND,
        Rank.OTHER,
        Rank.BEST,
    ]
    seconds = next(f for f in FIGURES if f.key == "seconds")
    assert ranks([1.0, 2.0], seconds) == [Rank.OTHER, Rank.OTHER]


def test_csv_reads_back_with_means_last():
    lines = list(csv.DictReader(io.StringIO(to_csv([*ROWS, row("c.png", "good_net", None)]))))
    assert list(lines[0]) == KEYS.split()
    assert lines[6]["psnr"] == "inf"
    assert lines[0]["ms_ssim"] == ""
    means = [line for line in lines if line["image"] == "mean"]
    assert [line["method"] for line in means] == ["input", "good_net", "fair&square"]
    assert float(means[1]["psnr"]) == 30.0


def test_markdown_marks_best_bold_and_second_underlined():
    text = to_markdown(ROWS)
    means = text.split("### Each picture")[0]
    assert r"| good\_net | **30.00** | **30.00** |" in means
    assert "| fair&amp;square | <ins>29.00</ins> |" in means
    assert "MS-SSIM" not in text
    assert "Protocol: 8 bits, peak 255" in text
    assert text.count("| a.png |") == 3
    assert "| --- | --- | ---: |" in text


def test_names_cannot_break_a_markdown_table():
    text = to_markdown([row("a|b <script>\n.png", "m*", 20.0)])
    assert r"a\|b &lt;script&gt; .png" in text
    assert "<script>" not in text


def test_latex_is_booktabs_with_escaped_specials():
    text = to_latex(ROWS)
    for part in (r"\toprule", r"\midrule", r"\bottomrule", r"\begin{tabular}{lrrrr}"):
        assert part in text
    assert r"good\_net & \textbf{30.00} & \textbf{30.00} &" in text
    assert r"fair\&square & \underline{29.00} &" in text
    assert "–" not in text
    nasty = to_latex([row("a", r"50% of_$x^2~#{\n}", None)])
    assert r"50\% of\_\$x\textasciicircum{}2\textasciitilde{}\#\{\textbackslash{}n\}" in nasty
    assert r"\textbf{$\infty$}" in nasty


def test_a_mean_over_fewer_pictures_is_counted_and_never_marked():
    text = to_latex(ROWS[:-1])
    assert "Methods without a result for some pictures are not ranked." in text
    assert r"fair\&square & 30.00 & 30.00 & 0.9000 & 0.250 & 1 \\" in text
    assert r"input & \underline{21.00} & \underline{21.00} &" in text
    assert "not ranked" not in to_latex(ROWS) and "Pictures" not in to_latex(ROWS)
    alone = to_markdown([*ROWS[:4], row("c.png", "good_net", 40.0)])
    assert "**" not in alone.split("### Each picture")[0]


def test_memory_of_a_set_is_the_most_of_any_picture():
    rows = [row("a.png", "m", 30.0, peak_mb=13.0), row("b.png", "m", 30.0, peak_mb=0.2)]
    assert method_means(rows)[0].values["peak_mb"] == 13.0
    assert "| b.png | m | 30.00 | 30.00 | 0.9000 | 0.250 | <1 |" in to_markdown(rows).replace(
        "**", ""
    )


def test_characters_that_pdflatex_lacks_are_named():
    assert "% needs XeLaTeX or LuaLaTeX, with a font that has 写" in to_latex([row("a", "写", 1.0)])
    assert "XeLaTeX" not in to_latex([row("a", "ü×∞ “q” – é", 1.0)])
    assert "''q''" in to_latex([row("a", '"q"', 1.0)])


def test_two_sets_give_two_tables():
    text = to_markdown([*ROWS, replace(ROWS[0], dataset="set5/hr")])
    assert text.count("## kodak") == 1
    assert text.count("## set5/hr") == 1


def test_the_suffix_chooses_the_format():
    assert table_text(ROWS, ".md") == to_markdown(ROWS)
    assert table_text(ROWS, ".CSV") == to_csv(ROWS)
    assert table_text(ROWS, ".tex") == to_latex(ROWS)
    with pytest.raises(UsageError, match=r"\.xlsx.*\.csv, \.md"):
        table_text(ROWS, ".xlsx")


def test_no_rows_are_no_error():
    for suffix in (".csv", ".md", ".tex", ".json"):
        assert isinstance(table_text([], suffix), str)
