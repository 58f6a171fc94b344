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

FORMATS = (".pdf", ".png", ".svg")
_SIZE_MM = (120.0, 80.0)
_DPI = 400
_INK, _GRID = "#222222", "#e4e4e4"
_REACH = 3.2
_BESIDE = ((0, 6), (0, -6), (7, 0), (-7, 0), (6, 6), (-6, -6), (-6, 6), (6, -6))
"""Where a name may stand beside its point: steps in points to the right and up."""


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


def label_corners(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    room: tuple[float, float, float, float],
    unit: float = 1.0,
) -> list[tuple[float, float]]:
    """Lower left corners of names beside their points, hiding as little as there is room for.

    Parameters
    ----------
    points
        Across and up, in any unit.
    sizes
        Width and height of the names.
    room
        Left, bottom, right and top of the plot.
    unit
        A typographic point in that unit.
    """
    reach = _REACH * unit
    taken = [(x - reach, y - reach, x + reach, y + reach) for x, y in points]
    corners = []
    for point, size in zip(points, sizes, strict=True):
        boxes = [_box_beside(point, size, step, unit) for step in _BESIDE]
        best = min(boxes, key=lambda box: _hidden(box, taken, room))
        taken.append(best)
        corners.append(best[:2])
    return corners


def _box_beside(
    point: tuple[float, float], size: tuple[float, float], step: tuple[int, int], unit: float
) -> tuple[float, float, float, float]:
    (x, y), (width, height) = point, size
    shift = {-1: -1.0, 0: -0.5, 1: 0.0}
    left = x + step[0] * unit + shift[_sign(step[0])] * width
    bottom = y + step[1] * unit + shift[_sign(step[1])] * height
    return left, bottom, left + width, bottom + height


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _hidden(
    box: tuple[float, ...], taken: Sequence[tuple[float, ...]], room: tuple[float, ...]
) -> float:
    """How much a place hides; leaving the plot counts as half a name."""
    left, bottom, right, top = box
    inside = room[0] <= left and room[1] <= bottom and right <= room[2] and top <= room[3]
    met = sum(left < t[2] and t[0] < right and bottom < t[3] and t[1] < top for t in taken)
    return met + 0.5 * (not inside)


def _place_labels(axes: Axes, points: Sequence[PlotPoint]) -> None:
    """A name beside every point, where it hides neither a name nor a point if there is room."""
    unit = axes.figure.dpi / 72
    texts = [
        axes.text(0, 0, drawable(p.label, Font.SANS)[0], color=_INK, parse_math=False)
        for p in points
    ]
    boxes = [text.get_window_extent() for text in texts]
    places = [tuple(axes.transData.transform((p.x, p.y))) for p in points]
    sizes = [(box.width, box.height) for box in boxes]
    found = label_corners(places, sizes, tuple(axes.bbox.extents), unit)
    for text, corner in zip(texts, found, strict=True):
        text.set(transform=None, position=corner, va="bottom")
