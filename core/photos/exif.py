"""EXIF blocks, edited in place so that everything else in them stays byte for byte.

Writing a block anew would move the maker notes, whose inner offsets then point nowhere.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

ORIENTATION = 0x0112
_WIDTHS, _HEIGHTS = (0x0100, 0xA002), (0x0101, 0xA003)
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_THUMBNAIL_OFFSET, _THUMBNAIL_LENGTH = 0x0201, 0x0202
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
EXIF_PREFIX = b"Exif\x00\x00"
"""What stands before the block inside JPEG."""


def bare_exif(block: bytes | None) -> bytes | None:
    """The block from its byte order mark on; None if it is not an EXIF block."""
    if not block:
        return None
    block = block.removeprefix(EXIF_PREFIX)
    return block if block[:4] in (b"II*\x00", b"MM\x00*") and len(block) >= 14 else None


def exif_orientation(exif: bytes | None) -> int:
    """Orientation 1 to 8; 0 where the block says nothing valid."""
    if exif is None:
        return 0
    block = _Block(exif)
    value = next((block.value(e) for e in block.main() if e.tag == ORIENTATION), 0)
    return value if 1 <= value <= 8 else 0


def exif_upright(exif: bytes) -> bytes:
    """The block with orientation 1."""
    block = _Block(exif)
    for entry in block.main():
        if entry.tag == ORIENTATION:
            block.set_value(entry, 1)
    return bytes(block.data)


def exif_for_picture(exif: bytes, width: int, height: int) -> bytes:
    """The block for a picture of this size: upright, without the old thumbnail.

    Parameters
    ----------
    exif
        A block as `bare_exif` gives it.
    width, height
        Pixels of the picture it goes with.
    """
    block = _Block(exif)
    for entry in block.main() + block.sub(_EXIF_IFD):
        if entry.tag in _WIDTHS:
            block.set_value(entry, width)
        elif entry.tag in _HEIGHTS:
            block.set_value(entry, height)
        elif entry.tag == ORIENTATION:
            block.set_value(entry, 1)
    block.drop_thumbnail()
    return bytes(block.data)


def exif_without_gps(exif: bytes) -> bytes:
    """The block without its GPS directory; the bytes are gone, not merely unlinked."""
    block = _Block(exif)
    for entry in block.sub(_GPS_IFD):
        block.erase(entry)
    block.unlink(_GPS_IFD)
    return bytes(block.data)


@dataclass(frozen=True)
class _Entry:
    tag: int
    kind: int
    count: int
    at: int

    @property
    def size(self) -> int:
        return _TYPE_SIZES.get(self.kind, 1) * self.count


class _Block:
    """A TIFF structure in a bytearray; damaged parts read as absent."""

    def __init__(self, exif: bytes) -> None:
        self.data = bytearray(exif)
        self._order = "<" if exif[:2] == b"II" else ">"

    def main(self) -> list[_Entry]:
        return list(self._entries(self._number("I", 4)))

    def sub(self, pointer: int) -> list[_Entry]:
        """Entries of the directory that a tag of the main one points to."""
        offsets = [self.value(e) for e in self.main() if e.tag == pointer]
        return list(self._entries(offsets[0])) if offsets else []

    def value(self, entry: _Entry) -> int:
        return self._number("H" if entry.kind == 3 else "I", entry.at + 8)

    def set_value(self, entry: _Entry, value: int) -> None:
        if entry.count != 1 or entry.kind not in (3, 4):
            return
        if entry.kind == 3 and value > 0xFFFF:
            struct.pack_into(self._order + "H", self.data, entry.at + 2, 4)
            entry = _Entry(entry.tag, 4, 1, entry.at)
        form = "HH" if entry.kind == 3 else "I"
        values = (value, 0) if entry.kind == 3 else (value,)
        struct.pack_into(self._order + form, self.data, entry.at + 8, *values)

    def erase(self, entry: _Entry) -> None:
        """Overwrite an entry and what it points to with zeros."""
        if entry.size > 4:
            self._blank(self._number("I", entry.at + 8), entry.size)
        self._blank(entry.at, 12)

    def unlink(self, tag: int) -> None:
        """Take an entry out of the main directory and close the gap."""
        start = self._number("I", 4)
        found = [e for e in self.main() if e.tag == tag]
        for entry in reversed(found):
            count = self._number("H", start)
            end = start + 2 + 12 * count + 4
            self.data[entry.at : end - 12] = self.data[entry.at + 12 : end]
            self._blank(end - 12, 12)
            struct.pack_into(self._order + "H", self.data, start, count - 1)

    def drop_thumbnail(self) -> None:
        """Unlink the second directory and blank its picture; cut it off where it ends the block."""
        start = self._number("I", 4)
        link = start + 2 + 12 * self._number("H", start)
        second = self._number("I", link)
        if not second or link + 4 > len(self.data):
            return
        values = {e.tag: self.value(e) for e in self._entries(second)}
        struct.pack_into(self._order + "I", self.data, link, 0)
        offset, length = values.get(_THUMBNAIL_OFFSET, 0), values.get(_THUMBNAIL_LENGTH, 0)
        if offset >= link + 4 and length:
            self._blank(offset, length)
            if offset + length >= len(self.data):
                del self.data[offset:]

    def _entries(self, offset: int) -> Iterator[_Entry]:
        for index in range(self._number("H", offset)):
            at = offset + 2 + 12 * index
            if at + 12 > len(self.data):
                return
            tag, kind, count = struct.unpack_from(self._order + "HHI", self.data, at)
            yield _Entry(tag, kind, count, at)

    def _number(self, form: str, at: int) -> int:
        if at < 0 or at + struct.calcsize(form) > len(self.data):
            return 0
        return struct.unpack_from(self._order + form, self.data, at)[0]

    def _blank(self, start: int, length: int) -> None:
        end = min(start + length, len(self.data))
        if 8 <= start < end:
            self.data[start:end] = bytes(end - start)
