"""A figure as pixels: crops magnified by whole factors, so that every pixel can be read back."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from core.errors import UsageError
from core.figures.layout import lay_out
from core.figures.pixels import eight_bits, filling, magnified, rgb
from core.figures.placed import (
    LINE_SHARE,
    PlacedLine,
    PlacedMark,
    PlacedPicture,
    PlacedText,
    Rect,
    Sheet,
)
from core.figures.spec import FigureSpec
from core.figures.typography import MM_PER_INCH, Run, run_font
from core.region import Region, Size

MOST_MEGAPIXELS = 150.0
_WIDEST_CHOICE = 2.5
_PRICE_OF_DPI = 0.02
_ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class RasterFigure:
    """A painted figure.

    Attributes
    ----------
    pixels
        H×W×3, ``uint8``.
    dpi
        Dots per inch, at least what was asked for.
    crops
        Where each crop lies, in pixels of the figure, in the order of the layout's crops.
    """

    pixels: np.ndarray
    dpi: float
    crops: tuple[Region, ...]


def paint(spec: FigureSpec, *, least_dpi: float | None = None, exact: bool = True) -> RasterFigure:
    """Paint a figure.

    Parameters
    ----------
    spec
        The figure.
    least_dpi
        Dots per inch to start from; None takes the figure's own. The resolution is raised until
        each pixel of every crop covers a whole number of the figure's pixels, at least one.
    exact
        False paints a preview at just that resolution, its crops averaged like whole pictures.

    Returns
    -------
    RasterFigure
        Pixels on white.

    Raises
    ------
    UsageError
        The figure cannot be laid out, or would need too many pixels.
    """
    sheet = lay_out(spec)
    dpi = spec.least_dpi if least_dpi is None else least_dpi
    if exact:
        dpi = fitting_dpi(sheet, dpi)
    painter = _Painter(sheet, spec, dpi)
    painter.paint(exact=exact)
    return RasterFigure(painter.canvas, dpi, tuple(painter.crops))


def fitting_dpi(sheet: Sheet, least: float) -> float:
    """The lowest resolution, from ``least`` on, at which whole factors fill the crops' places."""
    if not sheet.crops:
        return least
    per_pixel = {crop.rect.width / MM_PER_INCH / crop.region.width for crop in sheet.crops}
    floor = max(least, 1 / min(per_pixel))
    choices = {floor} | {
        whole / inches
        for inches in per_pixel
        for whole in range(math.ceil(floor * inches), int(_WIDEST_CHOICE * floor * inches) + 1)
    }
    return min(sorted(choices), key=lambda dpi: _cost(dpi, floor, per_pixel))


def _cost(dpi: float, floor: float, per_pixel: set[float]) -> float:
    if dpi < floor:
        return math.inf
    factors = [dpi * inches for inches in per_pixel]
    slack = max(1 - whole_factor(factor) / factor for factor in factors)
    return round(slack, 4) + _PRICE_OF_DPI * (dpi / floor - 1)


def whole_factor(factor: float) -> int:
    """The factor rounded down, forgiving the last digits of a division."""
    return int(factor + _ROUNDING)


class _Painter:
    def __init__(self, sheet: Sheet, spec: FigureSpec, dpi: float) -> None:
        self.sheet, self.spec = sheet, spec
        self.unit = dpi / MM_PER_INCH
        height, width = (math.ceil(side * self.unit - 1e-3) for side in (sheet.height, sheet.width))
        if height * width > MOST_MEGAPIXELS * 1e6:
            raise UsageError(
                f"The figure would need {width}×{height} pixels to show every pixel of its crops.",
                remedy="Draw smaller zoom boxes or show fewer, or export PDF or SVG.",
            )
        self.canvas = np.full((height, width, 3), 255, np.uint8)
        self.stroke = max(1, round(sheet.stroke * self.unit))
        self.crops: list[Region] = []

    def paint(self, *, exact: bool) -> None:
        for picture in self.sheet.wholes:
            self._whole(picture)
        for mark in self.sheet.marks:
            self._mark(mark)
        for line in self.sheet.lines:
            self._line(line)
        for picture in self.sheet.crops:
            self._crop(picture, self._magnified if exact else self._filled)
        for text in self.sheet.texts:
            self._text(text)

    def _whole(self, picture: PlacedPicture) -> None:
        place, pixels = self._filled(picture)
        place.of(self.canvas)[:] = pixels

    def _crop(
        self, picture: PlacedPicture, sized: Callable[[PlacedPicture], tuple[Region, np.ndarray]]
    ) -> None:
        place, pixels = sized(picture)
        place.grown(self.stroke).within(self._size).of(self.canvas)[:] = _colour(picture.frame)
        place.of(self.canvas)[:] = pixels
        self.crops.append(place)

    def _filled(self, picture: PlacedPicture) -> tuple[Region, np.ndarray]:
        place = self._pixels(picture.rect)
        return place, rgb(eight_bits(filling(self._source(picture), place.size)))

    def _magnified(self, picture: PlacedPicture) -> tuple[Region, np.ndarray]:
        place, region = self._pixels(picture.rect), picture.region
        factor = max(1, whole_factor(picture.rect.width * self.unit / region.width))
        width, height = region.width * factor, region.height * factor
        left = place.left + (place.width - width) // 2
        top = place.top + (place.height - height) // 2
        pixels = magnified(rgb(eight_bits(self._source(picture))), factor)
        return Region(left, top, left + width, top + height), pixels

    def _source(self, picture: PlacedPicture) -> np.ndarray:
        return picture.region.of(self.spec.photos[picture.row].panels[picture.column].pixels)

    def _mark(self, mark: PlacedMark) -> None:
        inner = self._pixels(mark.rect)
        outer = inner.grown(self.stroke).within(self._size)
        kept = inner.of(self.canvas).copy()
        outer.of(self.canvas)[:] = _colour(mark.colour)
        inner.of(self.canvas)[:] = kept

    def _line(self, line: PlacedLine) -> None:
        (x0, y0), (x1, y1) = (self._fixed(point) for point in (line.start, line.end))
        width = max(1, round(self.stroke * LINE_SHARE))
        cv2.line(self.canvas, (x0, y0), (x1, y1), _colour(line.colour), width, cv2.LINE_AA, 4)

    def _fixed(self, point: tuple[float, float]) -> tuple[int, int]:
        x, y = (round((value * self.unit - 0.5) * 16) for value in point)
        return x, y

    def _text(self, text: PlacedText) -> None:
        size = text.points / 72 * self.unit * MM_PER_INCH
        font = run_font(Run(text.text, text.face), size)
        left, top, right, bottom = font.getbbox(text.text, anchor="ms")
        x, y = round(text.x * self.unit), round(text.y * self.unit)
        place = Region(x + math.floor(left), y + math.floor(top), x + right + 2, y + bottom + 2)
        place = Region(place.left, place.top, math.ceil(place.right), math.ceil(place.bottom))
        place = place.within(self._size)
        image = Image.fromarray(np.ascontiguousarray(place.of(self.canvas)))
        draw = ImageDraw.Draw(image)
        draw.text((x - place.left, y - place.top), text.text, "black", font, anchor="ms")
        place.of(self.canvas)[:] = np.asarray(image)

    @property
    def _size(self) -> Size:
        return Size(*self.canvas.shape[:2])

    def _pixels(self, rect: Rect) -> Region:
        left, top, right, bottom = (
            round(value * self.unit) for value in (rect.left, rect.top, rect.right, rect.bottom)
        )
        return Region(left, top, max(right, left + 1), max(bottom, top + 1)).within(self._size)


def _colour(name: str | None) -> tuple[int, int, int]:
    value = (name or "#000000").lstrip("#")
    return int(value[0:2], 16), int(value[2:4], 16), int(value[4:6], 16)
