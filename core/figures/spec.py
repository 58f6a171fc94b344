"""What a figure is made of: pictures, zoom boxes, captions and the width it is set in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

import numpy as np

from core.comparison import ZoomBox
from core.errors import UsageError
from core.region import Size

NO_METRICS: Mapping[str, float | None] = MappingProxyType({})
PLAIN_CAPTION = "({letter}) {label}"


class Layout(Enum):
    """The kinds of figure that papers are made of."""

    PAIR = "pair"
    TRIPLE = "triple"
    ROWS = "rows"
    GRID = "grid"


class Font(Enum):
    """A typeface that comes with the program; the value is the file's name without its ending."""

    SERIF = "STIXGeneral"
    SANS = "DejaVuSans"


class Motion(Enum):
    """How an animated figure goes from one picture to the other."""

    SWEEP = "sweep"
    BLINK = "blink"


@dataclass(frozen=True)
class Width:
    """The place a figure is set in.

    Attributes
    ----------
    millimetres, highest
        Width of the figure, and the most height it may take, in millimetres.
    dpi
        Dots per inch of a raster figure.
    gap
        Space between pictures, millimetres.
    points
        Size of the captions.
    stroke
        Width of frames and lines, millimetres.
    font
        Typeface of the captions.
    """

    millimetres: float
    highest: float
    dpi: float
    gap: float
    points: float
    stroke: float
    font: Font


class WidthPreset(Enum):
    """Widths that journals, slides and screens ask for."""

    ONE_COLUMN = Width(85.0, 230.0, 300.0, 1.0, 8.0, 0.3, Font.SERIF)
    TWO_COLUMNS = Width(175.0, 230.0, 300.0, 1.6, 9.0, 0.4, Font.SERIF)
    SLIDE = Width(338.67, 190.5, 144.0, 4.0, 16.0, 1.0, Font.SANS)
    SCREEN = Width(423.33, 2000.0, 96.0, 4.0, 12.0, 0.8, Font.SANS)


@dataclass(frozen=True, eq=False)
class FigurePanel:
    """One picture of a figure.

    Attributes
    ----------
    label
        Name of the method, for the caption.
    pixels
        H×W×3 or H×W×1, ``uint8`` or ``uint16``, display values (sRGB).
    scale
        Pixels of this picture along one pixel of the photo: 1 for the photo, 3 for a ×3 result.
    metrics
        Figures that captions may name, such as ``psnr_y``; None for what was not measured.
    protocol, treatment
        How they were measured, and what was done to the picture before; empty if nothing.
    """

    label: str
    pixels: np.ndarray
    scale: int = 1
    metrics: Mapping[str, float | None] = field(default_factory=lambda: NO_METRICS)
    protocol: str = ""
    treatment: str = ""

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] not in (1, 3):
            raise ValueError(f"pixels must be H×W×3 or H×W×1, not {self.pixels.shape}")
        if self.pixels.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"pixels must be uint8 or uint16, not {self.pixels.dtype}")

    @property
    def size(self) -> Size:
        """Height and width in this picture's own pixels."""
        return Size(*self.pixels.shape[:2])


@dataclass(frozen=True, eq=False)
class FigureRow:
    """The pictures made of one photo, and the zoom boxes on it.

    Attributes
    ----------
    panels
        The photo and its results, in the order they are shown.
    boxes
        Zoom boxes in pixels of the photo.
    title
        Name of the photo, for the caption under the whole picture of `Layout.ROWS`.
    """

    panels: tuple[FigurePanel, ...]
    boxes: tuple[ZoomBox, ...] = ()
    title: str = ""

    @property
    def photo_size(self) -> Size:
        """Height and width in pixels of the photo, in which zoom boxes are measured."""
        coarsest = min(self.panels, key=lambda panel: panel.scale)
        height, width = coarsest.pixels.shape[:2]
        return Size(height // coarsest.scale, width // coarsest.scale)


@dataclass(frozen=True, eq=False)
class FigureSpec:
    """Everything that decides how a figure looks.

    Attributes
    ----------
    layout
        Kind of figure.
    panels, boxes
        Pictures and zoom boxes of a figure of one photo.
    rows
        Instead of ``panels`` and ``boxes``: one row per photo.
    width
        Preset for the width and what follows from it.
    caption
        Template of the captions: ``{letter}``, ``{label}`` and names of metrics. A part between
        commas whose metric a picture lacks is left out of that picture's caption.
    title
        Title in the file's metadata, and of the HTML page.
    gap, points, dpi, font
        Space between pictures in millimetres, size of the captions in points, dots per inch and
        typeface; None takes the preset's.
    columns
        Columns of `Layout.GRID`; None for as many as look even.
    motion
        How an animated figure moves.

    Raises
    ------
    UsageError
        A zoom box lies outside its photo, or the pictures do not suit the layout.
    """

    layout: Layout
    panels: tuple[FigurePanel, ...] = ()
    boxes: tuple[ZoomBox, ...] = ()
    rows: tuple[FigureRow, ...] = ()
    width: WidthPreset = WidthPreset.TWO_COLUMNS
    caption: str = PLAIN_CAPTION
    title: str = ""
    gap: float | None = None
    points: float | None = None
    dpi: float | None = None
    font: Font | None = None
    columns: int | None = None
    motion: Motion = Motion.SWEEP

    def __post_init__(self) -> None:
        if bool(self.panels) == bool(self.rows):
            raise UsageError("A figure takes either pictures or rows of pictures.")
        if self.rows and self.boxes:
            raise UsageError("In a figure of several photos, each row has its own zoom boxes.")
        for row in self.photos:
            check_row(row, self.layout)
        _check_numbers(self)

    @property
    def photos(self) -> tuple[FigureRow, ...]:
        """One row per photo, however they were given."""
        return self.rows or (FigureRow(self.panels, self.boxes),)

    @property
    def every_panel(self) -> tuple[FigurePanel, ...]:
        """The pictures of all rows."""
        return tuple(panel for row in self.photos for panel in row.panels)

    @property
    def gap_mm(self) -> float:
        """Space between pictures, millimetres."""
        return self.width.value.gap if self.gap is None else self.gap

    @property
    def font_points(self) -> float:
        """Size of the captions."""
        return self.width.value.points if self.points is None else self.points

    @property
    def least_dpi(self) -> float:
        """Dots per inch asked for; crops may need more."""
        return self.width.value.dpi if self.dpi is None else self.dpi

    @property
    def typeface(self) -> Font:
        """Typeface of the captions."""
        return self.font or self.width.value.font


def check_row(row: FigureRow, layout: Layout) -> None:
    """Refuse pictures that do not belong together or boxes that lie outside them."""
    if not row.panels:
        raise UsageError("A row of the figure holds no picture.")
    _check_count(row, layout)
    photo = row.photo_size
    for panel in row.panels:
        if panel.size != photo.scaled(panel.scale):
            raise UsageError(
                f"The picture “{panel.label}” has {panel.size.width}×{panel.size.height} pixels; "
                f"{photo.width * panel.scale}×{photo.height * panel.scale} are needed.",
                remedy="Crop or resize it first.",
            )
    for number, box in enumerate(row.boxes, 1):
        _check_box(box, number, photo)


def _check_count(row: FigureRow, layout: Layout) -> None:
    wanted = {Layout.PAIR: 2, Layout.TRIPLE: 3}.get(layout, len(row.panels))
    if len(row.panels) != wanted:
        raise UsageError(
            f"A {layout.value} figure needs {wanted} pictures per row, not {len(row.panels)}.",
            remedy="Choose the layout rows or grid for any number of pictures.",
        )
    if layout is Layout.ROWS and not row.boxes:
        raise UsageError(
            "A figure of rows needs at least one zoom box per photo.",
            remedy="Draw a zoom box, or choose another layout.",
        )


def _check_box(box: ZoomBox, number: int, photo: Size) -> None:
    rect = box.rect
    if rect.empty or rect.within(photo) != rect:
        name = f"“{box.name}”" if box.name else f"{number}"
        raise UsageError(
            f"Zoom box {name} ({rect.left}, {rect.top}, {rect.width}×{rect.height}) lies outside "
            f"the picture of {photo.width}×{photo.height} pixels.",
            remedy="Move it inside.",
        )


def _check_numbers(spec: FigureSpec) -> None:
    for name, value, low, high in (
        ("gap", spec.gap_mm, 0.0, 50.0),
        ("font size", spec.font_points, 3.0, 72.0),
        ("resolution", spec.least_dpi, 30.0, 2400.0),
        ("number of columns", 1 if spec.columns is None else spec.columns, 1, 26),
    ):
        if not low <= value <= high:
            raise UsageError(f"The figure's {name} must lie from {low:g} to {high:g}.")
