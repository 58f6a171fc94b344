"""The lines that put a figure into a LaTeX or Markdown text, with its alternative text."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from core.figures.notes import alternative_text, caption_line
from core.figures.spec import FigureSpec, WidthPreset
from core.markup import latex_escaped, latex_printed, latex_warning, markdown_escaped, plain

_NOT_IN_LATEX_NAMES = re.compile(r'[\\{}$&%#~^"]')
INCLUDED = (".pdf", ".png", ".jpg")
"""What LaTeX includes as a picture."""


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


def _latex(spec: FigureSpec, name: str) -> str:
    star = "" if spec.width is WidthPreset.ONE_COLUMN else "*"
    width = r"\textwidth" if star else r"\columnwidth"
    label = re.sub(r"[^A-Za-z0-9]+", "-", Path(name).stem).strip("-") or "figure"
    caption = f"{spec.title}: {caption_line(spec)}" if spec.title else caption_line(spec)
    lines = [
        *_latex_hints(name, caption),
        rf"\begin{{figure{star}}}[t]",
        r"  \centering",
        rf"  \includegraphics[width={width}, alt={{{latex_escaped(alternative_text(spec))}}}]%",
        rf"    {{{_latex_name(name)}}}",
        rf"  \caption{{{latex_printed(caption)}}}",
        rf"  \label{{fig:{label}}}",
        rf"\end{{figure{star}}}",
    ]
    return "\n".join(lines) + "\n"


def _latex_hints(name: str, caption: str) -> list[str]:
    """Comments on what LaTeX would stumble over."""
    hints = [latex_warning(caption)]
    if not name.lower().endswith(INCLUDED):
        hints.append(f"% LaTeX includes no {Path(name).suffix} files: save the figure as PDF.")
    if _NOT_IN_LATEX_NAMES.search(name):
        hints.append("% LaTeX may not find this file: rename it to letters, digits and hyphens.")
    return [hint for hint in hints if hint]


def _latex_name(name: str) -> str:
    return _NOT_IN_LATEX_NAMES.sub(lambda found: rf"\string{found[0]}", plain(name))


def _markdown(spec: FigureSpec, name: str) -> str:
    picture = "" if name.lower().endswith((".html", ".pdf")) else "!"
    return f"{picture}[{markdown_escaped(alternative_text(spec))}]({quote(name)})\n"
