from __future__ import annotations

import re

import pytest
from figure_parts import pair, panel
from hostile import NAME

from core.figures import WidthPreset, snippet


def test_latex_of_one_and_two_columns():
    text = snippet(pair(), "figures/cat.pdf", "latex")
    assert text.startswith("\\begin{figure*}[t]\n") and text.endswith("\\end{figure*}\n")
    assert "{figures/cat.pdf}" in text and r"\label{fig:cat}" in text
    assert "alt={Comparison of 2 pictures: (a) Before; (b) After, 32.12 dB." in text
    narrow = snippet(pair(width=WidthPreset.ONE_COLUMN), "cat.pdf", "latex")
    assert narrow.startswith("\\begin{figure}[t]") and r"\columnwidth" in narrow


def test_latex_specials_are_escaped():
    text = snippet(pair(panels=(panel(NAME), panel("B"))), "100%_{a}.png", "latex")
    hints = [line for line in text.splitlines() if line.startswith("%")]
    assert hints[0].endswith(" 写") and hints[1].startswith("% LaTeX may not find this file")
    assert "''q''" in text and "textquotedbl" not in text
    assert r"100\%" in text and r"\$x\_1\textasciicircum{}2\$" in text
    assert r"\textbackslash{}input\{a\}" in text and r"\input" not in text
    caption = re.search(r"\\caption\{(.*)\}\n", text)[1]
    bare = re.sub(r"\\text[a-z]+\{\}|\\[{}$&%#_]", "", caption)
    assert not re.search(r"[#$%&_{}~^\\]", bare)


@pytest.mark.parametrize("ending", ["svg", "html", "gif", "webp", "tiff"])
def test_latex_is_told_what_it_cannot_include(ending):
    assert f"% LaTeX includes no .{ending} files" in snippet(pair(), f"cat.{ending}", "latex")
    assert "%" not in snippet(pair(), "cat.pdf", "latex").split("\\begin")[0]


def test_markdown_is_escaped_and_its_address_too():
    text = snippet(pair(panels=(panel(NAME), panel("B"))), "my figs/a (1).png", "markdown")
    assert text.startswith("![Comparison") and text.endswith("](my%20figs/a%20%281%29.png)\n")
    assert "<script>" not in text and "&lt;script&gt;" in text and "\\$x\\_1" in text
    assert snippet(pair(), "page.html", "markdown").startswith("[Comparison")


def test_unknown_kinds_are_refused():
    with pytest.raises(ValueError, match="word"):
        snippet(pair(), "a.png", "word")
