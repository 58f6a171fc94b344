from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
import tifffile
from photo_samples import XMP, exif_block, gamma_profile, grey_profile, noise, saved
from PIL import Image

from core.errors import OutputError
from core.photo import Photo
from core.photos.embedded_text import read_text
from core.photos.reading import open_photo
from core.photos.writing import SaveOptions, check_target, free_name, save_picture, to_bits

LOSSLESS = [".png", ".tif"]
ENDINGS = [".png", ".tif", ".jpg", ".webp"]


@pytest.fixture
def source(tmp_path: Path) -> Photo:
    """A photo on disk with everything that a photo can carry."""
    folder = tmp_path / "originals"
    folder.mkdir()
    content = saved(
        Image.fromarray(noise(48, 64, 3)),
        "JPEG",
        exif=exif_block(6, thumbnail=True),
        xmp=XMP,
        icc_profile=gamma_profile(2.2),
        dpi=(300, 300),
    )
    (folder / "photo.jpg").write_bytes(content)
    return open_photo(folder / "photo.jpg")


@pytest.mark.parametrize("ending", LOSSLESS)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("with_alpha", [False, True])
def test_lossless_formats_give_back_every_bit(
    tmp_path: Path, ending: str, dtype: type, channels: int, with_alpha: bool
) -> None:
    pixels = noise(33, 47, channels, dtype)
    alpha = noise(33, 47, 1, dtype)[..., 0] if with_alpha else None
    path = tmp_path / f"out{ending}"
    assert save_picture(pixels, path, source=None, alpha=alpha) == ()
    again = open_photo(path)
    assert again.pixels.dtype == dtype
    assert np.array_equal(again.pixels, pixels)
    assert (again.alpha is None) == (alpha is None)
    assert alpha is None or np.array_equal(again.alpha, alpha)


def test_16_bit_tiff_is_read_by_others(tmp_path: Path) -> None:
    pixels = noise(300, 700, 3, np.uint16)
    save_picture(pixels, tmp_path / "out.tif", source=None)
    assert np.array_equal(tifffile.imread(tmp_path / "out.tif"), pixels)


def test_lossless_webp(tmp_path: Path) -> None:
    pixels, alpha = noise(33, 47, 3), noise(33, 47, 1)[..., 0]
    path = tmp_path / "out.webp"
    save_picture(pixels, path, source=None, alpha=alpha, options=SaveOptions(quality=100))
    again = open_photo(path)
    assert np.array_equal(again.pixels, pixels)
    assert np.array_equal(again.alpha, alpha)


@pytest.mark.parametrize("ending", ENDINGS)
def test_everything_goes_along(tmp_path: Path, source: Photo, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    save_picture(noise(96, 128, 3), path, source=source)
    again = open_photo(path)
    exif = Image.Exif()
    exif.load(b"Exif\x00\x00" + again.exif)
    assert again.icc == source.icc
    assert exif[0x010F] == "Tester"
    assert exif[0x0112] == 1
    details = exif.get_ifd(0x8769)
    assert (details[0xA002], details[0xA003]) == (128, 96)
    assert details[0x927C] == b"maker's own bytes"
    assert exif.get_ifd(0x8825)[2] == (48, 51, 30)
    assert b"\xff\xd8\xff" not in again.exif
    assert b'tiff:Orientation="1"' in again.xmp
    assert b"Tower" in again.xmp
    if ending != ".webp":
        assert again.dpi == pytest.approx((300, 300), abs=0.01)


@pytest.mark.parametrize("ending", ENDINGS)
def test_stripping_gps_leaves_no_trace(tmp_path: Path, source: Photo, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    save_picture(source.pixels, path, source=source, options=SaveOptions(strip_gps=True))
    again = open_photo(path)
    exif = Image.Exif()
    exif.load(b"Exif\x00\x00" + again.exif)
    assert exif[0x010F] == "Tester"
    assert exif.get_ifd(0x8825) == {}
    assert b"GPS" not in again.xmp
    assert b"Tower" in again.xmp
    latitude = b"".join(n.to_bytes(4, "little") for n in (48, 1, 51, 1))
    assert latitude in source.exif
    assert latitude not in path.read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("with_xmp", [False, True])
def test_texts_come_back(tmp_path: Path, source: Photo, ending: str, with_xmp: bool) -> None:
    text = {"Diptych session": '{"naïve": "<&>\'"}' * 50, "Recipe": "unsharp"}
    path = tmp_path / f"out{ending}"
    save_picture(source.pixels, path, source=source if with_xmp else None, text=text)
    assert read_text(path) == text
    if with_xmp:
        assert b"Tower" in open_photo(path).xmp


def test_quality_and_colour_resolution(tmp_path: Path) -> None:
    pixels = noise(64, 64, 3)
    sizes = []
    for quality in (50, 89, 90, 100):
        path = tmp_path / f"{quality}.jpg"
        save_picture(pixels, path, source=None, options=SaveOptions(quality=quality))
        sizes.append(path.stat().st_size)
        with Image.open(path) as image:
            assert (image.layer[0][1] == 1) == (quality >= 90)
    assert sizes == sorted(sizes)


def test_depth_follows_the_photo_unless_asked(tmp_path: Path, source: Photo) -> None:
    deep = noise(10, 10, 3, np.uint16)
    save_picture(deep, tmp_path / "a.png", source=source)
    assert open_photo(tmp_path / "a.png").bits == 8
    save_picture(deep, tmp_path / "b.png", source=source, options=SaveOptions(bits=16))
    assert open_photo(tmp_path / "b.png").bits == 16
    with pytest.raises(OutputError, match="JPEG holds 8"):
        save_picture(deep, tmp_path / "c.jpg", source=source, options=SaveOptions(bits=16))


def test_every_16_bit_value_is_rounded_to_the_nearest_level() -> None:
    values = np.arange(65536, dtype=np.uint16)
    assert np.array_equal(to_bits(values, 8), np.rint(values / 257))
    levels = np.arange(256, dtype=np.uint8)
    assert np.array_equal(to_bits(to_bits(levels, 16), 8), levels)


def test_jpeg_lays_transparency_on_white_and_says_so(tmp_path: Path) -> None:
    pixels = np.zeros((16, 16, 3), np.uint8)
    alpha = np.zeros((16, 16), np.uint8)
    notes = save_picture(pixels, tmp_path / "a.jpg", source=None, alpha=alpha)
    assert "white" in notes[0]
    assert open_photo(tmp_path / "a.jpg").pixels.min() > 250


def test_transparency_of_the_photo_is_enlarged_with_it(tmp_path: Path) -> None:
    alpha = np.repeat(np.uint8([[0, 255]]), 4, axis=0).repeat(4, axis=1)
    photo = Photo(noise(4, 8, 3), alpha=alpha)
    save_picture(noise(12, 24, 3), tmp_path / "a.png", source=photo)
    enlarged = open_photo(tmp_path / "a.png").alpha
    assert enlarged.shape == (12, 24)
    assert enlarged[:, :8].max() == 0
    assert enlarged[:, 16:].min() == 255


@pytest.mark.parametrize(("icc", "channels"), [(gamma_profile(2.2), 1), (grey_profile(2.2), 3)])
def test_a_profile_for_other_channels_is_left_out(
    tmp_path: Path, icc: bytes, channels: int
) -> None:
    photo = Photo(noise(8, 8, 4 - channels), icc=icc)
    notes = save_picture(noise(8, 8, channels), tmp_path / "a.png", source=photo)
    assert open_photo(tmp_path / "a.png").icc is None
    assert "profile" in notes[0]


@pytest.mark.parametrize(
    ("blocks", "text", "note"),
    [
        ({"exif": exif_block()[6:] + bytes(70_000)}, {}, "EXIF"),
        ({"xmp": XMP + b" " * 70_000}, {}, "XMP"),
        ({"xmp": XMP}, {"Session": "x" * 70_000}, "text"),
    ],
)
def test_what_is_too_large_for_jpeg_does_not_stop_it(
    tmp_path: Path, blocks: dict[str, bytes], text: dict[str, str], note: str
) -> None:
    photo = Photo(noise(8, 8, 3), **blocks)
    notes = save_picture(photo.pixels, tmp_path / "a.jpg", source=photo, text=text)
    assert len(notes) == 1
    assert note in notes[0]
    assert (open_photo(tmp_path / "a.jpg").xmp is not None) == bool(text)


def test_existing_files_are_kept_unless_asked(tmp_path: Path, source: Photo) -> None:
    path = tmp_path / "out.png"
    path.write_bytes(b"precious")
    with pytest.raises(OutputError, match=r"out\.png exists already.*another name"):
        save_picture(source.pixels, path, source=source)
    assert path.read_bytes() == b"precious"
    save_picture(source.pixels, path, source=source, options=SaveOptions(overwrite=True))
    assert np.array_equal(open_photo(path).pixels, source.pixels)


def test_the_photo_itself_is_never_replaced(tmp_path: Path, source: Photo) -> None:
    before = source.path.read_bytes()
    link = tmp_path / "link.jpg"
    link.hardlink_to(source.path)
    detour = source.path.parent / ".." / "originals" / "photo.jpg"
    for path in (source.path, link, detour):
        with pytest.raises(OutputError, match="never replaced"):
            save_picture(source.pixels, path, source=source, options=SaveOptions(overwrite=True))
    assert source.path.read_bytes() == before


def test_impossible_targets_are_named(tmp_path: Path, source: Photo) -> None:
    with pytest.raises(OutputError, match="no folder"):
        check_target(tmp_path / "nowhere" / "a.png", source, overwrite=False)
    with pytest.raises(OutputError, match="is a folder"):
        check_target(tmp_path, source, overwrite=True)
    with pytest.raises(OutputError, match=r"cannot be saved as \.bmp.*\.png"):
        save_picture(source.pixels, tmp_path / "a.bmp", source=source)
    with pytest.raises(OutputError, match="without an ending"):
        save_picture(source.pixels, tmp_path / "a", source=source)


@pytest.mark.parametrize(("ending", "side"), [(".webp", 16384), (".jpg", 65501)])
def test_formats_with_a_longest_side_say_so(tmp_path: Path, ending: str, side: int) -> None:
    with pytest.raises(OutputError, match="PNG or TIFF"):
        save_picture(np.zeros((1, side, 1), np.uint8), tmp_path / f"a{ending}", source=None)


def test_the_format_can_be_chosen_apart_from_the_name(tmp_path: Path) -> None:
    path = tmp_path / "picture.dat"
    save_picture(noise(5, 6, 3), path, source=None, options=SaveOptions(format="JPG"))
    assert open_photo(path).file_format == "JPEG"


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="disk has room"):
        save_picture(noise(5, 6, 3), tmp_path / "a.png", source=None)
    assert list(tmp_path.iterdir()) == []


def test_free_names_count_up(tmp_path: Path) -> None:
    path = tmp_path / "ünder.v1.png"
    assert free_name(path) == path
    path.touch()
    assert free_name(path).name == "ünder.v1-2.png"
    free_name(path).touch()
    assert free_name(path).name == "ünder.v1-3.png"
