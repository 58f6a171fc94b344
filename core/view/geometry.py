"""Where things lie on the screen: pure functions on `Comparison`, shared by canvas and figure.

Three kinds of coordinates occur, and no other:

- **photo**: pixels of the photo as opened, (0, 0) at the upper left corner of the first pixel;
- **picture**: a candidate's own pixels, photo × its scale (a ×3 result has scale 3);
- **view**: device pixels of the widget, so that nothing depends on the screen's density.

Every candidate covers the same place of the view. `Comparison.zoom` counts device pixels per photo
pixel for all of them; 100 % is said when one pixel of the *largest* picture in view lies on one
device pixel, so beside a ×3 result 100 % is a zoom of 3. The smaller ones are then enlarged.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.comparison import Comparison
from core.region import Region, Size

LARGEST_PERCENT = 6400.0
SMALLEST_SHARE = 0.25
Point = tuple[float, float]


@dataclass(frozen=True)
class ViewTransform:
    """Photo to view: ``view = origin + zoom × photo``.

    Attributes
    ----------
    zoom
        Device pixels per photo pixel.
    left, top
        Where the photo's upper left corner lies in the view; whole numbers, so that at 100 %
        pixels meet pixels.
    """

    zoom: float
    left: float
    top: float

    def to_view(self, point: Point) -> Point:
        """Photo → view."""
        return self.left + self.zoom * point[0], self.top + self.zoom * point[1]

    def to_photo(self, point: Point) -> Point:
        """View → photo."""
        return (point[0] - self.left) / self.zoom, (point[1] - self.top) / self.zoom

    def for_scale(self, scale: int) -> ViewTransform:
        """The transform for a picture with ``scale`` pixels per photo pixel."""
        return ViewTransform(self.zoom / scale, self.left, self.top)

    def view_rect(self, rect: Region) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in the view of a rectangle of the photo."""
        return *self.to_view((rect.left, rect.top)), *self.to_view((rect.right, rect.bottom))


@dataclass(frozen=True)
class Stage:
    """What a view transform depends on besides the comparison.

    Attributes
    ----------
    photo
        Size of the photo as opened.
    pane
        Where it is shown, in view coordinates.
    scale
        The largest scale among the pictures in view.
    margin
        Device pixels left free on every side when the photo is fitted.
    """

    photo: Size
    pane: Region
    scale: int = 1
    margin: int = 0


def fit_zoom(stage: Stage) -> float:
    """Device pixels per photo pixel at which the whole photo just fits the pane."""
    across = (stage.pane.width - 2 * stage.margin) / stage.photo.width
    along = (stage.pane.height - 2 * stage.margin) / stage.photo.height
    return max(min(across, along), 1e-6)


def effective_zoom(comparison: Comparison, stage: Stage) -> float:
    """The zoom in force: the one asked for, or that of the fit."""
    return comparison.zoom if comparison.zoom is not None else fit_zoom(stage)


def percent(comparison: Comparison, stage: Stage) -> float:
    """The zoom as people read it; 100 is one device pixel per pixel of the largest picture."""
    return 100.0 * effective_zoom(comparison, stage) / stage.scale


def zoom_limits(stage: Stage) -> tuple[float, float]:
    """Smallest and largest zoom that can be reached."""
    largest = LARGEST_PERCENT / 100.0 * stage.scale
    return min(SMALLEST_SHARE * fit_zoom(stage), stage.scale), max(largest, fit_zoom(stage))


def view_transform(comparison: Comparison, stage: Stage) -> ViewTransform:
    """Where the photo lies in its pane; in panes of one size it lies alike to the pixel."""
    zoom = effective_zoom(comparison, stage)
    centre = clamped_centre(comparison.centre, zoom, stage)
    left = stage.pane.width / 2 - centre[0] * stage.photo.width * zoom
    top = stage.pane.height / 2 - centre[1] * stage.photo.height * zoom
    return ViewTransform(zoom, stage.pane.left + round(left), stage.pane.top + round(top))


def clamped_centre(centre: Point, zoom: float, stage: Stage) -> Point:
    """Keep the photo's edges at or outside the pane's; a photo that is smaller is centred."""
    return (
        _clamped_share(centre[0], stage.photo.width * zoom, stage.pane.width),
        _clamped_share(centre[1], stage.photo.height * zoom, stage.pane.height),
    )


def visible_photo(comparison: Comparison, stage: Stage) -> Region:
    """The part of the photo that can be seen in the pane; empty if none."""
    transform = view_transform(comparison, stage)
    left, top = transform.to_photo((stage.pane.left, stage.pane.top))
    right, bottom = transform.to_photo((stage.pane.right, stage.pane.bottom))
    return Region(int(left // 1), int(top // 1), int(-(-right // 1)), int(-(-bottom // 1))).within(
        stage.photo
    )


def photo_pixel(comparison: Comparison, stage: Stage, point: Point) -> tuple[int, int] | None:
    """The photo's pixel under a point of the view; None beside the photo."""
    x, y = view_transform(comparison, stage).to_photo(point)
    inside = 0 <= x < stage.photo.width and 0 <= y < stage.photo.height
    return (int(x), int(y)) if inside else None


def _clamped_share(share: float, extent: float, room: float) -> float:
    if extent <= room:
        return 0.5
    half = 0.5 * room / extent
    return min(max(share, half), 1.0 - half)
