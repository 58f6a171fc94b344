from __future__ import annotations

import numpy as np
import pytest

from core.photo import Photo
from core.region import Region, Size
from core.view.picture_source import PictureSource
from core.view.pyramid import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Pyramid,
    TileCache,
    TileKey,
    level_count,
    level_for,
    rounded_to_8_bits,
)
from core.view.transparency import DARK_SQUARE, LIGHT_SQUARE

ROOM = 1 << 28


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 255, (height, width, 3), np.uint8)


def test_a_tile_has_the_pixels_of_its_place_in_the_screen_s_order() -> None:
    pixels = noise(700, 1300)
    pyramid = Pyramid(PictureSource.from_pixels(pixels), TileCache(ROOM))
    key = TileKey(0, 1, 1)
    tile = pyramid.make(key).pixels
    place = pyramid.place(key)
    assert np.array_equal(tile[1:-1, 1:-1, 2::-1], place.of(pixels))
    assert (tile[..., 3] == 255).all()


def test_a_tile_is_surrounded_by_its_neighbours_or_the_edge() -> None:
    pixels = noise(700, 1300)
    pyramid = Pyramid(PictureSource.from_pixels(pixels), TileCache(ROOM))
    tile = pyramid.make(TileKey(0, 0, 1)).pixels[..., 2::-1]
    assert np.array_equal(tile[1:-1, 0], pixels[:TILE_HEIGHT, TILE_WIDTH - 1])
    assert np.array_equal(tile[0, 1:-1], pixels[0, TILE_WIDTH : 2 * TILE_WIDTH])
    assert np.array_equal(tile[-1, 1:-1], pixels[TILE_HEIGHT, TILE_WIDTH : 2 * TILE_WIDTH])


@pytest.mark.parametrize("level", [1, 2, 3])
def test_higher_levels_average_and_cover_everything(level: int) -> None:
    pixels = noise(1111, 1701)
    pyramid = Pyramid(PictureSource.from_pixels(pixels), TileCache(ROOM))
    step = 1 << level
    shape = (-(-1111 // step), -(-1701 // step), 3)
    picture = np.zeros(shape, np.uint8)
    for key in pyramid.keys(level, Size(1111, 1701).region):
        tile = pyramid.make(key).pixels[1:-1, 1:-1, 2::-1]
        top, left = key.row * TILE_HEIGHT, key.column * TILE_WIDTH
        picture[top : top + tile.shape[0], left : left + tile.shape[1]] = tile
    whole = pixels[: 1111 // step * step, : 1701 // step * step]
    groups = whole.reshape(1111 // step, step, 1701 // step, step, 3).mean(axis=(1, 3))
    inner = picture[: groups.shape[0], : groups.shape[1]]
    assert np.abs(inner - groups).max() <= 0.5001
    assert (picture[-1].sum(axis=1) > 0).all()


def test_tiles_come_from_the_middle_of_the_view_outwards() -> None:
    pyramid = Pyramid(PictureSource(Size(2560, 5120)), TileCache(ROOM))
    keys = pyramid.keys(0, Region(0, 0, 5 * TILE_WIDTH, 5 * TILE_HEIGHT))
    assert keys[0] == TileKey(0, 2, 2)
    assert len(keys) == len(set(keys)) == 25
    assert pyramid.keys(0, Region(9000, 0, 9100, 10)) == ()


def test_the_budget_holds_for_all_pyramids_and_the_oldest_leave() -> None:
    one = 258 * 514 * 4
    cache = TileCache(3 * one)
    first = Pyramid(PictureSource(Size(1024, 2048)), cache)
    second = Pyramid(PictureSource(Size(1024, 2048)), cache)
    for column in range(2):
        first.make(TileKey(0, 1, column))
        second.make(TileKey(0, 1, column))
    assert cache.used == 3 * one
    assert first.tile(TileKey(0, 1, 0)) is None
    assert second.tile(TileKey(0, 1, 1)) is not None
    second.close()
    assert cache.used == one


def test_a_whole_pyramid_takes_at_most_1_point_8_times_the_picture() -> None:
    size = Size(2048, 4096)
    cache = TileCache(ROOM)
    pyramid = Pyramid(PictureSource(size), cache)
    for level in range(pyramid.levels):
        for key in pyramid.keys(level, size.region):
            pyramid.make(key)
    assert cache.used <= 1.8 * 3 * size.height * size.width


def test_a_change_marks_only_the_tiles_it_touches_and_they_stay_until_remade() -> None:
    source = PictureSource(Size(1024, 2048))
    pyramid = Pyramid(source, TileCache(ROOM))
    keys = [TileKey(0, 0, 0), TileKey(0, 2, 2), TileKey(1, 0, 0)]
    for key in keys:
        pyramid.make(key)
    source.write(Region(3, 3, 9, 9), np.full((6, 6, 3), 200, np.uint8))
    assert [pyramid.tile(key).stale for key in keys] == [True, False, True]
    assert pyramid.tile(keys[0]).pixels[5, 5, 0] == 0
    assert pyramid.make(keys[0]).pixels[5, 5, 0] == 200
    assert not pyramid.tile(keys[0]).stale


def test_the_overview_is_small_and_follows_changes() -> None:
    source = PictureSource.from_pixels(noise(3000, 4000))
    pyramid = Pyramid(source, TileCache(ROOM))
    first = pyramid.overview()
    assert max(first.pixels.shape) < 800
    assert pyramid.overview() is first
    source.tell(Region(0, 0, 5, 5))
    assert pyramid.overview() is not first


def test_level_for_never_shows_larger_pixels_than_needed() -> None:
    for zoom in (0.9, 0.5, 0.3, 0.1, 0.01):
        level = level_for(zoom, 9)
        assert 0.5 < zoom * 2**level <= 1.0
    assert level_for(16.0, 9) == 0


def test_display_colours_are_applied_and_grey_becomes_rgb() -> None:
    grey = PictureSource.from_pixels(np.full((8, 8, 1), 65535, np.uint16))
    tile = Pyramid(grey, TileCache(ROOM)).make(TileKey(0, 0, 0)).pixels
    assert (tile == 255).all()
    dark = Pyramid(grey, TileCache(ROOM), lambda pixels: rounded_to_8_bits(pixels) // 2)
    assert (dark.make(TileKey(0, 0, 0)).pixels[..., 0] == 127).all()


@pytest.mark.parametrize(("size", "levels"), [((1, 1), 1), ((256, 512), 1), ((256, 513), 2)])
def test_levels_end_where_one_tile_holds_all(size: tuple[int, int], levels: int) -> None:
    assert level_count(Size(*size)) == levels


def test_where_a_photo_is_transparent_chequers_are_seen_in_every_result() -> None:
    pixels = np.full((300, 600, 3), 10, np.uint8)
    alpha = np.full((300, 600), 255, np.uint8)
    alpha[:, 300:] = 0
    photo = PictureSource.from_photo(Photo(pixels, alpha=alpha))
    result = PictureSource(Size(900, 1800), scale=3, fallback=photo)
    for picture in (photo, result):
        for level in (0, 1):
            pyramid = Pyramid(picture, TileCache(ROOM))
            last = pyramid.keys(level, Region(picture.size.width - 1, 0, 99999, 1))[0]
            end = pyramid.make(last).pixels[1:-1, -20:-1, 0]
            assert set(np.unique(end)) == {LIGHT_SQUARE, DARK_SQUARE}
            assert pyramid.make(TileKey(level, 0, 0)).pixels[5, 5].tolist() == [10, 10, 10, 255]
