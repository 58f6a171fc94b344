"""The segments before the pixels of a JPEG file, and pictures appended behind them."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from core.photos.exif import EXIF_PREFIX, bare_exif
from core.photos.tiff_structure import byte_order, read_directory

_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_EXTENDED = b"http://ns.adobe.com/xmp/extension/\x00"
_MPF = b"MPF\x00"
_GUID, _HEADER = 32, 40
_ENTRIES = 0xB002
_APP0, _APP1, _APP2, _APP15, _SCAN = 0xE0, 0xE1, 0xE2, 0xEF, 0xDA
_PART = 65_000


@dataclass(frozen=True)
class Segment:
    """A marker's number, its content, and where the content begins in the file."""

    marker: int
    content: bytes
    at: int


def is_jpeg(data: bytes) -> bool:
    """True for JPEG files."""
    return data[:3] == b"\xff\xd8\xff"


def segments(data: bytes) -> Iterator[Segment]:
    """Segments up to the first scan."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        if size < 2:
            return
        yield Segment(data[at + 1], data[at + 4 : at + 2 + size], at + 4)
        at += 2 + size


def jpeg_exif(data: bytes) -> bytes | None:
    """The EXIF block of a JPEG file."""
    found = (s.content for s in segments(data) if s.marker == _APP1)
    return next((bare_exif(c) for c in found if c.startswith(EXIF_PREFIX)), None)


def jpeg_xmp(data: bytes) -> bytes:
    """The main XMP packet and, behind it, the extended one; empty where there is none."""
    main, parts = b"", {}
    for segment in segments(data):
        if segment.marker != _APP1:
            continue
        if segment.content.startswith(_XMP):
            main = segment.content[len(_XMP) :]
        elif segment.content.startswith(_EXTENDED):
            rest = segment.content[len(_EXTENDED) + _GUID :]
            parts[int.from_bytes(rest[4:8], "big")] = rest[_HEADER - _GUID :]
    return main + b"".join(parts[offset] for offset in sorted(parts))


def with_extended_xmp(data: bytes, packet: bytes) -> bytes:
    """A JPEG file that continues its XMP in further segments.

    Parameters
    ----------
    data
        The file; its main packet names the MD5 of ``packet`` as ``xmpNote:HasExtendedXMP``.
    packet
        XMP of any size.

    References
    ----------
    Adobe XMP Specification Part 3, 1.1.3.1 (extended XMP in JPEG).
    """
    guid = hashlib.md5(packet, usedforsecurity=False).hexdigest().upper().encode()
    parts = b"".join(
        _segment(
            _APP1, _EXTENDED + guid + struct.pack(">II", len(packet), at) + packet[at:][:_PART]
        )
        for at in range(0, len(packet), _PART)
    )
    end = 2
    for segment in segments(data):
        if not _APP0 <= segment.marker <= _APP15:
            break
        end = segment.at + len(segment.content)
    return data[:end] + parts + data[end:]


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def appended_pictures(data: bytes) -> list[bytes]:
    """Further pictures that the multi-picture index of a JPEG file lists.

    References
    ----------
    CIPA DC-007-2009, Multi-Picture Format.
    """
    for segment in segments(data):
        if segment.marker == _APP2 and segment.content.startswith(_MPF):
            return list(_listed(data, segment.content[len(_MPF) :], segment.at + len(_MPF)))
    return []


def _listed(data: bytes, index: bytes, base: int) -> Iterator[bytes]:
    order = "little" if byte_order(index) == "<" else "big"
    entries = next((f.raw for f in read_directory(index) if f.tag == _ENTRIES), b"")
    for at in range(16, len(entries) - 15, 16):
        size = int.from_bytes(entries[at + 4 : at + 8], order)
        offset = int.from_bytes(entries[at + 8 : at + 12], order)
        if offset and base + offset + size <= len(data):
            yield data[base + offset : base + offset + size]
