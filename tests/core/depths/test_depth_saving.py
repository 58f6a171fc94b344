from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from photo_samples import XMP, exif_block, noise, saved
from PIL import Image

from core.depth import DepthMap
from core.depths.depth_estimate import estimated_depth
from core.depths.depth_saving import KeptDepth
from core.errors import OutputError
from core.photo import Photo
from core.photos.embedded_text import read_text
from core.photos.jpeg_segments import jpeg_xmp, with_extended_xmp
from core.photos.reading import open_photo
from core.photos.writing import SaveOptions, save_picture

KEEP = SaveOptions(depth=KeptDepth.BESIDE)
RAMP = np.tile(np.linspace(0, 1, 40, dtype=np.float32), (30, 1))


def photo_with_depth(nearness: np.ndarray = RAMP, **facts: float) -> Photo:
    return Photo(noise(60, 80, 3), depth=DepthMap(nearness.copy(), "known", **facts))


def kept(photo: Photo, path: Path, options: SaveOptions = KEEP) -> Photo:
    """The photo after it was saved and opened again."""
    save_picture(photo.pixels, path, source=photo, options=options)
    return open_photo(path)


def test_jpeg_holds_the_map_with_its_distances(tmp_path: Path) -> None:
    depth = kept(photo_with_depth(near=0.4, far=5.0), tmp_path / "out.jpg").depth
    assert depth.source == "From the photo (Google)"
    assert np.abs(depth.nearness - RAMP).max() <= 0.5 / 255 + 1e-6
    assert (depth.near, depth.far) == pytest.approx((0.4, 5.0))
    assert not list(tmp_path.glob("*.png"))


def test_a_large_map_goes_into_several_segments(tmp_path: Path) -> None:
    nearness = noise(300, 400, 1)[..., 0].astype(np.float32) / 255
    nearness[0, :2] = 0, 1
    again = kept(photo_with_depth(nearness), tmp_path / "out.jpg")
    assert (tmp_path / "out.jpg").read_bytes().count(b"xmp/extension/\x00") > 2
    assert np.array_equal(np.rint(again.depth.nearness * 255), np.rint(nearness * 255))


@pytest.mark.parametrize("ending", [".png", ".tif", ".webp"])
def test_other_formats_get_a_sidecar(tmp_path: Path, ending: str) -> None:
    photo = photo_with_depth()
    notes = save_picture(photo.pixels, tmp_path / f"out{ending}", source=photo, options=KEEP)
    assert notes == ("The depth map was saved beside it as out.depth.png.",)
    depth = open_photo(tmp_path / f"out{ending}").depth
    assert depth.source == "Sidecar out.depth.png"
    assert depth.nearness == pytest.approx(RAMP, abs=1e-4)


def test_a_sidecar_says_how_it_is_to_be_read(tmp_path: Path) -> None:
    dark = photo_with_depth(RAMP[:, ::-1] * 0.4, near=0.4, far=5.0)
    again = kept(dark, tmp_path / "out.png")
    assert again.depth_notes == ()
    assert again.depth.nearness == pytest.approx(RAMP[:, ::-1], abs=1e-4)
    assert again.depth.far == pytest.approx(5.0, rel=1e-3)
    assert again.depth.near == pytest.approx(1 / (0.4 / 0.4 + 0.6 / 5.0), rel=1e-3)


def test_unless_told_otherwise_jpeg_holds_the_map_and_other_formats_say_that_they_cannot(
    tmp_path: Path,
) -> None:
    photo = photo_with_depth()
    assert kept(photo, tmp_path / "out.jpg", SaveOptions()).depth is not None
    for name, called in (("out.png", "PNG"), ("out.tif", "TIFF"), ("out.webp", "WebP")):
        notes = save_picture(photo.pixels, tmp_path / name, source=photo)
        assert notes[0].startswith(f"{called} cannot hold the depth map")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["out.jpg", "out.png", "out.tif", "out.webp"]


def test_what_has_no_map_says_nothing_unless_one_was_to_be_kept(tmp_path: Path) -> None:
    bare = Photo(noise(60, 80, 3))
    assert save_picture(bare.pixels, tmp_path / "out.png", source=bare) == ()


def test_a_map_that_is_left_out_leaves_no_promise_behind(tmp_path: Path) -> None:
    first = kept(photo_with_depth(near=0.4, far=5.0), tmp_path / "first.jpg")
    assert b"GDepth" in first.xmp
    for name in ("none.jpg", "none.png"):
        second = kept(first, tmp_path / name, SaveOptions(depth=KeptDepth.NONE))
        assert second.depth is None
        assert second.depth_notes == ()
        for promise in (b"GDepth:", b"HasExtendedXMP"):
            assert promise not in (second.xmp or b"")


def test_saving_twice_keeps_one_map_and_everything_else(tmp_path: Path) -> None:
    content = saved(Image.fromarray(noise(60, 80, 3)), "JPEG", exif=exif_block(1), xmp=XMP)
    (tmp_path / "photo.jpg").write_bytes(content)
    photo = open_photo(tmp_path / "photo.jpg")
    first = kept(
        replace(photo, depth=DepthMap(RAMP.copy(), "known", 0.4, 5.0)), tmp_path / "first.jpg"
    )
    turned = replace(first, depth=DepthMap(RAMP[:, ::-1].copy(), "mirrored"))
    options, path = KEEP, tmp_path / "second.jpg"
    save_picture(turned.pixels, path, source=turned, options=options, text={"key": "a < b"})
    second = open_photo(path)
    assert second.depth.nearness == pytest.approx(RAMP[:, ::-1], abs=0.003)
    assert second.depth.near is None
    assert jpeg_xmp(path.read_bytes()).count(b"GDepth:Data") == 1
    assert second.exif == first.exif
    assert read_text(path) == {"key": "a < b"}


def test_an_enlarged_picture_keeps_the_map(tmp_path: Path) -> None:
    photo = photo_with_depth()
    large = np.repeat(np.repeat(photo.pixels, 3, 0), 3, 1)
    save_picture(large, tmp_path / "out.jpg", source=photo, options=KEEP)
    assert open_photo(tmp_path / "out.jpg").depth.nearness == pytest.approx(RAMP, abs=0.003)


def test_an_estimate_is_never_passed_off_as_measured(tmp_path: Path) -> None:
    bare = Photo(noise(60, 80, 3))
    guess = replace(bare, depth=estimated_depth(bare))
    for name in ("out.jpg", "out.png"):
        notes = save_picture(guess.pixels, tmp_path / name, source=guess, options=KEEP)
        assert notes == ("The depth map is an estimate and was not saved.",)
        assert open_photo(tmp_path / name).depth is None


def test_a_photo_without_a_map_says_so(tmp_path: Path) -> None:
    bare = Photo(noise(60, 80, 3))
    notes = save_picture(bare.pixels, tmp_path / "out.jpg", source=bare, options=KEEP)
    assert notes == ("The photo has no depth map to keep.",)


def test_a_sidecar_is_only_replaced_when_asked_for_and_the_photos_own_never(
    tmp_path: Path,
) -> None:
    Image.fromarray(noise(60, 80, 3)).save(tmp_path / "photo.jpg")
    own = tmp_path / "photo.depth.png"
    Image.fromarray(np.uint8(RAMP * 255)).save(own)
    before = own.read_bytes()
    photo = open_photo(tmp_path / "photo.jpg")
    always = replace(KEEP, overwrite=True)
    with pytest.raises(OutputError, match="never replaced"):
        save_picture(photo.pixels, tmp_path / "photo.png", source=photo, options=always)
    assert own.read_bytes() == before
    assert not (tmp_path / "photo.png").exists()
    (tmp_path / "out.depth.png").write_bytes(b"something else")
    with pytest.raises(OutputError, match=r"out\.depth\.png exists already"):
        save_picture(photo.pixels, tmp_path / "out.png", source=photo, options=KEEP)
    assert kept(photo, tmp_path / "out.png", always).depth is not None


def test_segments_go_behind_those_that_are_there() -> None:
    jpeg = saved(Image.fromarray(noise(20, 30, 3)), "JPEG", exif=exif_block(1), xmp=XMP)
    packet = b"<x/>" * 40_000
    made = with_extended_xmp(jpeg, packet)
    assert jpeg_xmp(made) == jpeg_xmp(jpeg) + packet
    assert made[-1000:] == jpeg[-1000:]
