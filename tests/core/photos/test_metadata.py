from __future__ import annotations

import numpy as np
import pytest
from photo_samples import XMP, exif_block
from PIL import Image

from core.photos.exif import (
    bare_exif,
    exif_for_picture,
    exif_orientation,
    exif_upright,
    exif_without_gps,
)
from core.photos.xmp import xmp_for_picture, xmp_orientation, xmp_upright, xmp_without_gps


def parsed(exif: bytes) -> Image.Exif:
    result = Image.Exif()
    result.load(b"Exif\x00\x00" + exif)
    return result


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_read_and_reset_in_place(orientation: int) -> None:
    exif = bare_exif(exif_block(orientation, thumbnail=True))
    assert exif_orientation(exif) == orientation
    upright = exif_upright(exif)
    assert exif_orientation(upright) == 1
    assert sum(a != b for a, b in zip(exif, upright, strict=True)) <= 1


def test_no_block_and_no_orientation() -> None:
    assert bare_exif(None) is None
    assert bare_exif(b"rubbish that is long enough") is None
    assert exif_orientation(None) == 0
    assert exif_orientation(bare_exif(exif_block(9))) == 0


def test_the_thumbnail_goes_and_the_rest_stays() -> None:
    exif = bare_exif(exif_block(3, thumbnail=True))
    assert b"\xff\xd8\xff" in exif
    fitted = exif_for_picture(exif, 100_000, 20)
    assert b"\xff\xd8\xff" not in fitted
    assert len(fitted) < len(exif) - 300
    details = parsed(fitted).get_ifd(0x8769)
    assert (details[0xA002], details[0xA003]) == (100_000, 20)
    assert details[0x927C] == b"maker's own bytes"


def test_gps_is_removed_and_its_neighbours_stay() -> None:
    exif = bare_exif(exif_block(1, thumbnail=True))
    stripped = exif_without_gps(exif)
    assert parsed(exif).get_ifd(0x8825)
    assert parsed(stripped).get_ifd(0x8825) == {}
    assert 0x8825 not in parsed(stripped)
    assert parsed(stripped)[0x010F] == "Tester"
    assert parsed(stripped).get_ifd(0x8769)[0xA002] == 640
    assert b"\xff\xd8\xff" in stripped


def test_damaged_blocks_are_survived() -> None:
    exif = bare_exif(exif_block(6, thumbnail=True))
    rng = np.random.default_rng(5)
    for _ in range(300):
        damaged = bytearray(exif[: rng.integers(14, len(exif))])
        for position in rng.integers(4, len(damaged), 3):
            damaged[position] = rng.integers(0, 256)
        block = bytes(damaged)
        assert 0 <= exif_orientation(block) <= 8
        exif_without_gps(exif_for_picture(exif_upright(block), 10, 10))


def test_xmp_orientation_and_gps() -> None:
    assert xmp_orientation(XMP) == 6
    assert xmp_orientation(xmp_upright(XMP)) == 1
    element = b"<tiff:Orientation>8</tiff:Orientation>"
    assert xmp_orientation(element) == 8
    assert xmp_upright(element) == element.replace(b"8", b"1")
    assert xmp_orientation(None) == 0
    stripped = xmp_without_gps(XMP)
    assert b"GPS" not in stripped
    assert b"<dc:title>Tower</dc:title>" in stripped
    assert stripped.count(b"<") == XMP.count(b"<") - 2


def test_references_to_what_was_appended_are_dropped() -> None:
    packet = (
        b'<rdf:Description xmpNote:HasExtendedXMP="ABC" a="1">'
        b"<Container:Directory><rdf:Seq/></Container:Directory></rdf:Description>"
    )
    assert xmp_for_picture(packet) == b'<rdf:Description a="1"></rdf:Description>'
