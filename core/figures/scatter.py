"""Named points, or a curve, on two axes, drawn for papers: speed or complexity against quality."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.atomic_write import write_bytes
from core.comparison import BOX_COLOURS
from core.errors import UsageError
from core.figures.spec import Font
from core.figures.typography import MM_PER_INCH, drawable, face_of
from core.versions import PROGRAM, VERSION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

FORMATS = (".pdf", ".png", ".svg")
_SIZE_MM = (120.0, 80.0)
_DPI = 400
_INK, _GRID = "#222222", "#e4e4e4"
_BESIDE = (
    ((0, 6), "center", "bottom"),
    ((0, -6), "center", "top"),
    ((7, 0), "left", "center"),
    ((-7, 0), "right", "center"),
    ((6, 6), "left", "bottom"),
    ((-6, -6), "right", "top"),
)


@dataclass(frozen=True)
class PlotPoint:
    """One named point."""

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class PlotScene:
    """Everything that is drawn.

    Attributes
    ----------
    points
        Those without a finite place are left out.
    x_title, y_title
        With units.
    log_x
        Logarithmic, for what spans orders of magnitude.
    line
        Join the points in their order, and name them all in one colour.
    """

    points: tuple[PlotPoint, ...] = ()
    x_title: str = ""
    y_title: str = ""
    log_x: bool = False
    line: bool = False

    @property
    def drawn(self) -> list[PlotPoint]:
        """The points that have a place."""
        return [p for p in self.points if self._has_place(p)]

    def _has_place(self, point: PlotPoint) -> bool:
        finite = math.isfinite(point.x) and math.isfinite(point.y)
        return finite and (point.x > 0 or not self.log_x)


def save_scatter(scene: PlotScene, path: Path, *, overwrite: bool = False) -> Path:
    """Write a plot as PDF, PNG or SVG, by the ending of the name; its text stays text.

    Raises
    ------
    UsageError
        If the name ends otherwise, or no point has a place.
    OutputError
        If the file exists already or cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UsageError(
            f"A plot is not written as {path.name}.",
            remedy=f"Let the name end in {', '.join(FORMATS)}.",
        )
    if not scene.drawn:
        raise UsageError(f"{path.name} would show no point: nothing has both figures.")
    write_bytes(path, _drawn(scene, suffix.lstrip(".")), overwrite=overwrite)
    return path


def _drawn(scene: PlotScene, kind: str) -> bytes:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    style = {
        "font.family": face_of(Font.SANS).families.split(",")[0],
        "font.size": 8,
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": PROGRAM,
    }
    out = io.BytesIO()
    with mpl.rc_context(style):
        figure = Figure(figsize=tuple(side / MM_PER_INCH for side in _SIZE_MM), dpi=_DPI)
        _draw(figure.add_subplot(), scene)
        figure.tight_layout(pad=0.4)
        _place_labels(figure.axes[0], scene.drawn)
        figure.savefig(out, format=kind, metadata=_metadata(kind))
    return out.getvalue()


def _metadata(kind: str) -> dict[str, Any]:
    """Who made it, and no time, so that the same plot has the same bytes."""
    made = f"{PROGRAM} {VERSION}"
    if kind == "png":
        return {"Software": made}
    return {"Creator": made, "CreationDate" if kind == "pdf" else "Date": None}


def _draw(axes: Axes, scene: PlotScene) -> None:
    axes.set_xlabel(scene.x_title)
    axes.set_ylabel(scene.y_title)
    if scene.log_x:
        axes.set_xscale("log")
    axes.grid(color=_GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_INK, width=0.5, length=2.5)
    for name, spine in axes.spines.items():
        spine.set(linewidth=0.5, color=_INK, visible=name in ("left", "bottom"))
    points = scene.drawn
    if scene.line:
        axes.plot([p.x for p in points], [p.y for p in points], color=BOX_COLOURS[1], linewidth=1)
    for number, point in enumerate(points):
        colour = BOX_COLOURS[1] if scene.line else BOX_COLOURS[number % len(BOX_COLOURS)]
        axes.plot(point.x, point.y, "o", color=colour, markersize=5.5, mec=_INK, mew=0.4)
    axes.margins(x=0.16, y=0.16)


def _place_labels(axes: Axes, points: Sequence[PlotPoint]) -> None:
    """A name beside every point, where it hides neither a name nor a point if there is room."""
    taken = [_around(axes, point) for point in points]
    for point in points:
        text, _ = drawable(point.label, Font.SANS)
        choices = [_label(axes, point, text, place) for place in _BESIDE]
        boxes = [choice.get_window_extent() for choice in choices]
        hidden = [
            sum(box.overlaps(other) for other in taken) + 0.5 * (not _inside(box, axes.bbox))
            for box in boxes
        ]
        best = hidden.index(min(hidden))
        for number, choice in enumerate(choices):
            if number != best:
                choice.remove()
        taken.append(boxes[best])


def _label(axes: Axes, point: PlotPoint, text: str, place: tuple) -> Annotation:
    offset, across, up = place
    return axes.annotate(
        text,
        (point.x, point.y),
        xytext=offset,
        textcoords="offset points",
        ha=across,
        va=up,
        color=_INK,
        parse_math=False,
    )


def _inside(box: Any, room: Any) -> bool:
    return room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1


def _around(axes: Axes, point: PlotPoint) -> Any:
    """The place of a point's disc on the page."""
    from matplotlib.transforms import Bbox

    x, y = axes.transData.transform((point.x, point.y))
    reach = 3.2 / 72 * axes.figure.dpi
    return Bbox.from_extents(x - reach, y - reach, x + reach, y + reach)
