"""Which sides of a tile are borders of the picture, for the layers that run on it."""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class TileEdges:
    """Which sides of the tile are borders of the picture."""

    top: bool = True
    left: bool = True
    bottom: bool = True
    right: bool = True

    @property
    def whole(self) -> bool:
        """True if the tile is the whole picture."""
        return self.top and self.left and self.bottom and self.right

    @property
    def borders(self) -> tuple[bool, bool]:
        """True if the top or the bottom is a border; the same for left and right."""
        return self.top or self.bottom, self.left or self.right

    def padding(self, reach: int) -> tuple[int, int]:
        """What a layer of this reach pads above and below, and left and right."""
        rows, columns = self.borders
        return reach * rows, reach * columns

    def sound_rows(self, x: Tensor, reach: int) -> Tensor:
        """``x`` (N×C×H×W) without the rows that padding spoilt at an inner side; a view."""
        if self.top == self.bottom or reach == 0:
            return x
        return x[..., :-reach, :] if self.top else x[..., reach:, :]


WHOLE = TileEdges()
_edges: contextvars.ContextVar[TileEdges] = contextvars.ContextVar("tile_edges", default=WHOLE)


@contextlib.contextmanager
def tile_edges(edges: TileEdges) -> Iterator[None]:
    """Run the networks inside the ``with`` block on a tile with these edges."""
    token = _edges.set(edges)
    try:
        yield
    finally:
        _edges.reset(token)


def edges_now() -> TileEdges:
    """Of the tile that the calling layer runs on."""
    return _edges.get()
