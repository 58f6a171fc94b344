"""Where a result lies while it is made: in memory, or in a file where memory has no room."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence

import numpy as np
import psutil

from core.atomic_write import make_folder
from core.errors import OutputError
from core.picture_forms import reduced
from core.region import Region
from core.user_folders import cache_folder

SHARE_OF_FREE = 0.4
SMALLEST_IN_FILE = 64 << 20


class ResultSheet:
    """A result while it is made, tile by tile; several threads may lay tiles at a time.

    Parameters
    ----------
    place
        Of the result, in pixels of the whole picture's result.
    channels, dtype
        Of its pixels.
    reduction
        By what the result is to be reduced as well.

    Attributes
    ----------
    pixels
        H×W×C.
    reduced
        The same by the reduction, made from each tile while it is at hand; empty unless
        `reduce_along` found that tiles fall into whole groups.
    """

    def __init__(self, place: Region, channels: int, dtype: np.dtype, reduction: int = 1) -> None:
        self.place, self._factor = place, reduction
        self.pixels = result_pixels((place.height, place.width, channels), dtype)
        self.reduced: dict[int, np.ndarray] = {}

    def reduce_along(self, cells: Sequence[Region]) -> None:
        """Reduce the tiles that will be laid, if no group of pixels lies in two of them."""
        factor = self._factor
        corners = {edge % factor for cell in cells for edge in (cell.left, cell.top)}
        if factor > 1 and corners == {0}:
            small = self.place.relative_to(self.place).covering(factor)
            shape = (small.height, small.width, self.pixels.shape[2])
            self.reduced = {factor: np.empty(shape, self.pixels.dtype)}

    def lay(self, cell: Region, pixels: np.ndarray) -> None:
        """Put a tile into its place."""
        inside = cell.relative_to(self.place)
        inside.of(self.pixels)[:] = pixels
        for factor, small in self.reduced.items():
            inside.covering(factor).of(small)[:] = reduced(pixels, factor)


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
