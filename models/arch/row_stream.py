"""Bands of rows: what the layers of a network keep from one band of a picture to the next.

A tile computes again in its halo what its neighbours have computed too. A band as wide as the
picture needs none: of every tensor inside the network those rows are kept that the next band's
layers still look at, so that the first band gives fewer rows of the result and the last one more.
Bands are also low enough for the processor's caches. The layers of `models.arch.layers` ask here
by themselves inside::

    stream = RowStream()
    for band in bands:                      # N×C×rows×W, from the top down
        with stream.band(last=...):
            rows = network(band)            # the next rows of the result, possibly none

The first band shows who reads which tensor, in an order that stays the same; nothing is given up
before it ends, so that it should be a low one.
"""

from __future__ import annotations

import contextlib
import contextvars
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

_stream: contextvars.ContextVar[RowStream | None] = contextvars.ContextVar(
    "row_stream", default=None
)


def row_stream() -> RowStream | None:
    """The stream that the calling layer is part of; None outside of one."""
    return _stream.get()


class RowStream:
    """The rows that are kept of every tensor, and how far everybody has read."""

    def __init__(self) -> None:
        self.last = False
        self._begun = False
        self._asked = 0
        self._readers: list[_Reader] = []
        self._rows: list[_Rows] = []
        self._known: dict[int, tuple[weakref.ref[Tensor], _Rows]] = {}

    @contextlib.contextmanager
    def band(self, *, last: bool) -> Iterator[None]:
        """Run a network inside the ``with`` block on the next band; ``last`` ends the picture."""
        self.last, self._asked = last, 0
        token = _stream.set(self)
        try:
            yield
        finally:
            _stream.reset(token)
        for rows in self._rows:
            rows.end_band()
        self._known.clear()
        self._begun = True

    def windows(
        self, parts: Sequence[Tensor], kernel: int, *, stride: int, above: int, below: int
    ) -> list[Tensor]:
        """The rows that a sliding window can use now, those of earlier bands first.

        Parameters
        ----------
        parts
            N×C×rows×W each, the next rows of what a layer looks at; those of one part may be
            further down than those of another.
        kernel, stride
            Height and step of the window.
        above, below
            Rows of zeros beyond the picture's upper and lower border.

        Returns
        -------
        list of Tensor
            The same rows of every part, as many as the windows among them take; views, maybe
            without rows.
        """
        readers = [self._reader(part, above, below) for part in parts]
        waiting = min(reader.waiting(last=self.last) for reader in readers)
        count = max(0, (waiting - kernel) // stride + 1)
        rows = (count - 1) * stride + kernel if count else 0
        return [reader.take(rows, count * stride) for reader in readers]

    def delayed(self, x: Tensor, rows: int) -> Tensor:
        """The next ``rows`` rows of what ``x`` (N×C×rows×W) goes on with; a view."""
        return self._reader(x).take(rows, rows)

    def multiples(self, x: Tensor, stride: int) -> Tensor:
        """As many rows of what ``x`` goes on with as are a multiple of ``stride``; a view."""
        reader = self._reader(x)
        rows = reader.waiting(last=self.last) // stride * stride
        return reader.take(rows, rows)

    def overlapping(self, x: Tensor) -> tuple[Tensor, bool]:
        """``x`` after the last row of the band before, and whether there was one; a view."""
        reader = self._reader(x)
        follows, waiting = reader.follows, reader.waiting(last=self.last)
        return reader.take(waiting, max(waiting - 1, 0)), follows

    def _reader(self, x: Tensor, above: int = 0, below: int = 0) -> _Reader:
        """Whoever asks now, with ``x`` among its rows and zeros beyond the borders."""
        self._asked += 1
        if not self._begun:
            self._readers.append(_Reader(self._rows_of(x), -above, below))
        reader = self._readers[self._asked - 1]
        reader.rows.add(x, last=self.last)
        if not self._begun:
            reader.rows.begin(reader)
        if self.last:
            reader.rows.pad_below(below)
        return reader

    def _rows_of(self, x: Tensor) -> _Rows:
        seen, rows = self._known.get(id(x), (None, None))
        if rows is None or seen() is not x:
            rows = _Rows()
            self._rows.append(rows)
            self._known[id(x)] = weakref.ref(x), rows
        return rows


@dataclass(eq=False)
class _Reader:
    """A layer that reads the rows of a tensor from the top down.

    Attributes
    ----------
    place
        Of the next row in the whole picture; negative above its upper border.
    below
        Rows of zeros that it reads below the lower border.
    follows
        True once it has read a row.
    """

    rows: _Rows
    place: int
    below: int
    follows: bool = False

    def waiting(self, *, last: bool) -> int:
        """How many rows it could read now."""
        return self.rows.end + self.below * last - self.place

    def take(self, rows: int, used: int) -> Tensor:
        """The next ``rows`` rows, of which ``used`` are not needed again; a view."""
        place = self.place
        self.place += used
        self.follows |= rows > 0
        return self.rows.part(place, rows)


class _Rows:
    """The rows of one tensor that somebody has still to read.

    Attributes
    ----------
    top, end
        Places in the whole picture of the first row that is kept and of the row after the last;
        zeros beyond the upper border have negative places.
    """

    def __init__(self) -> None:
        self.top = self.end = 0
        self._readers: list[_Reader] = []
        self._kept: Tensor | None = None
        self._store: Tensor | None = None
        self._zeros_below = self._unread = 0
        self._has_new = False

    def begin(self, reader: _Reader) -> None:
        """Have one reader more, which begins at the picture's upper border or above it."""
        self._readers.append(reader)
        missing = self.top - reader.place
        if missing > 0:
            self._kept = torch.cat((_zero_rows(self._kept, missing), self._kept), 2)
            self.top -= missing

    def add(self, x: Tensor, *, last: bool) -> None:
        """Lay the band's new rows behind those that are kept, once a band."""
        if self._has_new:
            return
        self._has_new, self._unread = True, len(self._readers)
        self._zeros_below = max((reader.below for reader in self._readers), default=0) * last
        self.end += x.shape[2]
        old = 0 if self._kept is None else self._kept.shape[2]
        size = (x.shape[0], x.shape[1], old + x.shape[2] + self._zeros_below, x.shape[3])
        laid = torch.empty(size, dtype=x.dtype, device=x.device, memory_format=torch.channels_last)
        if old:
            laid[:, :, :old] = self._kept
        laid[:, :, old : old + x.shape[2]] = x
        laid[:, :, old + x.shape[2] :] = 0
        self._kept = laid

    def pad_below(self, rows: int) -> None:
        """Have ``rows`` rows of zeros beyond the picture's lower border."""
        missing = rows - self._zeros_below
        if missing > 0:
            self._kept = torch.cat((self._kept, _zero_rows(self._kept, missing)), 2)
            self._zeros_below = rows

    def part(self, place: int, rows: int) -> Tensor:
        """A view of rows from a place in the picture on; counts as read by one reader."""
        part = self._kept[:, :, place - self.top : place - self.top + rows]
        self._unread -= 1
        if self._unread == 0:
            self._give_up()
        return part

    def end_band(self) -> None:
        """The next rows may come."""
        if self._unread != 0:  # in the first band nobody knew how many would read
            self._give_up()
        self._has_new = False

    def _give_up(self) -> None:
        """Keep only what somebody has still to read, copied so that the rest is freed.

        The copy always lies in the same place: small blocks between large ones that come and go
        would scatter the large ones over several times the memory.
        """
        needed = min(reader.place for reader in self._readers)
        rows = self._kept[:, :, needed - self.top :]
        if self._store is None or self._store.shape[2] < rows.shape[2]:
            self._store = torch.empty_like(rows, memory_format=torch.channels_last)
        self._kept = self._store[:, :, : rows.shape[2]].copy_(rows)
        self.top = needed


def _zero_rows(x: Tensor, rows: int) -> Tensor:
    return x.new_zeros(x.shape[0], x.shape[1], rows, x.shape[3])
