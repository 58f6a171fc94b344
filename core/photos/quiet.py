"""Keeping what decoders say about odd files off the terminal."""

from __future__ import annotations

import logging
import os
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_one_at_a_time = threading.Lock()


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
    with _one_at_a_time, tempfile.TemporaryFile() as sink:
        try:
            kept = os.dup(2)
        except OSError:  # a windowed program may have no standard error
            yield messages
            return
        os.dup2(sink.fileno(), 2)
        try:
            yield messages
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            sink.seek(0)
            messages.extend(sink.read(4096).decode(errors="replace").splitlines())
