"""Text of known width: typefaces that come with the program, lines wrapped and shortened to fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import ImageFont

from core.figures.spec import Font

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72
LINE_HEIGHT = 1.22
ASCENT = 0.76
ELLIPSIS = "…"
UNBROKEN_SPACE = "\N{NO-BREAK SPACE}"
MISSING = "\N{WHITE SQUARE}"
MOST_LINES = 3
_MEASURED_AT = 200
_LAST_NUMBER = re.compile(r"(.+[,;]) ([^ ]*[\d∞][^ ]*)$")


@cache
def font_file(font: Font) -> Path:
    """Path of the typeface's TrueType file."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{font.value}.ttf"


@cache
def sized_font(font: Font, pixels: float) -> ImageFont.FreeTypeFont:
    """The typeface at a size in pixels, set the same way whatever the system's libraries."""
    return ImageFont.truetype(str(font_file(font)), pixels, layout_engine=ImageFont.Layout.BASIC)


@cache
def _characters(font: Font) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_file(font))).get_charmap())


def drawable(text: str, wanted: Font) -> tuple[str, Font]:
    """The text on one line in the wanted typeface, or in the sans one where that knows more of it.

    A character that neither knows becomes an empty square.
    """
    text = plain(text)
    codes = {ord(c) for c in text}
    font = wanted if codes <= _characters(wanted) else Font.SANS
    known = _characters(font)
    return "".join(c if ord(c) in known else MISSING for c in text), font


def plain(text: str) -> str:
    """The text on one line, without control characters and halves of characters."""
    return "".join(c if c.isprintable() or c == UNBROKEN_SPACE else " " for c in text)


def text_width(text: str, font: Font, points: float) -> float:
    """Width in millimetres."""
    length = sized_font(font, _MEASURED_AT).getlength(text)
    return length / _MEASURED_AT * points * MM_PER_POINT


def caption_lines(
    text: str, font: Font, points: float, width: float, *, before_numbers: bool
) -> tuple[str, ...]:
    """A caption in at most three lines of at most ``width`` millimetres.

    Parameters
    ----------
    text, font, points
        The caption and how it is set.
    width
        Room in millimetres.
    before_numbers
        Begin a new line before the number at its end, as captions beside it do.
    """
    found = _LAST_NUMBER.match(text) if before_numbers else None
    if found:
        head = wrapped(found[1], font, points, width, MOST_LINES - 1)
        lines = (*head, *wrapped(found[2], font, points, width, 1))
    else:
        lines = wrapped(text, font, points, width, MOST_LINES)
    return tuple(line.replace(UNBROKEN_SPACE, " ") for line in lines)


def wrapped(text: str, font: Font, points: float, width: float, most: int) -> tuple[str, ...]:
    """The text in at most ``most`` lines of at most ``width`` millimetres; the rest is elided."""

    def fits(line: str) -> bool:
        return text_width(line, font, points) <= width

    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most - 1:
        line = _first_line(rest, fits)
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return (*lines, _elided(rest, fits)) if rest else tuple(lines)


def _first_line(text: str, fits: Callable[[str], bool]) -> str:
    length = _longest_prefix(text, fits)
    if length == len(text):
        return text
    space = text.rfind(" ", 0, length + 1)
    return text[: space if space > 0 else length]


def _elided(text: str, fits: Callable[[str], bool]) -> str:
    if fits(text):
        return text
    length = _longest_prefix(text, lambda part: fits(part.rstrip() + ELLIPSIS))
    return text[:length].rstrip() + ELLIPSIS


def _longest_prefix(text: str, fits: Callable[[str], bool]) -> int:
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle]) else (low, middle - 1)
    return low
