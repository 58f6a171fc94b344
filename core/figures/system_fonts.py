"""Fonts of the system, for characters that the typefaces of the program lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PLAIN_STYLES = {"regular", "book", "normal", "roman", "medium"}
_DRAWS_NOTHING_OF_ITS_OWN = ("lastresort", "last resort")


@dataclass(frozen=True)
class Face:
    """A font's file, and the families by which other programs know it or its like."""

    file: Path
    families: str


@dataclass(frozen=True)
class _Installed:
    face: Face
    family: str
    style: str
    truetype: bool

    def strangeness(self, *, serif: bool) -> tuple[int, str]:
        """The lower, the better it suits a caption; the same order on every start.

        Outlines that are not TrueType's come last: readers of PDF warn of them.
        """
        name = self.family.casefold()
        unlike = 4 * (self.style.casefold() not in _PLAIN_STYLES) + 2 * ("mono" in name)
        return 8 * (not self.truetype) + unlike + (("serif" in name) != serif), name


@cache
def system_face(character: str, *, serif: bool) -> Face | None:
    """The installed font that suits best and draws a character; None if there is none.

    Only fonts with outlines count: a figure may be magnified.
    """
    for font in _by_suitability(serif=serif):
        if _draws(font.face.file, character):
            return font.face
    return None


@cache
def _by_suitability(*, serif: bool) -> tuple[_Installed, ...]:
    return tuple(sorted(_installed(), key=lambda font: font.strangeness(serif=serif)))


@cache
def _installed() -> tuple[_Installed, ...]:
    from matplotlib.font_manager import findSystemFonts

    return tuple(font for name in findSystemFonts() for font in _described(Path(name)))


def _described(file: Path) -> Iterator[_Installed]:
    """The font of a file, unless it is damaged or made of bitmaps."""
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(str(file))
    except (OSError, RuntimeError):  # what the system has installed may be anything
        return
    family = font.family_name
    if font.scalable and not any(name in family.casefold() for name in _DRAWS_NOTHING_OF_ITS_OWN):
        face = Face(file, f"'{family}', sans-serif")
        yield _Installed(face, family, font.style_name, _is_truetype(file))


def _is_truetype(file: Path) -> bool:
    """Whether the first font of a file has TrueType's outlines."""
    with file.open("rb") as data:
        head = data.read(16)
        if head[:4] == b"ttcf":
            data.seek(int.from_bytes(head[12:16], "big"))
            head = data.read(4)
    return head[:4] in (b"\0\1\0\0", b"true")


def _draws(file: Path, character: str) -> bool:
    """Whether a font has an outline for a character, not only a place."""
    from matplotlib.ft2font import FT2Font, LoadFlags

    font = FT2Font(str(file))
    if not font.get_char_index(ord(character)):
        return False
    left, bottom, right, top = font.load_char(ord(character), flags=LoadFlags.NO_SCALE).bbox
    return right > left and top > bottom
