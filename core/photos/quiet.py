"""Keeping what decoders say about odd files off the terminal."""

from __future__ import annotations

import logging
import os
import re
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

_one_at_a_time = threading.Lock()
_OF_LIBJPEG = re.compile(
    rb"Corrupt JPEG data|Premature end of JPEG|Inconsistent progression|Invalid SOS|"
    rb"Unknown Adobe color|Warning: unknown JFIF"
)


def silence_decoders() -> None:
    """Keep warnings and log lines of Pillow and tifffile from being printed."""
    for name in ("PIL", "tifffile"):
        warnings.filterwarnings("ignore", module=rf"{name}\b")
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


@contextmanager
def native_messages() -> Iterator[list[str]]:
    """Collect what C libraries print to standard error, instead of showing it.

    libtiff has no other way to be silenced from Python. Yields a list that holds the lines once
    the block is left.
    """
    messages: list[str] = []
    with _one_at_a_time:
        aside = _ErrorsAside()
        try:
            yield messages
        finally:
            messages.extend(aside.end()[:4096].decode(errors="replace").splitlines())


@contextmanager
def without_libjpeg_messages() -> Iterator[Callable[[], bool]]:
    """Leave out what libjpeg prints to standard error; what others print there comes later.

    OpenCV does not keep it from printing. Several threads may be inside at once. Yields a function
    that tells whether certainly nothing was printed up to now.
    """
    _LIBJPEG.enter()
    try:
        yield _LIBJPEG.is_silent
    finally:
        _LIBJPEG.leave()


class _ErrorsAside:
    """Standard error goes into a file from now on."""

    def __init__(self) -> None:
        self._sink: IO[bytes] | None = None
        try:
            self._kept = os.dup(2)
            self._sink = tempfile.TemporaryFile()  # noqa: SIM115 – `end` closes it
        except OSError:  # a windowed program may have no standard error
            return
        os.dup2(self._sink.fileno(), 2)

    def is_empty(self) -> bool:
        """Whether nothing was printed; False where that cannot be known."""
        return self._sink is not None and os.fstat(self._sink.fileno()).st_size == 0

    def end(self) -> bytes:
        """Set standard error back; gives what was printed."""
        if self._sink is None:
            return b""
        os.dup2(self._kept, 2)
        os.close(self._kept)
        with self._sink as sink:
            sink.seek(0)
            return sink.read()


class _Libjpeg:
    """The first who enters sets standard error aside, the last who leaves sets it back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._aside: _ErrorsAside | None = None

    def enter(self) -> None:
        """Before decoding."""
        with self._lock:
            if self._inside == 0:
                _one_at_a_time.acquire()
                self._aside = _ErrorsAside()
            self._inside += 1

    def is_silent(self) -> bool:
        """While decoding: whether nothing was printed, by whomever."""
        with self._lock:
            return self._aside is not None and self._aside.is_empty()

    def leave(self) -> None:
        """After it."""
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._aside is not None:
                printed, self._aside = self._aside.end(), None
                _one_at_a_time.release()
                others = (one for one in printed.splitlines(True) if not _OF_LIBJPEG.match(one))
                _pass_on(b"".join(others))


def _pass_on(printed: bytes) -> None:
    if printed:
        os.write(2, printed)


_LIBJPEG = _Libjpeg()
