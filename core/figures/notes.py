"""What a figure says about itself in words: for its metadata and for readers who cannot see it."""

from __future__ import annotations

from core.figures.captions import caption
from core.figures.layout import lay_out
from core.figures.spec import FigureSpec
from core.figures.typography import MM_PER_INCH, UNBROKEN_SPACE


def description(spec: FigureSpec) -> str:
    """How the pictures were treated: what was reduced, and what is exact."""
    sheet = lay_out(spec)
    unit = spec.least_dpi / MM_PER_INCH
    notes = ["Crops show every pixel, magnified by whole factors."] if sheet.crops else []
    if any(picture.rect.width * unit < picture.region.width for picture in sheet.wholes):
        notes.append("Whole pictures are reduced by area to the size of the figure.")
    if any(panel.pixels.dtype.itemsize > 1 for panel in spec.every_panel):
        notes.append("Values of 16 bits are rounded to 8.")
    return " ".join(notes)


def alternative_text(spec: FigureSpec) -> str:
    """The figure in one or two sentences, for readers who cannot see it."""
    panels = spec.every_panel
    captions = "; ".join(caption(spec, panel, index) for index, panel in enumerate(panels))
    captions = captions.replace(UNBROKEN_SPACE, " ")
    count = len(spec.rows[0].boxes)
    crops = f" {count} zoom box{'es' if count != 1 else ''} magnified for each." if count else ""
    return f"Comparison of {len(panels)} pictures: {captions}.{crops}"
