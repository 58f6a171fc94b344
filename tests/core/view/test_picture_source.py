from __future__ import annotations

import numpy as np
import pytest

from core.photo import Photo
from core.picture_forms import in_form, reduced
from core.region import Region, Size
from core.view.picture_source import PictureSource

SIZE = Size(600, 700)


def noise(height: int, width: int, dtype: type = np.uint8, channels: int = 3) -> np.ndarray:
    top = np.iinfo(dtype).max
    random = np.random.default_rng(5)
    return random.integers(0, top, (height, width, channels), dtype, endpoint=True)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_tiles_in_any_order_give_the_whole_picture(dtype: type) -> None:
    whole = noise(600, 700, dtype)
    source = PictureSource(SIZE, dtype=dtype)
    regions = [
        Region(left, top, left + 150, top + 130).within(SIZE)
        for top in range(0, 600, 130)
        for left in range(0, 700, 150)
    ]
    for region in reversed(regions):
        assert not source.is_valid(SIZE.region)
        source.write(region, region.of(whole))
    assert source.is_valid(SIZE.region)
    assert np.array_equal(source.read(SIZE.region), whole)


def test_where_nothing_was_written_the_fallback_shows() -> None:
    old = noise(600, 700)
    source = PictureSource(SIZE, fallback=PictureSource.from_pixels(old))
    part = Region(300, 200, 340, 290)
    source.write(part, np.full((90, 40, 3), 7, np.uint8))
    shown = source.read(SIZE.region)
    assert (part.of(shown) == 7).all()
    part.of(shown)[:] = part.of(old)
    assert np.array_equal(shown, old)


def test_the_old_result_stays_until_the_new_one_is_there() -> None:
    source = PictureSource(Size(300, 300))
    region = Size(300, 300).region
    source.write(region, np.full((300, 300, 3), 50, np.uint8))
    source.start_over()
    assert not source.is_valid(region)
    left = Region(0, 0, 120, 300)
    source.write(left, np.full((300, 120, 3), 90, np.uint8))
    assert source.is_valid(left)
    assert not source.is_valid(Region(100, 0, 140, 20))
    assert source.read(Region(118, 5, 122, 6))[0, :, 0].tolist() == [90, 90, 50, 50]


def test_only_what_was_written_takes_memory_and_can_be_given_back() -> None:
    source = PictureSource(Size(8000, 8000))
    assert source.nbytes == 0
    source.write(Region(0, 0, 256, 256), np.ones((256, 256, 3), np.uint8))
    source.write(Region(4096, 4096, 4352, 4352), np.ones((256, 256, 3), np.uint8))
    assert source.nbytes == 2 * 256 * 256 * 3
    source.keep_only(Region(0, 0, 100, 100))
    assert source.nbytes == 256 * 256 * 3
    assert not source.is_valid(Region(4096, 4096, 4100, 4100))


def test_what_is_written_over_a_part_leaves_the_run_before_as_it_was() -> None:
    source, first = PictureSource(SIZE), noise(512, 700)
    before = first.copy()
    source.write(Region(0, 0, 700, 512), first)
    assert np.array_equal(source.read(Region(3, 5, 690, 500)), first[5:500, 3:690])
    over = Region(100, 200, 300, 260)
    source.write(over, np.full((60, 200, 3), 9, np.uint8))
    shown = source.read(Region(0, 0, 700, 512))
    assert (over.of(shown) == 9).all()
    over.of(shown)[:] = over.of(before)
    assert np.array_equal(shown, before)
    assert np.array_equal(first, before)


def test_what_is_read_of_a_run_cannot_be_written_to() -> None:
    source = PictureSource(SIZE)
    source.write(Region(0, 0, 512, 512), noise(512, 512))
    with pytest.raises(ValueError, match="read-only"):
        source.read(Region(0, 0, 20, 20))[:] = 0


def test_a_place_reaches_beyond_what_was_written_last() -> None:
    behind = noise(600, 700)
    source = PictureSource(SIZE, fallback=PictureSource.from_pixels(behind))
    expected = behind.copy()
    for place, value in ((Region(0, 0, 256, 512), 7), (Region(256, 256, 512, 512), 9)):
        source.write(place, np.full((place.height, place.width, 3), value, np.uint8))
        place.of(expected)[:] = value
    for place in (Region(255, 255, 513, 513), Region(200, 100, 300, 300), SIZE.region):
        assert np.array_equal(source.read(place), place.of(expected))


def test_what_stays_does_not_hold_on_to_what_is_given_back() -> None:
    source = PictureSource(Size(2048, 2048))
    source.write(Region(0, 0, 1024, 1024), noise(1024, 1024))
    assert source.nbytes == 1024 * 1024 * 3
    source.keep_only(Region(0, 0, 256, 256))
    assert source.nbytes == 256 * 256 * 3
    assert np.array_equal(source.read(Region(0, 0, 256, 256)), noise(1024, 1024)[:256, :256])


def test_an_enlarged_result_begins_as_the_input_enlarged() -> None:
    flat = np.full((40, 50, 3), 120, np.uint8)
    source = PictureSource(Size(120, 150), scale=3, fallback=PictureSource.from_pixels(flat))
    assert (source.read(Region(30, 30, 90, 60)) == 120).all()


def test_enlarging_part_by_part_leaves_no_seam() -> None:
    small = PictureSource.from_pixels(noise(40, 50))
    source = PictureSource(Size(160, 200), scale=4, fallback=small)
    whole = source.read(Region(0, 0, 200, 160))
    part = Region(52, 36, 117, 99)
    assert np.array_equal(source.read(part), part.of(whole))


@pytest.mark.parametrize("reduction", [2, 8, 64])
def test_reducing_averages_whole_groups(reduction: int) -> None:
    pixels = noise(512, 512)
    source = PictureSource(Size(512, 512))
    source.write(Size(512, 512).region, pixels)
    small = source.read(Size(512, 512).region, reduction)
    count = 512 // reduction
    groups = pixels.reshape(count, reduction, count, reduction, 3).mean(axis=(1, 3))
    assert np.abs(small - groups).max() <= 0.5001


def test_an_incomplete_group_at_the_edge_counts() -> None:
    pixels = np.array([[0, 0, 200]], np.uint8).reshape(1, 3, 1)
    assert reduced(pixels, 2)[0, :, 0].tolist() == [0, 200]


def test_listeners_hear_of_the_written_place_until_they_leave() -> None:
    heard: list[Region] = []
    source = PictureSource(SIZE)
    source.subscribe(heard.append)
    source.write(Region(690, 10, 720, 20), np.zeros((10, 30, 3), np.uint8))
    source.unsubscribe(heard.append)
    assert heard == [Region(690, 10, 700, 20)]


def test_pixels_of_the_wrong_shape_or_depth_are_refused() -> None:
    source = PictureSource(SIZE)
    with pytest.raises(ValueError, match="does not fit"):
        source.write(Region(0, 0, 4, 4), np.zeros((4, 5, 3), np.uint8))
    with pytest.raises(ValueError, match="does not fit"):
        source.write(Region(0, 0, 4, 4), np.zeros((4, 4, 3), np.uint16))


def test_a_photo_is_shown_without_a_copy() -> None:
    photo = Photo(noise(20, 30))
    source = PictureSource.from_photo(photo)
    assert np.shares_memory(source._whole, photo.pixels)
    assert source.is_valid(Region(0, 0, 30, 20))


def test_depths_meet_at_both_ends() -> None:
    ends = np.array([0, 1, 255], np.uint8).reshape(1, 3, 1)
    wide = in_form(ends, np.dtype(np.uint16), 1)
    assert wide.ravel().tolist() == [0, 257, 65535]
    assert np.array_equal(in_form(wide, np.dtype(np.uint8), 1), ends)


def test_a_first_impression_is_small() -> None:
    thin = PictureSource.from_pixels(noise(600, 700)).thinned(100)
    assert max(thin.shape) <= 200


def test_a_reader_gives_what_was_there_to_another_thread():
    source = PictureSource(Size(300, 400))
    first = np.full((300, 400, 3), 7, np.uint8)
    source.write(Region(0, 0, 400, 300), first)
    read = source.reader(Region(10, 20, 390, 280))
    source.keep_only(Region(0, 0, 1, 1))
    assert (read() == 7).all()
    whole = PictureSource.from_pixels(first)
    assert whole.reader(Region(1, 2, 5, 9))().shape == (7, 4, 3)


def test_a_whole_result_is_taken_over_and_replaced_by_the_next() -> None:
    source = PictureSource(SIZE, fallback=PictureSource.from_pixels(noise(600, 700)))
    first, second = 255 - noise(600, 700), noise(600, 700)[::-1].copy()
    told = []
    source.subscribe(told.append)
    source.write(SIZE.region, first)
    assert source.is_valid(SIZE.region)
    assert source.nbytes == first.nbytes
    source.start_over()
    assert not source.is_valid(SIZE.region)
    assert np.array_equal(source.read(SIZE.region), first)
    part = Region(300, 200, 340, 290)
    source.write(part, part.of(second))
    shown = source.read(SIZE.region)
    assert np.array_equal(part.of(shown), part.of(second))
    assert np.array_equal(shown[:200], first[:200])
    source.write(SIZE.region, second)
    assert np.array_equal(source.read(SIZE.region), second)
    assert source.nbytes == second.nbytes
    assert told == [SIZE.region, part, SIZE.region]


def test_tiles_that_replace_a_whole_result_let_it_go() -> None:
    source = PictureSource(SIZE)
    source.write(SIZE.region, 255 - noise(600, 700))
    source.start_over()
    new = noise(600, 700)[::-1].copy()
    for half in (Region(0, 0, 700, 300), Region(0, 300, 700, 600)):
        source.write(half, half.of(new))
    assert source.nbytes == new.nbytes
    assert np.array_equal(source.read(SIZE.region), new)


def test_a_whole_result_gives_back_what_is_not_seen() -> None:
    old = noise(600, 700)
    source = PictureSource(SIZE, fallback=PictureSource.from_pixels(old))
    new = 255 - noise(600, 700)
    source.write(SIZE.region, new)
    source.keep_only(Region(0, 0, 256, 256))
    assert source.nbytes == 256 * 256 * 3
    shown = source.read(SIZE.region)
    assert np.array_equal(shown[:256, :256], new[:256, :256])
    assert np.array_equal(shown[300:], old[300:])


@pytest.mark.parametrize("shape", [(514, 1028, 3), (2200, 1100, 3), (777, 333, 1)])
def test_reducing_averages_groups_whether_few_rows_at_a_time_or_at_once(
    shape: tuple[int, int, int],
) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, shape, np.uint8)
    small = PictureSource.from_pixels(pixels).read(Size(*shape[:2]).region, 2)
    height, width = shape[0] // 2, shape[1] // 2
    groups = pixels[: 2 * height, : 2 * width].reshape(height, 2, width, 2, -1).mean(axis=(1, 3))
    assert np.abs(small[:height, :width] - groups).max() <= 0.5


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_what_is_reduced_already_reads_like_what_is_reduced_now(dtype: type) -> None:
    whole = noise(601, 703, dtype)
    size = Size(601, 703)
    plain, ready = PictureSource(size, dtype=dtype), PictureSource(size, dtype=dtype)
    plain.write(size.region, whole)
    ready.write(size.region, whole, {4: reduced(whole, 4)})
    for region in (size.region, Region(8, 16, 703, 300), Region(512, 256, 703, 601)):
        for reduction in (1, 2, 4, 8):
            read = ready.read(region, reduction)
            assert np.array_equal(read, plain.read(region, reduction))
    read[:] = 0
    assert np.array_equal(ready.read(size.region, 4), reduced(whole, 4))


def test_a_new_result_is_not_shown_by_the_old_reduction() -> None:
    size = Size(40, 60)
    source = PictureSource(size)
    source.write(size.region, np.full((40, 60, 3), 9, np.uint8), {2: np.full((20, 30, 3), 9)})
    source.write(size.region, np.full((40, 60, 3), 7, np.uint8))
    assert (source.read(size.region, 2) == 7).all()
    source.write(size.region, np.full((40, 60, 3), 9, np.uint8), {2: np.full((20, 30, 3), 9)})
    source.start_over()
    source.write(Region(0, 0, 60, 20), np.full((20, 60, 3), 5, np.uint8))
    assert source.read(size.region, 2)[:, 0, 0].tolist() == [5] * 10 + [9] * 10
    source.write(size.region, np.full((40, 60, 3), 9, np.uint8), {2: np.full((20, 30, 3), 9)})
    source.keep_only(Region(0, 0, 1, 1))
    source.write(Region(0, 0, 60, 20), np.full((20, 60, 3), 5, np.uint8))
    assert source.read(size.region, 2)[:10].max() == 5
