from __future__ import annotations

import base64
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from photo_samples import exif_block, noise, saved
from PIL import Image

from core.depths import depth_sources
from core.depths.depth_sources import depth_for, read_depth_file
from core.errors import DepthError
from core.photo import Photo
from core.photos.reading import open_photo

WIDTH, HEIGHT = 80, 60
RAMP = np.tile(np.linspace(0, 255, 40).astype(np.uint8), (30, 1))
EXTENDED = b"http://ns.adobe.com/xmp/extension/\x00"


def photo_file(orientation: int = 1, xmp: bytes = b"") -> bytes:
    options = {"xmp": xmp} if xmp else {}
    image = Image.fromarray(noise(HEIGHT, WIDTH, 3))
    return saved(image, "JPEG", exif=exif_block(orientation), **options)


def with_segment(jpeg: bytes, marker: int, content: bytes) -> bytes:
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + jpeg[2:]


def described(attributes: str, body: str = "") -> bytes:
    return f"<x:xmpmeta><rdf:Description {attributes}>{body}</rdf:Description>".encode()


def opened(tmp_path: Path, content: bytes) -> Photo:
    (tmp_path / "photo.jpg").write_bytes(content)
    return open_photo(tmp_path / "photo.jpg")


def google_attributes(values: np.ndarray = RAMP, scale: str = "RangeInverse") -> str:
    png = base64.b64encode(saved(Image.fromarray(values), "PNG")).decode()
    ends = 'GDepth:Near="2.0" GDepth:Far="10.0" GDepth:Mime="image/png"'
    return f'GDepth:Format="{scale}" {ends} GDepth:Data="{png}"'


def test_google_depth_is_near_where_its_values_are_small(tmp_path: Path) -> None:
    depth = opened(tmp_path, photo_file(xmp=described(google_attributes()))).depth
    assert depth.source == "From the photo (Google)"
    assert depth.nearness[0] == pytest.approx(1 - RAMP[0] / 255, abs=1e-5)
    assert depth.nearness.dtype == np.float32


@pytest.mark.parametrize(
    ("unit", "ends"),
    [('GDepth:Units="m" ', (2, 10)), ('GDepth:Units="mm" ', (0.002, 0.01)), ("", (None, None))],
)
def test_only_a_named_unit_makes_metres_of_google_depth(tmp_path: Path, unit, ends) -> None:
    depth = opened(tmp_path, photo_file(xmp=described(unit + google_attributes()))).depth
    assert (depth.near, depth.far) == (pytest.approx(ends) if unit else ends)


def test_google_depth_spaced_in_distance(tmp_path: Path) -> None:
    xmp = described(google_attributes(scale="RangeLinear"))
    nearness = opened(tmp_path, photo_file(xmp=xmp)).depth.nearness
    distance = 2 + RAMP[0] / 255 * 8
    assert nearness[0] == pytest.approx((1 / distance - 0.1) / 0.4, abs=1e-5)


def test_google_depth_in_extended_xmp(tmp_path: Path) -> None:
    packet = described(google_attributes(noise(300, 400, 1)[..., 0]))
    parts = [packet[i : i + 60_000] for i in range(0, len(packet), 60_000)]
    assert len(parts) > 2
    content = photo_file(xmp=described('xmpNote:HasExtendedXMP="ABC"'))
    for index, part in enumerate(parts):
        head = EXTENDED + b"0" * 32 + struct.pack(">II", len(packet), index * 60_000)
        content = with_segment(content, 0xE1, head + part)
    assert opened(tmp_path, content).depth.nearness.shape == (300, 400)


def test_dynamic_depth(tmp_path: Path) -> None:
    picture = saved(Image.fromarray(RAMP), "PNG")
    items = (
        '<Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary"/>'
        f'<Container:Item Item:Semantic="Depth" Item:Length="{len(picture)}"/>'
        '<Container:Item Item:Mime="video/mp4" Item:Semantic="Motion" Item:Length="50"/>'
    )
    content = photo_file(xmp=described("", items)) + picture + bytes(50)
    depth = opened(tmp_path, content).depth
    assert depth.source == "From the photo (Dynamic Depth)"
    assert depth.nearness[0] == pytest.approx(1 - RAMP[0] / 255, abs=1e-6)


def apple_file(kinds: list[str], orientation: int = 1) -> bytes:
    """A photo with a multi-picture index and one appended picture for each kind."""
    pictures = []
    for kind in kinds:
        xmp = described("", f"<apdi:AuxiliaryImageType>{kind}</apdi:AuxiliaryImageType>")
        pictures.append(saved(Image.fromarray(RAMP), "JPEG", quality=100, xmp=xmp))
    main = photo_file(orientation)
    count = len(pictures) + 1
    entries_at = 8 + 2 + 12 + 4
    length = 4 + entries_at + 16 * count
    end = len(main) + 4 + length
    entries = struct.pack("<IIIHH", 0x030000, end, 0, 0, 0)
    for picture in pictures:
        entries += struct.pack("<IIIHH", 0, len(picture), end - 10, 0, 0)
        end += len(picture)
    index = b"II*\x00" + struct.pack("<IHHHII", 8, 1, 0xB002, 7, 16 * count, entries_at) + bytes(4)
    return with_segment(main, 0xE2, b"MPF\x00" + index + entries) + b"".join(pictures)


def test_apple_disparity_behind_a_gain_map_and_a_matte(tmp_path: Path) -> None:
    kinds = ["urn:com:apple:photo:2020:aux:hdrgainmap", "portraitEffectsMatte", "disparity"]
    depth = opened(tmp_path, apple_file(kinds)).depth
    assert depth.source == "From the photo (Apple)"
    assert depth.nearness[10] == pytest.approx(RAMP[10] / 255, abs=0.02)


def test_a_gain_map_alone_is_no_depth(tmp_path: Path) -> None:
    photo = opened(tmp_path, apple_file(["urn:com:apple:photo:2020:aux:hdrgainmap"]))
    assert photo.depth is None


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_the_map_is_turned_with_the_photo(tmp_path: Path, orientation: int) -> None:
    depth = opened(tmp_path, apple_file(["disparity"], orientation)).depth
    turned = np.rot90(RAMP, {3: 2, 6: 3, 8: 1}[orientation]) / 255
    assert depth.nearness.shape == turned.shape
    assert np.abs(depth.nearness - turned).max() < 0.02


def test_samsung_trailer(tmp_path: Path) -> None:
    name = b"DualShot_DepthMap_1"
    block = struct.pack("<HHI", 0, 0x0AB1, len(name)) + name + RAMP.tobytes()
    directory = b"SEFH" + struct.pack("<II", 106, 1)
    directory += struct.pack("<HHII", 0, 0x0AB1, len(block), len(block))
    trailer = block + directory + struct.pack("<I", len(directory)) + b"SEFT"
    depth = opened(tmp_path, photo_file() + trailer).depth
    assert depth.source == "From the photo (Samsung)"
    assert np.allclose(depth.nearness, RAMP / 255)


@pytest.mark.parametrize("name", ["photo.depth.png", "photo.jpg.depth.png"])
def test_sidecar_of_8_bits(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(saved(Image.fromarray(RAMP), "PNG"))
    depth = opened(tmp_path, photo_file()).depth
    assert depth.source == f"Sidecar {name}"
    assert np.allclose(depth.nearness, RAMP / 255)


def test_sidecar_of_16_bits_over_the_whole_range(tmp_path: Path) -> None:
    values = np.tile(np.linspace(0, 65535, 40).astype(np.uint16), (30, 1))
    (tmp_path / "photo.depth.png").write_bytes(cv2.imencode(".png", values)[1].tobytes())
    photo = opened(tmp_path, photo_file())
    assert np.allclose(photo.depth.nearness, values / 65535)
    assert any("invert it if bright is far" in note for note in photo.depth_notes)


@pytest.mark.parametrize("error", [ValueError("no image"), RuntimeError(), EOFError("end")])
def test_heic_depth_that_cannot_be_decoded_gives_way_to_the_sidecar(tmp_path, monkeypatch, error):
    def broken(data: bytes) -> None:
        raise error

    monkeypatch.setattr(depth_sources, "heif_depth", broken)
    path = tmp_path / "photo.heic"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
    Image.fromarray(RAMP).save(tmp_path / "photo.depth.png")
    found = depth_for(path, Photo(noise(HEIGHT, WIDTH, 3)))
    assert found.depth.source == "Sidecar photo.depth.png"
    sentence = "The depth map in photo.heic (HEIC) cannot be used: it could not be decoded."
    assert found.notes[0] == sentence


def test_sidecar_in_millimetres_with_holes(tmp_path: Path) -> None:
    values = np.tile(np.linspace(1000, 4000, 40).astype(np.uint16), (30, 1))
    values[5:8, 10:12] = 0
    (tmp_path / "photo.depth.png").write_bytes(cv2.imencode(".png", values)[1].tobytes())
    photo = opened(tmp_path, photo_file())
    assert (photo.depth.near, photo.depth.far) == pytest.approx((1, 4))
    assert photo.depth.nearness[0, 0] == 1
    assert photo.depth.nearness[6, 10] == pytest.approx(photo.depth.nearness[6, 9], abs=0.1)
    assert any("unknown and was filled in" in note for note in photo.notes)
    assert any("millimetres" in note for note in photo.notes)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.full((30, 40), 7, np.uint8), "the same everywhere"),
        (RAMP.T.copy(), "another aspect ratio"),
    ],
)
def test_unusable_maps_say_why_and_the_next_source_is_used(
    tmp_path: Path, values: np.ndarray, reason: str
) -> None:
    (tmp_path / "photo.depth.png").write_bytes(saved(Image.fromarray(RAMP), "PNG"))
    photo = opened(tmp_path, photo_file(xmp=described(google_attributes(values))))
    assert reason in photo.notes[0]
    assert "Google" in photo.notes[0]
    assert photo.notes[1] == "Used instead: Sidecar photo.depth.png."
    assert photo.depth.source == "Sidecar photo.depth.png"


def test_a_map_of_holes_and_a_damaged_one_leave_no_depth(tmp_path: Path) -> None:
    holes = np.zeros((30, 40), np.uint16)
    holes[0, 0] = 1000
    (tmp_path / "photo.depth.png").write_bytes(cv2.imencode(".png", holes)[1].tobytes())
    photo = opened(tmp_path, photo_file(xmp=described('GDepth:Data="bm90IGEgcGljdHVyZQ=="')))
    assert photo.depth is None
    assert "damaged" in photo.notes[0]
    assert "unknown" in photo.notes[1]


def test_a_photo_without_depth_has_none_and_no_notes(tmp_path: Path) -> None:
    photo = opened(tmp_path, photo_file())
    assert (photo.depth, photo.notes) == (None, ())
    assert depth_for(photo.path, photo).depth is None


def test_a_map_chosen_by_hand(tmp_path: Path) -> None:
    photo = opened(tmp_path, photo_file())
    path = tmp_path / "mine.png"
    path.write_bytes(saved(Image.fromarray(RAMP), "PNG"))
    assert read_depth_file(path, photo).depth.source == "File mine.png"
    path.write_bytes(b"no picture")
    with pytest.raises(DepthError, match=r"mine\.png cannot be used"):
        read_depth_file(path, photo)
    with pytest.raises(DepthError, match=r"gone\.png could not be read"):
        read_depth_file(tmp_path / "gone.png", photo)
