"""Where everything lies on a figure: pure geometry, in millimetres and source pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.comparison import ZoomBox
from core.errors import UsageError
from core.figures.captions import caption, names_metrics
from core.figures.inset import centre_box, place_inset
from core.figures.placed import PlacedMark, PlacedPicture, PlacedText, Rect, Sheet
from core.figures.spec import FigureRow, FigureSpec, Font, Layout
from core.figures.typography import (
    ASCENT,
    LINE_HEIGHT,
    MM_PER_POINT,
    caption_lines,
    drawable,
    run_width,
    runs,
    text_width,
)
from core.region import Region, Size

_CAPTION_GAP = 0.45
_NARROWEST = 12.0
_LOWEST = 0.05


def lay_out(spec: FigureSpec) -> Sheet:
    """Place the pictures, frames, lines and captions of a figure.

    Parameters
    ----------
    spec
        The figure. Its width is the preset's; where it would get too high, the pictures are made
        smaller and stand in the middle.

    Returns
    -------
    Sheet
        Places in millimetres.

    Raises
    ------
    UsageError
        There is no room for the pictures, or a caption cannot be made.
    """
    full = spec.width.value.millimetres
    sheet = _laid_out(spec, full)
    if sheet.height <= spec.width.value.highest:
        return sheet
    low, high = 0.0, full
    while high - low > 0.01:
        middle = (low + high) / 2
        fits = _laid_out(spec, middle).height <= spec.width.value.highest
        low, high = (middle, high) if fits else (low, middle)
    if low < _NARROWEST * max(len(row.panels) for row in spec.photos):
        raise UsageError(
            "The figure does not fit on a page.", remedy="Show fewer rows or fewer zoom boxes."
        )
    return _laid_out(spec, low)


def _laid_out(spec: FigureSpec, width: float) -> Sheet:
    sheet = Sheet(spec.width.value.millimetres, spec.width.value.stroke)
    left, top = (sheet.width - width) / 2, 0.0
    for number in range(len(spec.photos)):
        top += spec.gap_mm if number else 0.0
        top = _PLACERS[spec.layout](sheet, spec, number, Rect(left, top, width, 0.0))
    sheet.height = top
    return sheet


def _place_columns(sheet: Sheet, spec: FigureSpec, number: int, room: Rect) -> float:
    """Whole pictures side by side, each with its crops below it."""
    row = spec.photos[number]
    bottoms = []
    cells = _columns(room, len(row.panels), spec.gap_mm)
    for column, cell in enumerate(cells):
        picture = _place_whole(sheet, row, (number, column), cell)
        bottoms.append(picture.bottom)
        if row.boxes:
            below = Rect(
                cell.left,
                picture.bottom + spec.gap_mm,
                cell.width,
                max(picture.height, cell.width / 2),
            )
            bottoms[-1] = _place_crop_line(sheet, spec, (number, column), below)
    return _place_captions(sheet, spec, number, cells, max(bottoms))


def _place_insets(sheet: Sheet, spec: FigureSpec, number: int, room: Rect) -> float:
    """Whole pictures side by side, each with a magnified inset joined to its place by lines."""
    row = spec.photos[number]
    box = row.boxes[0] if row.boxes else centre_box(row)
    cells = _columns(room, len(row.panels), spec.gap_mm)
    for column, cell in enumerate(cells):
        picture = _place_whole(sheet, replace(row, boxes=(box,)), (number, column), cell)
        place_inset(sheet, picture, row, (number, column), box)
    return _place_captions(sheet, spec, number, cells, picture.bottom)


def _place_rows(sheet: Sheet, spec: FigureSpec, number: int, room: Rect) -> float:
    """The whole photo at the left, then one column of crops per picture."""
    row = spec.photos[number]
    count, gap = len(row.panels), spec.gap_mm
    heights = sum(box.rect.height / box.rect.width for box in row.boxes)
    extra = _stack_extra(sheet, row.boxes, gap)
    aspect = row.photo_size.width / row.photo_size.height
    frames = 2 * sheet.stroke * count
    crop_width = (room.width - count * gap - frames - aspect * extra) / (aspect * heights + count)
    if crop_width <= 1.0:
        raise UsageError("There is no room for the crops.", remedy="Show fewer pictures per row.")
    height = crop_width * heights + extra
    whole = Rect(room.left, room.top, aspect * height, height)
    _place_whole(sheet, row, (number, 0), whole)
    cell_width = crop_width + 2 * sheet.stroke
    left = whole.right + gap
    cells = [Rect(left + i * (cell_width + gap), room.top, cell_width, 0.0) for i in range(count)]
    for column, cell in enumerate(cells):
        _place_crop_stack(sheet, row, (number, column), cell, gap)
    return _place_row_captions(sheet, spec, number, [whole, *cells], room.top + height)


def _place_grid(sheet: Sheet, spec: FigureSpec, number: int, room: Rect) -> float:
    """Every picture's crops (or the whole picture) in a cell of its own."""
    row = spec.photos[number]
    count = len(row.panels)
    columns = min(spec.columns or _even_columns(count), count)
    top = room.top
    for first in range(0, count, columns):
        top += spec.gap_mm if first else 0.0
        cells = _columns(replace(room, top=top), columns, spec.gap_mm)[: count - first]
        for offset, cell in enumerate(cells):
            bottom = _place_grid_cell(sheet, spec, (number, first + offset), cell)
        top = _place_captions(sheet, spec, number, cells, bottom, first=first)
    return top


_PLACERS: dict[Layout, Callable[[Sheet, FigureSpec, int, Rect], float]] = {
    Layout.PAIR: _place_columns,
    Layout.TRIPLE: _place_insets,
    Layout.ROWS: _place_rows,
    Layout.GRID: _place_grid,
}


def _place_grid_cell(sheet: Sheet, spec: FigureSpec, at: tuple[int, int], cell: Rect) -> float:
    row = spec.photos[at[0]]
    if row.boxes:
        return _place_crop_stack(sheet, row, at, cell, spec.gap_mm)
    return _place_whole(sheet, row, at, cell).bottom


def _even_columns(count: int) -> int:
    if count <= 4:
        return count
    return min(range(3, 6), key=lambda columns: (-count % columns, abs(columns - math.sqrt(count))))


def _columns(room: Rect, count: int, gap: float) -> list[Rect]:
    width = (room.width - (count - 1) * gap) / count
    if width <= 1.0:
        raise UsageError("There is no room for the pictures.", remedy="Show fewer side by side.")
    return [Rect(room.left + i * (width + gap), room.top, width, 0.0) for i in range(count)]


def _place_whole(sheet: Sheet, row: FigureRow, at: tuple[int, int], cell: Rect) -> Rect:
    photo, panel = row.photo_size, row.panels[at[1]]
    unit = cell.width / photo.width
    rect = Rect(cell.left, cell.top, cell.width, photo.height * unit)
    sheet.pictures.append(PlacedPicture(rect, *at, panel.size.region))
    sheet.marks.extend(PlacedMark(_on(rect, unit, box.rect), box.colour) for box in row.boxes)
    return rect


def _on(picture: Rect, unit: float, region: Region) -> Rect:
    return Rect(
        picture.left + region.left * unit,
        picture.top + region.top * unit,
        region.width * unit,
        region.height * unit,
    )


def _place_crop_line(sheet: Sheet, spec: FigureSpec, at: tuple[int, int], room: Rect) -> float:
    """Crops of one height that fill the width, or stop at the room's height."""
    boxes, stroke = spec.photos[at[0]].boxes, sheet.stroke
    fixed = 2 * stroke * len(boxes) + spec.gap_mm * (len(boxes) - 1)
    aspects = [box.rect.width / box.rect.height for box in boxes]
    height = min((room.width - fixed) / sum(aspects), room.height - 2 * stroke)
    if height <= _LOWEST:
        raise UsageError("There is no room for the crops.", remedy="Show fewer zoom boxes.")
    left = room.left + (room.width - fixed - height * sum(aspects)) / 2
    for box, aspect in zip(boxes, aspects, strict=True):
        rect = Rect(left + stroke, room.top + stroke, height * aspect, height)
        _place_crop(sheet, spec.photos[at[0]], at, box, rect)
        left = rect.right + stroke + spec.gap_mm
    return room.top + height + 2 * stroke


def _place_crop_stack(
    sheet: Sheet, row: FigureRow, at: tuple[int, int], cell: Rect, gap: float
) -> float:
    """Crops of one width below each other; returns the bottom of the last."""
    top, stroke = cell.top, sheet.stroke
    for box in row.boxes:
        width = cell.width - 2 * stroke
        height = width * box.rect.height / box.rect.width
        _place_crop(sheet, row, at, box, Rect(cell.left + stroke, top + stroke, width, height))
        top += height + 2 * stroke + gap
    return top - gap


def _stack_extra(sheet: Sheet, boxes: tuple[ZoomBox, ...], gap: float) -> float:
    return 2 * sheet.stroke * len(boxes) + gap * (len(boxes) - 1)


def _place_crop(
    sheet: Sheet, row: FigureRow, at: tuple[int, int], box: ZoomBox, rect: Rect
) -> None:
    region = box.rect.scaled(row.panels[at[1]].scale)
    sheet.pictures.append(PlacedPicture(rect, *at, region, box.colour))


def _place_captions(
    sheet: Sheet, spec: FigureSpec, number: int, cells: list[Rect], top: float, *, first: int = 0
) -> float:
    """Captions below their cells; returns the bottom of the highest."""
    before = sum(len(row.panels) for row in spec.photos[:number]) + first
    panels = spec.photos[number].panels[first:]
    texts = [caption(spec, p, before + i) for i, p in enumerate(panels[: len(cells)])]
    return _place_texts(sheet, spec, texts, cells, top)


def _place_row_captions(
    sheet: Sheet, spec: FigureSpec, number: int, cells: list[Rect], top: float
) -> float:
    """The photo's name, then the captions; these once for all rows where that says it all."""
    row, last = spec.photos[number], number == len(spec.photos) - 1
    texts = [row.title]
    if last or not _captions_shared(spec):
        same_methods = len({_labels(row) for row in spec.photos}) == 1
        first = 0 if same_methods else sum(len(other.panels) for other in spec.photos[:number])
        texts += [caption(spec, panel, first + i) for i, panel in enumerate(row.panels)]
    return _place_texts(sheet, spec, texts, cells[: len(texts)], top)


def _captions_shared(spec: FigureSpec) -> bool:
    """Whether the captions of one row hold for all, and stand under the columns of all."""
    shapes = {(_labels(row), row.photo_size, _box_shapes(row)) for row in spec.photos}
    return len(shapes) == 1 and not names_metrics(spec.caption)


def _labels(row: FigureRow) -> tuple[str, ...]:
    return tuple(panel.label for panel in row.panels)


def _box_shapes(row: FigureRow) -> tuple[Size, ...]:
    return tuple(box.rect.size for box in row.boxes)


def _place_texts(
    sheet: Sheet, spec: FigureSpec, texts: list[str], cells: list[Rect], top: float
) -> float:
    points = spec.font_points
    size = points * MM_PER_POINT
    shown = [drawable(text, spec.typeface) for text in texts]
    room = [cell.width for cell in cells]
    broken = any(
        text_width(text, font, points) > width
        for (text, font), width in zip(shown, room, strict=True)
    )
    most = 0
    for (text, font), cell in zip(shown, cells, strict=True):
        lines = caption_lines(text, font, points, cell.width, before_numbers=broken)
        most = max(most, len(lines))
        middle = cell.left + cell.width / 2
        for i, line in enumerate(lines):
            y = top + size * (_CAPTION_GAP + ASCENT + i * LINE_HEIGHT)
            sheet.texts.extend(_line_of_text(line, font, points, middle, y))
    return top + size * (_CAPTION_GAP + most * LINE_HEIGHT) if most else top


def _line_of_text(
    line: str, font: Font, points: float, middle: float, y: float
) -> Iterator[PlacedText]:
    """A line's runs side by side, together centred."""
    left = middle - text_width(line, font, points) / 2
    for run in runs(line, font):
        width = run_width(run, points)
        yield PlacedText(left + width / 2, y, run.text, run.face, points)
        left += width
