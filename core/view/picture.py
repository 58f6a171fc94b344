"""What the screen asks pictures for, and those who want to know of their changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from core.region import Region, Size

Listener = Callable[[Region], None]


class Picture(Protocol):
    """Anything that can be asked for parts of itself, at full size or reduced.

    Attributes
    ----------
    size
        Height and width in its own pixels.
    scale
        Own pixels per pixel of the photo as opened: 1, 3, 4 …
    alpha
        How opaque the photo is, as a picture of one channel; None if it is opaque.
    """

    size: Size
    scale: int
    alpha: Picture | None

    def read(self, region: Region, reduction: int = 1) -> np.ndarray:
        """Pixels of a region inside the picture, reduced by a whole factor by area.

        They may be the picture's own: nobody may write to them.
        """

    def thinned(self, longest: int) -> np.ndarray:
        """Every n-th pixel, at most about ``longest`` a side; quick, for a first impression."""

    def subscribe(self, listener: Listener) -> None:
        """Have ``listener`` called with every region whose pixels changed."""

    def unsubscribe(self, listener: Listener) -> None:
        """Undo `subscribe`."""


class Listeners:
    """Those who want to know of changed regions."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Have ``listener`` called with every region whose pixels changed."""
        self._listeners.append(listener)

    def unsubscribe(self, listener: Listener) -> None:
        """Undo `subscribe`; one who never listened is no error."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def tell(self, region: Region) -> None:
        """Report a region whose pixels changed."""
        for listener in tuple(self._listeners):
            listener(region)
