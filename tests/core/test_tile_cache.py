"""Tiles are kept by content, in memory and on disk, each within its limit."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from core.disk_tiles import DiskTiles
from core.engine import Engine
from core.op import Op
from core.photo import Photo
from core.recipe import Recipe, Step
from core.tile_cache import TileCache, TileKey

KB = 1024


def tile(value: int, kilobytes: int = 1) -> np.ndarray:
    return np.full((kilobytes, 64, 8), value, np.uint16)


def key(number: int) -> TileKey:
    return TileKey("content", number, 0)


@pytest.fixture
def disk(tmp_path) -> DiskTiles:
    return DiskTiles(tmp_path / "cache" / "tiles", 100 * KB)


def files(disk: DiskTiles) -> list[Path]:
    return sorted(disk.folder.glob("*"))


def test_memory_holds_no_more_than_its_budget():
    cache = TileCache(10 * KB)
    for number in range(20):
        cache.put(key(number), tile(number))
    assert cache.used == 10 * KB
    assert cache.get(key(0)) is None
    assert (cache.get(key(19)) == 19).all()
    cache.budget = 2 * KB
    assert cache.used == 2 * KB
    assert cache.get(key(19)) is not None


def test_only_lasting_tiles_go_to_disk(disk):
    cache = TileCache()
    cache.disk = disk
    cache.put(key(1), tile(1))
    assert files(disk) == []
    cache.put(key(2), tile(2), lasting=True)
    assert len(files(disk)) == 1


def test_what_memory_has_dropped_comes_from_disk(disk):
    cache = TileCache(KB)
    cache.disk = disk
    for number in range(3):
        cache.put(key(number), tile(number), lasting=True)
    assert (cache.get(key(0), lasting=True) == 0).all()
    assert cache.get(key(1)) is None


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_tile_comes_back_exactly_after_a_restart(disk, dtype):
    pixels = np.random.default_rng(1).integers(0, 255, (37, 41, 3)).astype(dtype)
    disk.put("a", pixels)
    again = DiskTiles(disk.folder, 100 * KB)
    assert np.array_equal(again.get("a"), pixels)
    assert again.get("a").dtype == dtype
    assert again.used == disk.used > pixels.nbytes


def test_the_disk_holds_no_more_than_its_limit_and_keeps_what_was_used_last(disk):
    for number in range(8):
        disk.put(str(number), tile(number, 10))
    assert disk.get("0") is not None
    disk.put("8", tile(8, 10))
    disk.put("9", tile(9, 10))
    assert disk.used <= 100 * KB
    assert disk.get("0") is not None
    assert disk.get("1") is None
    disk.limit = 20 * KB
    assert sum(path.stat().st_size for path in files(disk)) <= 20 * KB


def test_the_order_of_use_survives_a_restart(disk):
    for number, seconds in ((1, 300), (2, 100), (3, 200)):
        disk.put(str(number), tile(number, 10))
        os.utime(disk.folder / f"{number}.tile", (0, seconds))
    again = DiskTiles(disk.folder, 100 * KB)
    again.limit = 24 * KB
    assert [again.get(name) is not None for name in "123"] == [True, False, True]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-7],
        lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:],
        lambda data: b"not a tile at all",
    ],
)
def test_a_damaged_file_counts_as_missing_and_is_replaced(disk, spoil):
    disk.put("a", tile(1))
    path = files(disk)[0]
    path.write_bytes(spoil(path.read_bytes()))
    assert disk.get("a") is None
    disk.put("a", tile(1))
    assert (disk.get("a") == 1).all()


def test_another_program_may_delete_files(disk):
    disk.put("a", tile(1))
    files(disk)[0].unlink()
    assert disk.get("a") is None
    disk.limit = 0
    disk.clear()


def test_clearing_deletes_tiles_and_nothing_else(disk):
    for number in range(4):
        disk.put(str(number), tile(number))
    other = disk.folder / "holiday.jpg"
    other.write_bytes(b"mine")
    disk.clear()
    assert files(disk) == [other]
    assert disk.used == 0


def test_a_folder_that_cannot_be_made_is_said_once_and_nothing_fails(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    disk = DiskTiles(blocked / "tiles", 100 * KB)
    disk.put("a", tile(1))
    assert "not kept on disk" in disk.fault
    assert disk.get("a") is None


class Counted:
    """A network that counts its tiles."""

    def __init__(self) -> None:
        self.runs = 0
        self.looks = 0

    def engine(self, disk: DiskTiles | None = None) -> Engine:
        soft = Op("soft", "Soft", lambda pixels, values, tile: tile.margins.cropped(pixels) * 0.9)
        looking = Op(
            "network",
            "Network",
            self.apply,
            tile=32,
            expensive=True,
            fingerprint="weights",
            prepare=self.look,
        )
        engine = Engine([looking, soft])
        engine.cache.disk = disk
        return engine

    def apply(self, pixels, values, tile):
        self.runs += 1
        return 1 - pixels

    def look(self, source, values):
        self.looks += 1


def photo(seed: int = 1) -> Photo:
    return Photo(np.random.default_rng(seed).integers(0, 255, (70, 90, 3), dtype=np.uint8))


def recipe(strength: float = 1.0) -> Recipe:
    return Recipe("", (Step("network", strength=strength), Step("soft")))


def test_after_a_restart_the_network_does_not_run_again(disk):
    first, later = Counted(), Counted()
    made = first.engine(disk).run(photo(), recipe()).pixels
    again = later.engine(DiskTiles(disk.folder, disk.limit)).run(photo(), recipe()).pixels
    assert (first.runs, first.looks) == (9, 1)
    assert (later.runs, later.looks) == (0, 0)
    assert np.array_equal(made, again)


def test_without_the_disk_it_does_and_writes_nothing(tmp_path):
    first, later = Counted(), Counted()
    first.engine().run(photo(), recipe())
    later.engine().run(photo(), recipe())
    assert later.runs == 9
    assert list(tmp_path.iterdir()) == []


def test_another_photo_is_another_content(disk):
    counted = Counted()
    engine = counted.engine(disk)
    engine.run(photo(1), recipe())
    engine.run(photo(2), recipe())
    assert counted.runs == 18


def test_sliders_behind_a_network_and_its_strength_never_run_it_again():
    counted = Counted()
    engine = counted.engine()
    for strength in (1.0, 0.7, 0.2, 1.0):
        engine.run(photo(), recipe(strength))
    assert counted.runs == 9


def test_a_disk_that_fails_stands_in_the_report_and_is_told_once(tmp_path):
    (tmp_path / "file").write_text("")
    engine, said = Counted().engine(DiskTiles(tmp_path / "file" / "tiles", KB)), []
    engine.on_notice = said.append
    reports = [engine.run(photo(seed), recipe()).report for seed in (1, 2)]
    assert len(said) == 1
    assert said[0] in reports[0].warnings
