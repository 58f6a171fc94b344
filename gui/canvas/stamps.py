"""What looks alike in every frame is drawn or measured once, and only copied from then on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from math import ceil, floor
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

MOST_STAMPS = 48
Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """The last few answers; the longest unused leave first.

    Parameters
    ----------
    most
        How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """What is known under a key, made if it is not."""
        if key not in self._known:
            self._known[key] = make()
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]


_STAMPS: Remembered[QImage] = Remembered(MOST_STAMPS)


def stamp(
    painter: QPainter, rect: QRectF, look: Hashable, draw: Callable[[QPainter, QRectF], None]
) -> None:
    """Draw something small, from memory where it was drawn before.

    Parameters
    ----------
    painter
        In logical pixels, not turned.
    rect
        Place of the drawing; nothing is drawn beside it.
    look
        What the drawing depends on, besides size, density and the place between two pixels.
    draw
        Draws it into a rectangle.
    """
    density = painter.deviceTransform().m11()
    left, top = rect.left() * density, rect.top() * density
    corner = QPoint(floor(left), floor(top))
    beside = (round(left - corner.x(), 2), round(top - corner.y(), 2))
    key = (look, density, beside, rect.width(), rect.height())
    image = _STAMPS.get(key, lambda: _drawn(rect, density, beside, draw))
    painter.save()
    painter.scale(1.0 / density, 1.0 / density)
    painter.drawImage(corner, image)
    painter.restore()


def _drawn(
    rect: QRectF,
    density: float,
    beside: tuple[float, float],
    draw: Callable[[QPainter, QRectF], None],
) -> QImage:
    width, height = (ceil(one * density) + 1 for one in (rect.width(), rect.height()))
    image = QImage(width, height, QImage.Format_ARGB32_Premultiplied)
    image.fill(Qt.transparent)
    painter = QPainter(image)
    painter.scale(density, density)
    draw(painter, QRectF(beside[0] / density, beside[1] / density, rect.width(), rect.height()))
    painter.end()
    return image
