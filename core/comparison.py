"""What is compared and how it is looked at: plain data that screen and figure share."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from core.region import Region
from core.view.viewing import Viewing

BOX_COLOURS = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#D55E00", "#CC79A7")


class Mode(Enum):
    """How the canvas shows two or more results."""

    SPLIT = "split"
    SPLIT_HORIZONTAL = "split-horizontal"
    SIDE_BY_SIDE = "side-by-side"
    TOP_BOTTOM = "top-bottom"
    GRID = "grid"
    DIFFERENCE = "difference"
    BLINK = "blink"
    TRUST = "trust"


@dataclass(frozen=True)
class ZoomBox:
    """A place that matters, shown magnified for every method.

    Attributes
    ----------
    rect
        In pixels of the photo as opened.
    colour
        ``"#rrggbb"``; see `BOX_COLOURS`.
    magnification
        Whole factor in figures and in the strip.
    name
        For people; may be empty.
    keeps_shape
        Its proportions stay as they are when it is resized.
    """

    rect: Region
    colour: str = BOX_COLOURS[0]
    magnification: int = 4
    name: str = ""
    keeps_shape: bool = False


@dataclass(frozen=True)
class Comparison:
    """How the results at hand are shown.

    Attributes
    ----------
    shown
        Index of the candidate under examination (0 is the photo itself).
    reference
        Index of the candidate it is compared with.
    mode
        How the two (or all) are laid out.
    divider
        Place of the divider in [0, 1] of the picture's width (or height).
    zoom
        Device pixels per photo pixel; None fits the picture to the view.
    centre
        Point of the photo at the middle of the view, as shares of width and height.
    boxes
        Zoom boxes, in the order of the strip.
    viewing
        Gain, filter and pace of the modes.
    """

    shown: int = 0
    reference: int = 0
    mode: Mode = Mode.SPLIT
    divider: float = 0.5
    zoom: float | None = None
    centre: tuple[float, float] = (0.5, 0.5)
    boxes: tuple[ZoomBox, ...] = field(default=())
    viewing: Viewing = field(default_factory=Viewing)
