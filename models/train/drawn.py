"""Drawn pages of text, lines and shapes: what photos lack and screenshots, signs and plans have."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from models.train.data import PatchSampler

SHARE_DRAWN = 0.1
FACES = (
    "DejaVuSans",
    "DejaVuSans-Bold",
    "DejaVuSans-Oblique",
    "DejaVuSansMono",
    "DejaVuSerif",
    "DejaVuSerif-Bold",
    "STIXGeneral",
    "STIXGeneralItalic",
    "STIXGeneralBol",
)
FONT_SIZES = (8, 44)
LETTERS = "etaoinshrdlucmfwypvbgkjqxzETAOINSHRDLU0123456789.,:;!?()-+%&"
MOST_SHAPES = 6

Colour = tuple[int, int, int]


class WithDrawnPages:
    """Patches of photos, and one in ten a drawn page.

    Parameters
    ----------
    photos
        Where the other patches come from.
    """

    def __init__(self, photos: PatchSampler) -> None:
        self.photos = photos

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """One patch, ``size``×``size``×3 ``uint8``."""
        if rng.random() < SHARE_DRAWN:
            return drawn_page(rng, self.photos.size)
        return self.photos.draw(rng)


def drawn_page(rng: np.random.Generator, size: int) -> np.ndarray:
    """A page of shapes with lines of text over them, ``size``×``size``×3 ``uint8``.

    It is drawn at twice the size and reduced, as print and screens smooth their edges.
    """
    page = Image.new("RGB", (2 * size, 2 * size), _paper(rng))
    pen = ImageDraw.Draw(page)
    for _ in range(int(rng.integers(MOST_SHAPES + 1))):
        _draw_shape(pen, rng, 2 * size)
    _draw_lines_of_text(pen, rng, 2 * size)
    kernel = rng.choice([Image.Resampling.BOX, Image.Resampling.LANCZOS])
    return np.array(page.resize((size, size), Image.Resampling(kernel)))


def _paper(rng: np.random.Generator) -> Colour:
    """Mostly near white, sometimes dark, sometimes of any colour."""
    low, high = [(225, 256), (225, 256), (0, 40), (0, 256)][rng.integers(4)]
    return _colour(rng, low, high)


def _colour(rng: np.random.Generator, low: int = 0, high: int = 256) -> Colour:
    """Grey in one of three cases."""
    if rng.random() < 1 / 3:
        return (int(rng.integers(low, high)),) * 3
    red, green, blue = (int(v) for v in rng.integers(low, high, 3))
    return red, green, blue


def _draw_shape(pen: ImageDraw.ImageDraw, rng: np.random.Generator, size: int) -> None:
    corners = rng.integers(0, size, (2, 2))
    (left, top), (right, bottom) = corners.min(0).tolist(), corners.max(0).tolist()
    width = int(rng.integers(1, 9))
    match int(rng.integers(4)):
        case 0:
            pen.rectangle((left, top, right, bottom), fill=_colour(rng))
        case 1:
            pen.rectangle((left, top, right, bottom), outline=_colour(rng), width=width)
        case 2:
            pen.ellipse((left, top, right, bottom), outline=_colour(rng), width=width)
        case _:
            pen.line([tuple(p) for p in corners.tolist()], fill=_colour(rng), width=width)


def _draw_lines_of_text(pen: ImageDraw.ImageDraw, rng: np.random.Generator, size: int) -> None:
    top = int(rng.integers(0, 40))
    while top < size:
        font = _font(FACES[rng.integers(len(FACES))], 2 * int(rng.integers(*FONT_SIZES)))
        left = int(rng.integers(-60, size // 2))
        pen.text((left, top), _words(rng), font=font, fill=_ink(rng))
        top += int(font.size * rng.uniform(1.0, 2.5))


def _ink(rng: np.random.Generator) -> Colour:
    return _colour(rng, 0, 60) if rng.random() < 0.6 else _colour(rng)


def _words(rng: np.random.Generator) -> str:
    lengths = rng.integers(1, 10, 12)
    return " ".join("".join(rng.choice(list(LETTERS), n)) for n in lengths)


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    from matplotlib import get_data_path

    return ImageFont.truetype(Path(get_data_path()) / "fonts" / "ttf" / f"{face}.ttf", size)
