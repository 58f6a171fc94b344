"""TIFF directories as plain fields: the frame of TIFF files and of EXIF blocks."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass

TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
EXIF_IFD, GPS_IFD, INTEROP_IFD = 0x8769, 0x8825, 0xA005
EXIF_TAGS = (
    *(270, 271, 272, 274, 305, 306, 315, 316, 33432),
    *range(40091, 40096),
    *(EXIF_IFD, GPS_IFD),
)
"""Tags of the main directory that describe the picture, not how it is stored."""

_SUB_DIRECTORIES = (EXIF_IFD, GPS_IFD, INTEROP_IFD)
_MAX_FIELDS = 4096


@dataclass(frozen=True)
class Field:
    """One tag: its number, type, count, and its values as raw bytes.

    ``sub`` holds the fields of the directory that the tag points to, if it does.
    """

    tag: int
    kind: int
    count: int
    raw: bytes
    sub: tuple[Field, ...] | None = None


def byte_order(data: bytes) -> str:
    """``"<"`` or ``">"``, as the `struct` module writes it."""
    return "<" if data[:2] == b"II" else ">"


def read_directory(data: bytes, offset: int | None = None) -> tuple[Field, ...]:
    """Fields of the directory at ``offset``, by default of the first one.

    Damaged fields are left out.
    """
    order = byte_order(data)
    if offset is None:
        offset = struct.unpack_from(order + "I", data, 4)[0] if len(data) >= 8 else 0
    return _read(data, order, offset, depth=0)


def exif_of_tiff(data: bytes) -> bytes | None:
    """The descriptive tags of a TIFF file as an EXIF block in the file's own byte order.

    None where there are none, and for BigTIFF.
    """
    if data[:4] not in (b"II*\x00", b"MM\x00*"):
        return None
    fields = [field for field in read_directory(data) if field.tag in EXIF_TAGS]
    order = byte_order(data)
    header = data[:4] + struct.pack(order + "I", 8)
    return header + write_directory(fields, order, 8) if fields else None


def number(value: int, order: str, tag: int, *, short: bool = False) -> Field:
    """A field of one whole number."""
    form, kind = ("H", 3) if short else ("I", 4)
    return Field(tag, kind, 1, struct.pack(order + form, value))


def numbers(values: Iterable[int], order: str, tag: int, *, short: bool = False) -> Field:
    """A field of several whole numbers."""
    values = tuple(values)
    form, kind = ("H", 3) if short else ("I", 4)
    return Field(tag, kind, len(values), struct.pack(f"{order}{len(values)}{form}", *values))


def rational(value: float, order: str, tag: int) -> Field:
    """A field of one fraction, kept to a thousandth."""
    return Field(tag, 5, 1, struct.pack(order + "II", round(value * 1000), 1000))


def raw_bytes(content: bytes, tag: int, *, kind: int = 7) -> Field:
    """A field of bytes; kind 1 for BYTE, 2 for ASCII, 7 for UNDEFINED."""
    return Field(tag, kind, len(content), content)


def write_directory(fields: Iterable[Field], order: str, at: int) -> bytes:
    """Serialise a directory, its values and the directories it points to, to lie at ``at``."""
    fields = sorted(fields, key=lambda field: field.tag)
    table = bytearray(struct.pack(order + "H", len(fields)))
    tail = bytearray()
    end = at + 2 + 12 * len(fields) + 4
    for field in fields:
        raw = field.raw
        if field.sub is not None:
            raw = struct.pack(order + "I", end + len(tail))
            tail += write_directory(field.sub, order, end + len(tail))
        elif len(raw) > 4:
            raw = struct.pack(order + "I", end + len(tail))
            tail += field.raw
        tail += bytes(len(tail) % 2)
        table += struct.pack(order + "HHI", field.tag, field.kind, field.count)
        table += raw.ljust(4, b"\x00")
    return bytes(table + bytes(4) + tail)


def _read(data: bytes, order: str, offset: int, depth: int) -> tuple[Field, ...]:
    if not 8 <= offset <= len(data) - 2:
        return ()
    count = min(struct.unpack_from(order + "H", data, offset)[0], _MAX_FIELDS)
    fields = (_field(data, order, offset + 2 + 12 * i, depth) for i in range(count))
    return tuple(field for field in fields if field is not None)


def _field(data: bytes, order: str, at: int, depth: int) -> Field | None:
    if at + 12 > len(data):
        return None
    tag, kind, count = struct.unpack_from(order + "HHI", data, at)
    size = TYPE_SIZES.get(kind, 0) * count
    start = at + 8 if size <= 4 else struct.unpack_from(order + "I", data, at + 8)[0]
    if not size or start + size > len(data):
        return None
    if tag in _SUB_DIRECTORIES and depth < 3:
        target = struct.unpack_from(order + "I", data, at + 8)[0]
        return Field(tag, 4, 1, b"", sub=_read(data, order, target, depth + 1))
    return Field(tag, kind, count, data[start : start + size])
