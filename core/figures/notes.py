"""What a figure says about itself in words: for its metadata and for readers who cannot see it."""

from __future__ import annotations

from core.figures.captions import caption
from core.figures.layout import lay_out
from core.figures.shown import is_reduced
from core.figures.spec import FigureSpec, Layout
from core.figures.typography import MISSING, undrawable
from core.markup import UNBROKEN_SPACE


def description(spec: FigureSpec) -> str:
    """How the pictures were treated: what was reduced, and what is exact."""
    sheet = lay_out(spec)
    notes = ["Crops show every pixel, magnified by whole factors."] if sheet.crops else []
    if any(is_reduced(spec, picture) for picture in sheet.wholes):
        notes.append("Whole pictures are reduced by area to the size of the figure.")
    if any(panel.pixels.dtype.itemsize > 1 for panel in spec.every_panel):
        notes.append("Values of 16 bits are rounded to 8.")
    return " ".join([*notes, measuring(spec)]).strip()


def measuring(spec: FigureSpec) -> str:
    """How the metrics were measured; empty if there are none."""
    panels = [panel for panel in spec.every_panel if panel.protocol]
    protocols = dict.fromkeys(panel.protocol for panel in panels)
    treated = dict.fromkeys(f"{p.label}: {p.treatment}." for p in panels if p.treatment)
    return " ".join([*(f"Measured at {protocol}." for protocol in protocols), *treated])


def missing_note(spec: FigureSpec) -> str:
    """Which characters of the captions no font here can draw; empty if all can be drawn."""
    panels, titles = spec.every_panel, [row.title for row in spec.photos]
    texts = [*titles, *(caption(spec, panel, index) for index, panel in enumerate(panels))]
    lost = "".join(dict.fromkeys(undrawable("".join(texts), spec.typeface)))
    if not lost:
        return ""
    return f"No font here can draw {' '.join(lost)}: shown as {MISSING}. Install a font that can."


def left_out_note(spec: FigureSpec) -> str:
    """That zoom boxes have no place in the layout; empty if all have."""
    if spec.layout is not Layout.TRIPLE or all(len(row.boxes) < 2 for row in spec.photos):
        return ""
    return "A triple magnifies the first zoom box alone."


def notes_on(spec: FigureSpec) -> str:
    """What its author should know; empty if there is nothing."""
    return " ".join(note for note in (left_out_note(spec), missing_note(spec)) if note)


def caption_line(spec: FigureSpec) -> str:
    """The captions of all pictures in one sentence."""
    panels = spec.every_panel
    line = "; ".join(caption(spec, panel, index) for index, panel in enumerate(panels))
    return line.replace(UNBROKEN_SPACE, " ") + "."


def alternative_text(spec: FigureSpec) -> str:
    """The figure in one or two sentences, for readers who cannot see it."""
    count = sum(len(row.boxes) or spec.layout is Layout.TRIPLE for row in spec.photos)
    places = f" {count} place{'s' if count != 1 else ''} magnified for each." if count else ""
    return f"Comparison of {len(spec.every_panel)} pictures: {caption_line(spec)}{places}"
