"""A figure as PDF: text that can be searched, pictures at their own pixels."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import numpy as np

from core.figures.layout import lay_out
from core.figures.notes import description
from core.figures.pixels import eight_bits
from core.figures.placed import LINE_SHARE, PlacedPicture, PlacedText, Rect, Sheet
from core.figures.provenance import xmp_packet
from core.figures.shown import shown_pixels
from core.figures.spec import FigureSpec
from core.figures.typography import MM_PER_INCH, MM_PER_POINT
from core.markup import plain
from core.versions import PROGRAM, VERSION

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SETTINGS = {"pdf.fonttype": 42, "pdf.compression": 6, "image.composite_image": False}


def pdf_bytes(spec: FigureSpec, provenance: str | None) -> bytes:
    """The file's bytes.

    Parameters
    ----------
    spec
        The figure.
    provenance
        JSON to embed, or None.
    """
    import matplotlib as mpl

    sheet = lay_out(spec)
    out = io.BytesIO()
    about = {
        "Title": plain(spec.title) or f"{PROGRAM} figure",
        "Subject": description(spec),
        "Creator": f"{PROGRAM} {VERSION}",
        "CreationDate": None,
    }
    with mpl.rc_context(_SETTINGS):
        _drawn(sheet, spec).savefig(out, format="pdf", dpi=72, metadata=about)
    done = out.getvalue()
    return done if provenance is None else _with_metadata(done, xmp_packet(provenance))


def _drawn(sheet: Sheet, spec: FigureSpec) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(sheet.width / MM_PER_INCH, sheet.height / MM_PER_INCH), dpi=72)
    for order, picture in enumerate(sheet.wholes):
        _add_picture(figure, sheet, spec, picture, order)
    below = len(sheet.wholes)
    _add_outlines(figure, sheet, below)
    for order, picture in enumerate(sheet.crops, below + 1):
        _add_frame(figure, sheet, picture, order)
        _add_picture(figure, sheet, spec, picture, order + 0.5)
    for text in sheet.texts:
        _add_text(figure, sheet, text)
    return figure


def _add_picture(
    figure: Figure, sheet: Sheet, spec: FigureSpec, picture: PlacedPicture, order: float
) -> None:
    rect = picture.rect
    axes = figure.add_axes(
        (
            rect.left / sheet.width,
            1 - rect.bottom / sheet.height,
            rect.width / sheet.width,
            rect.height / sheet.height,
        ),
        zorder=order,
    )
    axes.set_axis_off()
    pixels = eight_bits(shown_pixels(spec, picture))
    pixels = np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels
    axes.imshow(pixels[::-1], interpolation="none", aspect="auto", resample=False, origin="lower")


def _add_outlines(figure: Figure, sheet: Sheet, order: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    points = sheet.stroke / MM_PER_POINT
    for mark in sheet.marks:
        corner, width, height = _shares(sheet, mark.rect.grown(sheet.stroke / 2))
        outline = Rectangle(
            corner, width, height, fill=False, edgecolor=mark.colour, linewidth=points
        )
        outline.set(transform=figure.transFigure, zorder=order, joinstyle="miter")
        figure.add_artist(outline)
    for line in sheet.lines:
        xs = [x / sheet.width for x, _ in (line.start, line.end)]
        ys = [1 - y / sheet.height for _, y in (line.start, line.end)]
        drawn = Line2D(xs, ys, color=line.colour, linewidth=LINE_SHARE * points, zorder=order)
        figure.add_artist(drawn)


def _add_frame(figure: Figure, sheet: Sheet, picture: PlacedPicture, order: float) -> None:
    from matplotlib.patches import Rectangle

    corner, width, height = _shares(sheet, picture.rect.grown(sheet.stroke))
    frame = Rectangle(corner, width, height, facecolor=picture.frame, edgecolor="none")
    frame.set(transform=figure.transFigure, zorder=order)
    figure.add_artist(frame)


def _shares(sheet: Sheet, rect: Rect) -> tuple[tuple[float, float], float, float]:
    corner = rect.left / sheet.width, 1 - rect.bottom / sheet.height
    return corner, rect.width / sheet.width, rect.height / sheet.height


def _add_text(figure: Figure, sheet: Sheet, text: PlacedText) -> None:
    figure.text(
        text.x / sheet.width,
        1 - text.y / sheet.height,
        text.text,
        font=text.face.file,
        fontsize=text.points,
        ha="center",
        va="baseline",
        parse_math=False,
        zorder=1e6,
    )


def _with_metadata(pdf: bytes, packet: bytes) -> bytes:
    """The file with an XMP packet in its catalogue, added as an incremental update."""
    trailer = pdf[pdf.rindex(b"trailer") :]
    root = int(re.search(rb"/Root (\d+) 0 R", trailer)[1])
    size = int(re.search(rb"/Size (\d+)", trailer)[1])
    previous = re.search(rb"startxref\s+(\d+)", trailer)[1]
    info = re.search(rb"/Info \d+ 0 R", trailer)
    catalogue = re.search(rb"\n%d 0 obj\s*<<(.*?)>>\s*endobj" % root, pdf, re.DOTALL)[1]
    updated = b"%d 0 obj\n<<%s /Metadata %d 0 R >>\nendobj\n" % (root, catalogue, size)
    head = b"<< /Type /Metadata /Subtype /XML /Length %d >>" % len(packet)
    stream = b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (size, head, packet)
    first, second = len(pdf), len(pdf) + len(updated)
    table = b"xref\n%d 1\n%010d 00000 n \n%d 1\n%010d 00000 n \n" % (root, first, size, second)
    end = b"trailer\n<< /Size %d /Root %d 0 R /Prev %s %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 1,
        root,
        previous,
        info[0] if info else b"",
        second + len(stream),
    )
    return pdf + updated + stream + table + end
