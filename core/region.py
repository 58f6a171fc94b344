"""Rectangles of whole pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Size:
    """Height and width of a picture in pixels."""

    height: int
    width: int

    def scaled(self, factor: int) -> Size:
        """The size after enlarging by a whole factor."""
        return Size(self.height * factor, self.width * factor)

    @property
    def megapixels(self) -> float:
        """Pixels in millions."""
        return self.height * self.width / 1e6

    @property
    def region(self) -> Region:
        """The whole picture."""
        return Region(0, 0, self.width, self.height)


@dataclass(frozen=True)
class Region:
    """A rectangle: ``left`` ≤ x < ``right`` and ``top`` ≤ y < ``bottom``, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def size(self) -> Size:
        """Height and width."""
        return Size(self.height, self.width)

    @property
    def empty(self) -> bool:
        """True if it holds no pixel."""
        return self.right <= self.left or self.bottom <= self.top

    @property
    def pixels(self) -> int:
        """How many it holds."""
        return self.width * self.height

    def grown(self, by: int) -> Region:
        """Larger by ``by`` pixels on every side."""
        return Region(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def within(self, size: Size) -> Region:
        """The part that lies inside a picture of this size."""
        return Region(
            max(self.left, 0),
            max(self.top, 0),
            min(self.right, size.width),
            min(self.bottom, size.height),
        )

    def overlap(self, other: Region) -> Region:
        """The part that two rectangles share; may be empty."""
        return Region(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def around(self, other: Region) -> Region:
        """The smallest rectangle that covers two."""
        return Region(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def scaled(self, factor: int) -> Region:
        """The same place after enlarging by a whole factor."""
        return Region(
            self.left * factor, self.top * factor, self.right * factor, self.bottom * factor
        )

    def covering(self, factor: int) -> Region:
        """The smallest place in the picture ``factor`` times smaller that covers this one."""
        return Region(
            self.left // factor,
            self.top // factor,
            -(-self.right // factor),
            -(-self.bottom // factor),
        )

    def relative_to(self, origin: Region) -> Region:
        """The same place counted from another rectangle's corner."""
        return Region(
            self.left - origin.left,
            self.top - origin.top,
            self.right - origin.left,
            self.bottom - origin.top,
        )

    def of(self, pixels: np.ndarray) -> np.ndarray:
        """This part of an H×W(×C) array; a view."""
        return pixels[self.top : self.bottom, self.left : self.right]
