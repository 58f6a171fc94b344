"""What kind of file this is, by its first bytes and never by its name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ForeignKind:
    """A kind of file that is no photo this program opens, and what to do about it."""

    name: str
    remedy: str


_CONVERT = "Convert it to PNG or TIFF first."
_DEVELOP = "Develop it to a 16-bit TIFF with a raw converter first."
_NOT_PHOTO = "Choose a photo (JPEG, PNG, TIFF, WebP …)."

_MAGIC = (
    (0, b"%PDF", ForeignKind("a PDF document", "Export the page as PNG first.")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ForeignKind("an Office document", _NOT_PHOTO)),
    (0, b"PK\x03\x04", ForeignKind("a ZIP archive or Office document", "Unpack it first.")),
    (0, b"\x1f\x8b", ForeignKind("a compressed archive", "Unpack it first.")),
    (128, b"DICM", ForeignKind("a DICOM file", _CONVERT)),
    (0, b"FUJIFILMCCD-RAW", ForeignKind("a raw file", _DEVELOP)),
    (4, b"ftypcrx", ForeignKind("a raw file", _DEVELOP)),
    (8, b"CR\x02", ForeignKind("a raw file", _DEVELOP)),
    (0, b"\xff\x0a", ForeignKind("a JPEG XL picture", _CONVERT)),
    (0, b"\x00\x00\x00\x0cJXL ", ForeignKind("a JPEG XL picture", _CONVERT)),
    (0, b"v/1\x01", ForeignKind("an OpenEXR picture", _CONVERT)),
    (0, b"#?RADIANCE", ForeignKind("a Radiance HDR picture", _CONVERT)),
    (0, b"%!PS", ForeignKind("a PostScript file", "Export it as PNG first.")),
    (4, b"ftypisom", ForeignKind("a video", "Export a frame as PNG first.")),
    (4, b"ftypmp4", ForeignKind("a video", "Export a frame as PNG first.")),
    (4, b"ftypqt", ForeignKind("a video", "Export a frame as PNG first.")),
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"mif2")
_AVIF_BRANDS = (b"avif", b"avis")


def foreign_kind(data: bytes) -> ForeignKind | None:
    """The kind of a file that cannot be a photo; None if it may be one."""
    for offset, magic, kind in _MAGIC:
        if data[offset : offset + len(magic)] == magic:
            return kind
    if b"<svg" in data[:4096].lower():
        return ForeignKind("an SVG drawing", "Export it as PNG first.")
    if _is_text(data):
        return ForeignKind("a text file", _NOT_PHOTO)
    return None


def is_heif(data: bytes) -> bool:
    """True for HEIC and HEIF files."""
    brands = _brands(data)
    return bool(brands & set(_HEIF_BRANDS)) and not brands & set(_AVIF_BRANDS)


def is_tiff(data: bytes) -> bool:
    """True for TIFF and BigTIFF files."""
    return data[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


def is_avif(data: bytes) -> bool:
    """True for AVIF files."""
    return bool(_brands(data) & set(_AVIF_BRANDS))


def _brands(data: bytes) -> set[bytes]:
    if data[4:8] != b"ftyp":
        return set()
    size = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[i : i + 4] for i in range(16, size, 4))}


def _is_text(data: bytes) -> bool:
    head = data[:1024]
    if head[:2] in (b"P1", b"P2", b"P3", b"P4", b"P5", b"P6") or b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) == 1024
    return all(byte >= 32 or byte in b"\t\n\r\f" for byte in head)
