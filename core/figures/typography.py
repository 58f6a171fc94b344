"""Text of known width: which font draws what, lines wrapped and shortened to fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont, features

from core.figures.spec import Font
from core.figures.system_fonts import Face, system_face
from core.markup import UNBROKEN_SPACE, plain

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72
LINE_HEIGHT = 1.22
ASCENT = 0.76
ELLIPSIS = "…"
MISSING = "\N{WHITE SQUARE}"
MOST_LINES = 3
_FAMILIES = {
    Font.SERIF: "STIX Two Text, STIXGeneral, Times New Roman, Liberation Serif, Nimbus Roman, "
    "TeX Gyre Termes, Times, serif",
    Font.SANS: "DejaVu Sans, Verdana, Arial, sans-serif",
}
_MEASURED_AT = 200
_FIRST_SHAPED, _LAST_SHAPED = "\u0590", "\u1e00"
_BEFORE_FACTOR = re.compile(r" (?=×\d)")
_LAST_NUMBER = re.compile(r"(.+[,;]) ([^ ]*[\d∞][^ ]*)$")


@dataclass(frozen=True)
class Run:
    """Characters that follow each other in one font."""

    text: str
    face: Face


@cache
def face_of(font: Font) -> Face:
    """A typeface of the program."""
    import matplotlib

    file = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{font.value}.ttf"
    return Face(file, _FAMILIES[font])


def run_font(run: Run, pixels: float) -> ImageFont.FreeTypeFont:
    """The font of a run at a size in pixels.

    It is set the same way whatever the system's libraries, except for scripts whose letters join,
    stack or run to the left: those need a library that shapes them, where Pillow finds it.
    """
    shaped = any(_FIRST_SHAPED <= c < _LAST_SHAPED for c in run.text) and features.check("raqm")
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return _font(run.face, pixels, engine)


@cache
def _font(face: Face, pixels: float, engine: ImageFont.Layout) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face.file), pixels, layout_engine=engine)


@cache
def _characters(font: Font) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(face_of(font).file)).get_charmap())


def drawable(text: str, wanted: Font) -> tuple[str, Font]:
    """The text on one line in the wanted typeface, or in the sans one where that has all of it.

    What neither has is taken from the system's fonts by `runs`; a character that none has
    becomes an empty square.
    """
    text = plain(text)
    codes = {ord(c) for c in text}
    sans = not codes <= _characters(wanted) and codes <= _characters(Font.SANS)
    font = Font.SANS if sans else wanted
    return "".join(c if _face_for(c, font) else MISSING for c in text), font


def undrawable(text: str, wanted: Font) -> str:
    """The characters of a text that no font here can draw, each once."""
    return "".join(dict.fromkeys(c for c in plain(text) if _face_for(c, wanted) is None))


@lru_cache(maxsize=4096)
def runs(text: str, font: Font) -> tuple[Run, ...]:
    """A line cut where another font has to take over; a space stays with what is before it."""
    found: list[Run] = []
    for character in text:
        face = _face_for(character, font) or face_of(Font.SANS)
        if found and (found[-1].face == face or character == " "):
            found[-1] = Run(found[-1].text + character, found[-1].face)
        else:
            found.append(Run(character, face))
    return tuple(found)


def _face_for(character: str, font: Font) -> Face | None:
    for own in (font, Font.SANS):
        if ord(character) in _characters(own):
            return face_of(own)
    return system_face(character, serif=font is Font.SERIF)


def text_width(text: str, font: Font, points: float) -> float:
    """Width in millimetres."""
    return sum(run_width(run, points) for run in runs(text, font))


def run_width(run: Run, points: float) -> float:
    """Width in millimetres."""
    length = run_font(run, _MEASURED_AT).getlength(run.text)
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
        head = wrapped(found[1].rstrip(",;"), font, points, width, MOST_LINES - 1)
        lines = (*head, *wrapped(found[2], font, points, width, 1))
    else:
        unbroken = _BEFORE_FACTOR.sub(UNBROKEN_SPACE, text)
        lines = wrapped(unbroken, font, points, width, MOST_LINES)
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
