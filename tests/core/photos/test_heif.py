"""HEIC pictures through a stand-in for pillow-heif, which is an optional package."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from photo_samples import XMP, exif_block, noise
from PIL import Image

from core.photo import Photo
from core.photos.exif import exif_orientation
from core.photos.reading import open_photo

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(50)
RAMP = np.tile(np.linspace(0, 255, 40).astype(np.uint8), (30, 1))


@dataclass
class Picture:
    """What pillow-heif gives for a picture, as far as it is used."""

    values: np.ndarray
    info: dict = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        return self.values.shape[1], self.values.shape[0]

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        return self.values


class Pictures(list):
    primary_index = 0


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def open_with(*pictures: Picture) -> Photo:
        stand_in = SimpleNamespace(open_heif=lambda *_, **__: Pictures(pictures))
        monkeypatch.setitem(sys.modules, "pillow_heif", stand_in)
        path = tmp_path / "photo.heic"
        path.write_bytes(HEIC)
        return open_photo(path)

    return open_with


def test_8_bits_with_metadata(opened) -> None:
    pixels = noise(60, 80, 3)
    info = {"bit_depth": 8, "exif": exif_block(1), "xmp": XMP, "icc_profile": b"bytes"}
    photo = opened(Picture(pixels, info), Picture(pixels))
    assert np.array_equal(photo.pixels, pixels)
    assert (photo.file_format, photo.icc) == ("HEIF", b"bytes")
    assert b"Tester" in photo.exif
    assert "2 pictures" in photo.notes[0]


def test_orientation_was_applied_by_the_decoder(opened) -> None:
    photo = opened(Picture(noise(60, 80, 3), {"exif": exif_block(6)}))
    assert (photo.width, photo.height) == (80, 60)
    assert exif_orientation(photo.exif) == 1


@pytest.mark.parametrize("bits", [10, 12])
def test_deep_pictures_fill_16_bits(opened, bits: int) -> None:
    values = noise(60, 80, 4, np.uint16) >> (16 - bits)
    photo = opened(Picture(values << (16 - bits), {"bit_depth": bits}))
    whole = np.rint(values / (2**bits - 1) * 65535).astype(np.uint16)
    assert np.array_equal(photo.pixels, whole[..., :3])
    assert np.array_equal(photo.alpha, whole[..., 3])
    assert photo.file_bits == bits


@pytest.mark.parametrize("kind", [0, 1])
def test_depth_is_near_where_it_is_bright(opened, kind: int) -> None:
    details = {"representation_type": kind, "z_near": 0.5, "z_far": 4.0}
    depth = Picture(RAMP, {"metadata": details})
    found = opened(Picture(noise(60, 80, 3), {"depth_images": [depth]})).depth
    assert found.source == "From the photo (HEIC)"
    assert np.allclose(found.nearness, RAMP / 255, atol=1e-6)
    assert (found.near, found.far) == (pytest.approx((0.5, 4)) if kind == 0 else (None, None))


def test_depth_that_is_a_distance_is_near_where_it_is_dark(opened) -> None:
    depth = Picture(RAMP, {"metadata": {"representation_type": 2}})
    found = opened(Picture(noise(60, 80, 3), {"depth_images": [depth]})).depth
    assert np.allclose(found.nearness, 1 - RAMP / 255, atol=1e-6)


def test_depth_of_16_bits(opened) -> None:
    details = {"representation_type": 0, "z_near": 0.5, "z_far": 4.0}
    depth = Picture(RAMP.astype(np.uint16) * 257, {"metadata": details})
    found = opened(Picture(noise(60, 80, 3), {"depth_images": [depth]})).depth
    assert np.allclose(found.nearness, RAMP / 255, atol=1e-6)
    assert (found.near, found.far) == pytest.approx((0.5, 4))


class Undecodable(Picture):
    """A depth picture whose coding this build of the library does not know."""

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        raise RuntimeError("Unsupported codec")


def test_depth_that_cannot_be_decoded_gives_way_to_the_sidecar(opened, tmp_path: Path) -> None:
    Image.fromarray(RAMP).save(tmp_path / "photo.depth.png")
    photo = opened(Picture(noise(60, 80, 3), {"depth_images": [Undecodable(RAMP)]}))
    assert photo.depth.source == "Sidecar photo.depth.png"
    sentence = "The depth map in photo.heic (HEIC) cannot be used: it could not be decoded."
    assert photo.depth_notes == (sentence, "Used instead: Sidecar photo.depth.png.")
