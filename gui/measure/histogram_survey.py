"""Counts the values of two pictures, piece by piece: read here, counted beside the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core.region import Region
from core.view.picture_source import PictureSource
from core.view.value_counts import ValueCounts, value_counts
from gui.latest import Latest

PIECE = 768


@dataclass(frozen=True, eq=False)
class Counted:
    """The histogram of one picture.

    Attributes
    ----------
    counts
        None if nothing of it is there.
    share
        How much of what was asked for is there, 0 to 1.
    """

    counts: ValueCounts | None
    share: float


@dataclass(frozen=True)
class _Piece:
    picture: int
    region: Region


class HistogramSurvey(QObject):
    """Counts what is asked for; another wish replaces the one in work.

    Signals
    -------
    counted
        With a list of `Counted`, one a picture.
    failed
        With the exception.
    """

    counted = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._pictures: list[PictureSource] = []
        self._left: list[_Piece] = []
        self._found: list[ValueCounts | None] = []
        self._shares: list[float] = []
        self._worker = Latest(self)
        self._worker.done.connect(self._arrived)
        self._worker.failed.connect(self.failed)

    def count(self, pictures: list[PictureSource], region: Region) -> None:
        """Count a part of the photo in each picture, as far as it is there."""
        self._number += 1
        self._pictures = pictures
        self._found = [None] * len(pictures)
        pieces = [_pieces(n, picture, region) for n, picture in enumerate(pictures)]
        there = [[one for one in some if self._is_there(one)] for some in pieces]
        self._shares = [len(t) / max(len(p), 1) for t, p in zip(there, pieces, strict=True)]
        self._left = [piece for some in there for piece in some]
        self._next()

    def close(self) -> None:
        """Stop, and wait for the piece in work."""
        self._left = []
        self._worker.close()

    def _is_there(self, piece: _Piece) -> bool:
        return self._pictures[piece.picture].is_valid(piece.region)

    def _next(self) -> None:
        if self._worker.busy:
            return
        if not self._left:
            pairs = zip(self._found, self._shares, strict=True)
            self.counted.emit([Counted(counts, share) for counts, share in pairs])
            return
        piece, number = self._left.pop(0), self._number
        pixels = self._pictures[piece.picture].read(piece.region)
        self._worker.submit(lambda: (number, piece.picture, value_counts(pixels)))

    def _arrived(self, found: tuple[int, int, ValueCounts]) -> None:
        number, index, counts = found
        if number == self._number:
            known = self._found[index]
            self._found[index] = counts if known is None else known + counts
        self._next()


def _pieces(index: int, picture: PictureSource, region: Region) -> list[_Piece]:
    own = region.scaled(picture.scale).within(picture.size)
    grid = own.covering(PIECE)
    return [
        _Piece(index, Region(column, row, column + 1, row + 1).scaled(PIECE).overlap(own))
        for row in range(grid.top, grid.bottom)
        for column in range(grid.left, grid.right)
    ]
