"""Text that LaTeX and Markdown show as it stands."""

from __future__ import annotations

UNBROKEN_SPACE = "\N{NO-BREAK SPACE}"
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
    '"': "''",
}
_LATEX_SYMBOLS = {
    "−": r"$-$",
    "∞": r"$\infty$",
    "×": r"$\times$",
    "σ": r"$\sigma$",
    "–": "--",
    "…": r"\dots{}",
}
_KNOWN_TO_LATEX = frozenset("—‘’“”„‚‹›†‡•‰€™")
_LAST_KNOWN_LETTER = "\N{LATIN SMALL LETTER LONG S}"
_MARKDOWN = frozenset("\\`*_[]|~$")


def plain(text: str) -> str:
    """The text on one line, without control characters and halves of characters."""
    return "".join(c if c.isprintable() or c == UNBROKEN_SPACE else " " for c in text)


def latex_escaped(text: str) -> str:
    """Text that LaTeX takes as it stands, on one line."""
    return "".join(_LATEX.get(c, c) for c in " ".join(plain(text).split()))


def latex_printed(text: str) -> str:
    """As `latex_escaped`, also for engines that know few symbols."""
    return "".join(_LATEX_SYMBOLS.get(c, c) for c in latex_escaped(text))


def latex_warning(text: str) -> str:
    """A comment line on characters that pdfLaTeX does not know; empty if it knows all."""
    known = _KNOWN_TO_LATEX | _LATEX_SYMBOLS.keys()
    strange = dict.fromkeys(c for c in text if c > _LAST_KNOWN_LETTER and c not in known)
    return f"% needs XeLaTeX or LuaLaTeX, with a font that has {''.join(strange)}" * bool(strange)


def markdown_escaped(text: str) -> str:
    """Text that Markdown shows as it is, in a line or in the cell of a table."""
    escaped = "".join(f"\\{c}" if c in _MARKDOWN else c for c in " ".join(plain(text).split()))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
