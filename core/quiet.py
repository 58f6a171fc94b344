"""Keeping native libraries off the terminal."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def native_messages() -> Iterator[list[str]]:
    """Collect what C libraries print to standard error, instead of showing it.

    libtiff has no other way to be silenced from Python. Yields a list that holds the text once the
    block is left.
    """
    messages: list[str] = []
    try:
        kept = os.dup(2)
    except OSError:  # a windowed program may have no standard error
        yield messages
        return
    with tempfile.TemporaryFile() as sink:
        os.dup2(sink.fileno(), 2)
        try:
            yield messages
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            sink.seek(0)
            messages.extend(sink.read(4096).decode(errors="replace").splitlines())
