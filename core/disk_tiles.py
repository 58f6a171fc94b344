"""Tiles on disk, so that a network need not run again after the program was closed."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import threading
from collections import OrderedDict
from pathlib import Path

import numpy as np

from core.atomic_write import delete_file, make_folder, write_bytes
from core.errors import OutputError

SUFFIX = ".tile"
CHECK_BYTES = 16


class DiskTiles:
    """Tiles by name in a folder of the program's own; the ones used longest ago go first.

    A file that was damaged or belongs to something else counts as missing. Several programs may
    use the folder at once.

    Parameters
    ----------
    folder
        Made when the first tile is kept; never a folder of photos.
    limit
        Bytes that all files together may take.

    Attributes
    ----------
    fault
        Why nothing more is kept; empty as long as everything is.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.fault = ""
        self._limit = limit
        self._lock = threading.Lock()
        self._found: OrderedDict[str, int] | None = None

    @property
    def limit(self) -> int:
        """Bytes that all files together may take; setting it lower deletes some at once."""
        return self._limit

    @limit.setter
    def limit(self, value: int) -> None:
        with self._lock:
            self._limit = value
            self._shrink()

    @property
    def used(self) -> int:
        """Bytes that the files take."""
        with self._lock:
            return sum(self._sizes.values())

    def get(self, name: str) -> np.ndarray | None:
        """The tile, or None."""
        path = self._path(name)
        try:
            content = path.read_bytes()
            tile = _tile(content)
        except (OSError, ValueError, EOFError):
            self._forget(name)
            return None
        with self._lock:
            self._sizes[name] = len(content)
            self._sizes.move_to_end(name)
        _touch(path)
        return tile

    def put(self, name: str, tile: np.ndarray) -> None:
        """Keep a tile, deleting those used longest ago; where that fails, nothing more is kept."""
        if self.fault:
            return
        content = _content(tile)
        try:
            make_folder(self.folder)
            write_bytes(self._path(name), content, overwrite=True, durable=False)
            with self._lock:
                self._sizes[name] = len(content)
                self._sizes.move_to_end(name)
                self._shrink()
        except OutputError as error:
            self.fault = f"Results are not kept on disk any more: {error}"

    def clear(self) -> None:
        """Delete every tile.

        Raises
        ------
        OutputError
            If one cannot be deleted.
        """
        with self._lock:
            for name in list({**self._sizes, **_files(self.folder)}):
                delete_file(self._path(name))
            self._sizes.clear()
            self.fault = ""

    @property
    def _sizes(self) -> OrderedDict[str, int]:
        """What there is; the folder is looked through when somebody first asks."""
        if self._found is None:
            self._found = _files(self.folder)
        return self._found

    def _forget(self, name: str) -> None:
        with self._lock:
            self._sizes.pop(name, None)

    def _shrink(self) -> None:
        total = sum(self._sizes.values())
        while total > self._limit and self._sizes:
            name, size = self._sizes.popitem(last=False)
            delete_file(self._path(name))
            total -= size

    def _path(self, name: str) -> Path:
        return self.folder / (name + SUFFIX)


def _files(folder: Path) -> OrderedDict[str, int]:
    """Names and sizes of the tiles in a folder, the ones used longest ago first."""
    found = []
    for path in folder.glob("*" + SUFFIX):
        try:
            state = path.stat()
        except OSError:
            continue  # another program has just deleted it
        found.append((state.st_mtime_ns, path.stem, state.st_size))
    return OrderedDict((name, size) for _, name, size in sorted(found))


def _touch(path: Path) -> None:
    """Note that a tile was used."""
    with contextlib.suppress(OSError):  # deleted meanwhile, or not ours to write: it stays old
        os.utime(path)


def _content(tile: np.ndarray) -> bytes:
    """A check sum and the tile as a NumPy file."""
    buffer = io.BytesIO()
    np.save(buffer, tile, allow_pickle=False)
    data = buffer.getvalue()
    return _check_sum(data) + data


def _tile(content: bytes) -> np.ndarray:
    """The tile of a file's content.

    Raises
    ------
    ValueError
        If the file was damaged.
    """
    data = memoryview(content)[CHECK_BYTES:]
    if _check_sum(data) != content[:CHECK_BYTES]:
        raise ValueError("the check sum is another one")
    return np.load(io.BytesIO(data), allow_pickle=False)


def _check_sum(data: bytes | memoryview) -> bytes:
    return hashlib.blake2b(data, digest_size=CHECK_BYTES).digest()
