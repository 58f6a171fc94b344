"""Things with their places on a figure, in millimetres from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.figures.system_fonts import Face
from core.region import Region

LINE_SHARE = 0.6


@dataclass(frozen=True)
class Rect:
    """A rectangle in millimetres."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its bottom edge."""
        return self.top + self.height

    def grown(self, by: float) -> Rect:
        """Larger by ``by`` on every side."""
        return Rect(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True)
class PlacedPicture:
    """A part of a panel and the place it fills.

    Attributes
    ----------
    rect
        The place.
    row, column
        Which panel of which row.
    region
        The part shown, in the panel's own pixels.
    frame
        Colour of the frame around a crop; None for a whole picture.
    """

    rect: Rect
    row: int
    column: int
    region: Region
    frame: str | None = None

    @property
    def is_crop(self) -> bool:
        """Whether every pixel must come out exactly."""
        return self.frame is not None


@dataclass(frozen=True)
class PlacedMark:
    """The outline of a zoom box on a whole picture."""

    rect: Rect
    colour: str


@dataclass(frozen=True)
class PlacedLine:
    """A line that joins a zoom box and its inset."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str


@dataclass(frozen=True)
class PlacedText:
    """Text in one font, centred on ``x`` with its baseline at ``y``."""

    x: float
    y: float
    text: str
    face: Face
    points: float


@dataclass
class Sheet:
    """A figure while it is laid out; afterwards only read.

    Attributes
    ----------
    width, height
        Millimetres.
    stroke
        Width of frames and marks, millimetres; lines have `LINE_SHARE` of it.
    """

    width: float
    stroke: float
    height: float = 0.0
    pictures: list[PlacedPicture] = field(default_factory=list)
    marks: list[PlacedMark] = field(default_factory=list)
    lines: list[PlacedLine] = field(default_factory=list)
    texts: list[PlacedText] = field(default_factory=list)

    @property
    def wholes(self) -> list[PlacedPicture]:
        """Whole pictures, which are painted first."""
        return [picture for picture in self.pictures if not picture.is_crop]

    @property
    def crops(self) -> list[PlacedPicture]:
        """Crops, which are painted over whole pictures, marks and lines."""
        return [picture for picture in self.pictures if picture.is_crop]
