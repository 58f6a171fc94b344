from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from photo_samples import exif_block, noise, saved
from PIL import Image

from core.errors import PhotoError
from core.photos.orientation import turned_upright
from core.photos.quiet import without_libjpeg_messages
from core.photos.reading import open_photo


def photo_of(tmp_path: Path, content: bytes) -> np.ndarray:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    return open_photo(path).pixels


def by_pillow(content: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(content)) as image:
        pixels = np.asarray(image)
    return pixels.reshape(*pixels.shape[:2], -1)


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize(
    "options",
    [
        {"subsampling": "4:2:0"},
        {"subsampling": "4:2:2"},
        {"subsampling": "4:4:4", "quality": 100},
        {"progressive": True},
        {"restart_marker_blocks": 3},
        {"keep_rgb": True},
    ],
)
def test_a_jpeg_has_the_values_that_pillow_gives(
    tmp_path: Path, mode: str, options: dict[str, object]
) -> None:
    content = saved(Image.fromarray(noise(83, 129, 3)).convert(mode), "JPEG", **options)
    assert np.array_equal(photo_of(tmp_path, content), by_pillow(content))


def test_a_large_turned_jpeg_stands_upright(tmp_path: Path) -> None:
    content = saved(Image.fromarray(noise(2050, 2100, 3)), "JPEG", exif=exif_block(6))
    assert np.array_equal(photo_of(tmp_path, content), turned_upright(by_pillow(content), 6))


def test_a_damaged_jpeg_is_shown_as_far_as_it_goes_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(saved(Image.fromarray(noise(200, 300, 3)), "JPEG"))
    content[len(content) // 2 : len(content) // 2 + 40] = bytes(40)
    assert np.array_equal(photo_of(tmp_path, bytes(content)), by_pillow(bytes(content)))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("missing", ["files in memory", "their names", "standard error"])
def test_a_jpeg_opens_where_the_system_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, missing: str
) -> None:
    content = saved(Image.fromarray(noise(83, 129, 3)).convert(mode), "JPEG")
    if missing == "files in memory":
        monkeypatch.delattr(os, "memfd_create", raising=False)
    elif missing == "their names":
        monkeypatch.setattr("cv2.imread", lambda _name, pixels, _flags: pixels)
    else:
        monkeypatch.setattr(os, "dup", refuse)
    assert np.array_equal(photo_of(tmp_path, content), by_pillow(content))


def refuse(*_: object) -> None:
    raise OSError


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_jpeg_that_is_cut_off_is_refused_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], kept: float
) -> None:
    content = saved(Image.fromarray(noise(600, 800, 3)), "JPEG")
    with pytest.raises(PhotoError, match="cut off"):
        photo_of(tmp_path, content[: int(kept * len(content))])
    assert capfd.readouterr().err == ""


def test_what_others_print_meanwhile_comes_when_the_last_has_decoded(
    capfd: pytest.CaptureFixture[str],
) -> None:
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with without_libjpeg_messages():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    thread.start()
    inside.wait(10)
    with without_libjpeg_messages():
        os.write(2, b"Corrupt JPEG data: 3 extraneous bytes\n3 of 7 done\n")
    assert capfd.readouterr().err == ""
    leave.set()
    thread.join()
    assert capfd.readouterr().err == "3 of 7 done\n"
