"""Where a result lies while it is made: in memory, or in a file where memory has no room."""

from __future__ import annotations

import shutil
import tempfile

import numpy as np
import psutil

from core.atomic_write import make_folder
from core.errors import OutputError
from core.user_folders import cache_folder

SHARE_OF_FREE = 0.4
SMALLEST_IN_FILE = 64 << 20


def result_pixels(shape: tuple[int, int, int], dtype: np.dtype) -> np.ndarray:
    """Room for a result: in memory if it takes at most two fifths of what is free, else in a file.

    The file has no name, lies in the user's folder for caches and is gone with the array.

    Parameters
    ----------
    shape
        Height, width and channels.
    dtype
        ``uint8`` or ``uint16``.

    Raises
    ------
    OutputError
        If there is no room on the disk either.
    """
    size = int(np.prod(shape)) * dtype.itemsize
    if size <= max(SMALLEST_IN_FILE, SHARE_OF_FREE * psutil.virtual_memory().available):
        try:
            return np.empty(shape, dtype)
        except MemoryError:  # this process may have less than the machine
            return _in_file(shape, dtype, size)
    return _in_file(shape, dtype, size)


def _in_file(shape: tuple[int, int, int], dtype: np.dtype, size: int) -> np.ndarray:
    folder = cache_folder()
    make_folder(folder)
    if shutil.disk_usage(folder).free < size:
        raise OutputError(
            f"The result of {size / 1e9:.1f} GB fits neither into memory nor on the disk.",
            remedy=f"Make room in {folder}, or enhance a part of the photo.",
        )
    with tempfile.TemporaryFile(dir=folder) as file:
        return np.memmap(file, dtype, "w+", shape=shape)
