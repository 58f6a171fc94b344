"""Tiles made in order, several at a time; one by one where memory runs out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

import cv2

from core.region import Region

Make = Callable[[Region], Region]

_of_thread = threading.local()


def each_tile(
    make: Make, cells: Sequence[Region], workers: int, make_room: Callable[[], None]
) -> Iterator[Region]:
    """Make tiles; the first error stops the rest.

    Parameters
    ----------
    make
        Makes a tile and gives its place back.
    cells
        Places, in the order in which they come.
    workers
        Tiles in work at a time.
    make_room
        Called once memory has run out; gives up what can be made again. The tiles that are
        missing are then made one by one.

    Raises
    ------
    MemoryError
        If there is no room for a single tile either.
    """
    ready = 0
    try:
        for cell in _together(make, cells, workers):
            ready += 1
            yield cell
        return
    except (MemoryError, cv2.error) as error:
        if not is_out_of_memory(error):
            raise
    make_room()
    yield from map(make, cells[ready:])


def is_out_of_memory(error: BaseException) -> bool:
    """True if an allocation failed, in Python or in OpenCV."""
    short = isinstance(error, cv2.error) and error.code == cv2.Error.StsNoMem
    return short or isinstance(error, MemoryError)


def _together(make: Make, cells: Sequence[Region], workers: int) -> Iterator[Region]:
    if workers == 1 or len(cells) == 1:
        yield from map(make, cells)
        return
    futures = [_kept_pool(workers).submit(make, cell) for cell in cells]
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()
        wait(futures)


def _kept_pool(workers: int) -> ThreadPoolExecutor:
    """The workers that the calling thread had in its last run, ended when that thread ends.

    They are kept because cuDNN prepares every shape of tile anew in every new thread.
    """
    pools = vars(_of_thread).setdefault("pools", {})
    if workers not in pools:
        pools[workers] = ThreadPoolExecutor(workers, thread_name_prefix="tiles")
    return pools[workers]
