"""A figure as SVG: text as text, crops at their own pixels."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from core.figures.layout import lay_out
from core.figures.notes import alternative_text, description
from core.figures.placed import (
    LINE_SHARE,
    PlacedLine,
    PlacedMark,
    PlacedPicture,
    PlacedText,
    Rect,
    Sheet,
)
from core.figures.png import data_uri
from core.figures.provenance import KEYWORD
from core.figures.shown import is_enlarged, shown_pixels
from core.figures.spec import FigureSpec
from core.figures.typography import MM_PER_POINT, Run, run_width
from core.markup import plain
from core.versions import PROGRAM

_SHARP = ' image-rendering="optimizeSpeed" style="image-rendering:pixelated"'


def svg_bytes(spec: FigureSpec, provenance: str | None) -> bytes:
    """The file's bytes.

    Parameters
    ----------
    spec
        The figure.
    provenance
        JSON to embed, or None.
    """
    sheet = lay_out(spec)
    size = f'width="{sheet.width:.3f}mm" height="{sheet.height:.3f}mm"'
    box = f'viewBox="0 0 {sheet.width:.3f} {sheet.height:.3f}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{size} {box} role="img">',
        f"<title>{escape(plain(spec.title) or f'{PROGRAM} figure')}</title>",
        f"<desc>{escape(plain(f'{alternative_text(spec)} {description(spec)}'.strip()))}</desc>",
    ]
    if provenance is not None:
        parts.append(f'<metadata id="{KEYWORD}">{escape(provenance)}</metadata>')
    parts += [f'<rect width="{sheet.width:.3f}" height="{sheet.height:.3f}" fill="#ffffff"/>']
    parts += [*_shapes(sheet, spec), "</svg>", ""]
    return "\n".join(parts).encode()


def _shapes(sheet: Sheet, spec: FigureSpec) -> list[str]:
    shapes = [_picture(spec, picture) for picture in sheet.wholes]
    shapes += [_mark(sheet, mark) for mark in sheet.marks]
    shapes += [_line(sheet, line) for line in sheet.lines]
    for picture in sheet.crops:
        shapes += [_frame(sheet, picture), _picture(spec, picture)]
    return shapes + [_text(text) for text in sheet.texts]


def _picture(spec: FigureSpec, picture: PlacedPicture) -> str:
    label = plain(spec.photos[picture.row].panels[picture.column].label)
    sharp = _SHARP if picture.is_crop or is_enlarged(spec, picture) else ""
    return (
        f'<image {_place(picture.rect)} preserveAspectRatio="none"{sharp} '
        f"aria-label={quoteattr(label)} "
        f'xlink:href="{data_uri(shown_pixels(spec, picture))}"/>'
    )


def _mark(sheet: Sheet, mark: PlacedMark) -> str:
    place = _place(mark.rect.grown(sheet.stroke / 2))
    return f'<rect {place} fill="none" stroke="{mark.colour}" stroke-width="{sheet.stroke:g}"/>'


def _frame(sheet: Sheet, picture: PlacedPicture) -> str:
    return f'<rect {_place(picture.rect.grown(sheet.stroke))} fill="{picture.frame}"/>'


def _line(sheet: Sheet, line: PlacedLine) -> str:
    (x1, y1), (x2, y2) = line.start, line.end
    return (
        f'<line x1="{x1:.4f}" y1="{y1:.4f}" x2="{x2:.4f}" y2="{y2:.4f}" '
        f'stroke="{line.colour}" stroke-width="{sheet.stroke * LINE_SHARE:g}"/>'
    )


def _text(text: PlacedText) -> str:
    length = run_width(Run(text.text, text.face), text.points)
    return (
        f'<text x="{text.x:.4f}" y="{text.y:.4f}" text-anchor="middle" '
        f'font-family={quoteattr(text.face.families)} font-size="{text.points * MM_PER_POINT:.4f}" '
        f'textLength="{length:.4f}" lengthAdjust="spacingAndGlyphs">{escape(text.text)}</text>'
    )


def _place(rect: Rect) -> str:
    return (
        f'x="{rect.left:.4f}" y="{rect.top:.4f}" '
        f'width="{rect.width:.4f}" height="{rect.height:.4f}"'
    )
