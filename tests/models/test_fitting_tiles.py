"""Too little memory makes tiles smaller, never wrong."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch

from core.op import Margins, TileContext
from core.region import Region, Size
from models.devices import is_out_of_memory
from models.fitting_tiles import FittingTiles, NoRoomError

HALO = 8
SIZE = Size(200, 170)
PICTURE = np.random.default_rng(1).random((200, 170, 3), np.float32)


def blurred(planes: np.ndarray, tile: TileContext) -> np.ndarray:
    """Each pixel four times, of the mean around it; looks where the tile lies."""
    mean = cv2.blur(planes, (7, 7), borderType=cv2.BORDER_CONSTANT)
    return np.repeat(np.repeat(tile.margins.cropped(mean), 2, 0), 2, 1)


class Room:
    """A device with room for so many pixels."""

    def __init__(self, pixels: int) -> None:
        self.pixels = pixels
        self.tried: list[Region] = []
        self.done: list[Region] = []

    def __call__(self, planes: np.ndarray, tile: TileContext) -> np.ndarray:
        self.tried.append(tile.core)
        assert tile.outer == tile.core.grown(HALO).within(SIZE)
        assert np.array_equal(planes, tile.outer.of(PICTURE))
        if planes.shape[0] * planes.shape[1] > self.pixels:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        self.done.append(tile.core)
        return blurred(planes, tile)


def tile(core: Region) -> TileContext:
    outer = core.grown(HALO).within(SIZE)
    return TileContext(
        core,
        Margins(
            core.top - outer.top,
            core.left - outer.left,
            outer.bottom - core.bottom,
            outer.right - core.right,
        ),
        SIZE,
    )


def run(tiles: FittingTiles, room: Room, core: Region) -> np.ndarray:
    one = tile(core)
    return tiles.run(one.outer.of(PICTURE), one, room)


@pytest.fixture
def tiles() -> FittingTiles:
    return FittingTiles(halo=HALO, multiple=4, scale=2)


@pytest.mark.parametrize("pixels", [10**6, 20_000, 9_000, 4_000])
def test_the_picture_is_the_same_however_small_the_tiles_become(tiles, pixels):
    for core in (Region(0, 0, 170, 200), Region(64, 64, 128, 128), Region(128, 192, 170, 200)):
        whole = tile(core)
        wanted = blurred(whole.outer.of(PICTURE), whole)
        assert np.array_equal(run(tiles, Room(pixels), core), wanted)


def test_parts_begin_at_multiples_and_cover_every_pixel_once(tiles):
    room = Room(4_000)
    run(tiles, room, Region(0, 0, 170, 200))
    covered = np.zeros((200, 170), int)
    for part in room.done:
        part.of(covered)[:] += 1
        assert part.left % 4 == part.top % 4 == 0
    assert (covered == 1).all()


def test_what_fitted_is_remembered_and_said(tiles):
    assert tiles.notice == ""
    room = Room(9_000)
    run(tiles, room, Region(0, 0, 128, 128))
    failed = len(room.tried) - len(room.done)
    run(tiles, room, Region(0, 64, 128, 192))
    assert failed > 0
    assert len(room.tried) - len(room.done) == failed
    assert "memory ran out" in tiles.notice


def test_where_nothing_fits_it_is_given_up(tiles):
    with pytest.raises(NoRoomError, match="out of memory"):
        run(tiles, Room(100), Region(0, 0, 170, 200))


def test_other_failures_are_not_taken_for_it(tiles):
    def broken(planes, tile):
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="shapes"):
        tiles.run(PICTURE, tile(Region(0, 0, 170, 200)), broken)
    assert tiles.notice == ""


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory."),
        RuntimeError("[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: can't allocate"),
        RuntimeError("MPS backend out of memory (MPS allocated: 9.05 GB)"),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 5 bytes."),
    ],
)
def test_torch_says_it_in_many_words(error):
    assert is_out_of_memory(error)


def test_the_real_allocator_is_understood():
    with pytest.raises(RuntimeError) as failed:
        torch.empty(1 << 50, dtype=torch.uint8)
    assert is_out_of_memory(failed.value)
