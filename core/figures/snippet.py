"""The lines that put a figure into a LaTeX or Markdown text, with its alternative text."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from core.figures.notes import alternative_text, caption_line
from core.figures.spec import FigureSpec, WidthPreset
from core.figures.typography import plain

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
}
_LATEX_SYMBOLS = {
    "−": r"$-$",
    "∞": r"$\infty$",
    "×": r"$\times$",
    "…": r"\dots{}",
}
_NOT_IN_LATEX_NAMES = re.compile(r'[\\{}$&%#~^"]')
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&-])")


class SnippetKind(Enum):
    """What kind of text the figure goes into."""

    LATEX = "latex"
    MARKDOWN = "markdown"


def snippet(spec: FigureSpec, path: str | Path, kind: SnippetKind | str) -> str:
    """The lines to paste.

    Parameters
    ----------
    spec
        The figure.
    path
        Its file, as the text is to name it.
    kind
        ``"latex"`` or ``"markdown"``.

    Returns
    -------
    str
        Lines that end in a line break.
    """
    name = Path(path).as_posix()
    return _latex(spec, name) if SnippetKind(kind) is SnippetKind.LATEX else _markdown(spec, name)


def latex_escaped(text: str) -> str:
    """Text that LaTeX takes as it stands."""
    return "".join(_LATEX.get(c, c) for c in plain(text))


def _printed(text: str) -> str:
    """As `latex_escaped`, also for engines that know few symbols."""
    return "".join(_LATEX_SYMBOLS.get(c, c) for c in latex_escaped(text))


def markdown_escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _MARKDOWN.sub(r"\\\1", plain(text))


def _latex(spec: FigureSpec, name: str) -> str:
    star = "" if spec.width is WidthPreset.ONE_COLUMN else "*"
    width = r"\textwidth" if star else r"\columnwidth"
    label = re.sub(r"[^A-Za-z0-9]+", "-", Path(name).stem).strip("-") or "figure"
    lines = [
        rf"\begin{{figure{star}}}[t]",
        r"  \centering",
        rf"  \includegraphics[width={width}, alt={{{latex_escaped(alternative_text(spec))}}}]%",
        rf"    {{{_latex_name(name)}}}",
        rf"  \caption{{{_printed(f'{spec.title}: ' if spec.title else '')}"
        rf"{_printed(caption_line(spec))}}}",
        rf"  \label{{fig:{label}}}",
        rf"\end{{figure{star}}}",
    ]
    if _NOT_IN_LATEX_NAMES.search(name):
        lines.insert(0, "% LaTeX may not find this file: rename it to letters, digits and hyphens.")
    return "\n".join(lines) + "\n"


def _latex_name(name: str) -> str:
    return _NOT_IN_LATEX_NAMES.sub(lambda found: rf"\string{found[0]}", plain(name))


def _markdown(spec: FigureSpec, name: str) -> str:
    picture = "" if name.lower().endswith((".html", ".pdf")) else "!"
    return f"{picture}[{markdown_escaped(alternative_text(spec))}]({quote(name)})\n"
