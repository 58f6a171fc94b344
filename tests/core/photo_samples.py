"""Small pictures and metadata for tests, made on the spot."""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import Image, ImageCms

GPS_LATITUDE = (48.0, 51.0, 30.0)
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
    b' xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    b' tiff:Orientation="6" exif:GPSLatitude="48,51.5N">'
    b"<exif:GPSLongitude>2,17.7E</exif:GPSLongitude><dc:title>Tower</dc:title>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def noise(height: int, width: int, channels: int, dtype: type = np.uint8) -> np.ndarray:
    """Reproducible values over the whole range of the type."""
    top = np.iinfo(dtype).max
    values = np.random.default_rng(height * width).integers(0, top + 1, (height, width, channels))
    return values.astype(dtype)


def exif_block(orientation: int = 1, *, thumbnail: bool = False, gps: bool = True) -> bytes:
    """An EXIF block as it stands in JPEG, with a maker note and, if wanted, a thumbnail."""
    exif = Image.Exif()
    exif[0x010F] = "Tester"
    exif[0x0112] = orientation
    exif.get_ifd(0x8769).update({0xA002: 640, 0xA003: 480, 0x927C: b"maker's own bytes"})
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: GPS_LATITUDE})
    block = exif.tobytes()
    return _with_thumbnail(block) if thumbnail else block


def gamma_profile(gamma: float, primaries: str = "adobe") -> bytes:
    """A matrix profile with a plain gamma, as version 2 of the standard lays it out."""
    adobe = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
    srgb = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
    columns = adobe if primaries == "adobe" else srgb
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    tags = [(name, _xyz(*c)) for name, c in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    return _profile(b"RGB ", tags, f"Gamma {gamma:g}")


def grey_profile(gamma: float) -> bytes:
    """A grey profile with a plain gamma."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    return _profile(b"GRAY", [(b"kTRC", curve)], f"Grey gamma {gamma:g}")


def srgb_profile() -> bytes:
    """The sRGB profile that LittleCMS makes."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def saved(image: Image.Image, file_format: str, **options: object) -> bytes:
    """The bytes of a file that Pillow writes."""
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def _with_thumbnail(block: bytes) -> bytes:
    """Add a second directory with a small JPEG at the end."""
    order = "<" if block[6:8] == b"II" else ">"
    body = bytearray(block[6:])
    start = struct.unpack_from(order + "I", body, 4)[0]
    link = start + 2 + 12 * struct.unpack_from(order + "H", body, start)[0]
    picture = saved(Image.new("RGB", (8, 6), "red"), "JPEG")
    body += bytes(len(body) % 2)
    at = len(body)
    struct.pack_into(order + "I", body, link, at)
    offset = at + 2 + 2 * 12 + 4
    body += struct.pack(order + "H", 2)
    body += struct.pack(order + "HHII", 0x0201, 4, 1, offset)
    body += struct.pack(order + "HHII", 0x0202, 4, 1, len(picture))
    return block[:6] + bytes(body) + bytes(4) + picture


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in values))


def _profile(space: bytes, tags: list[tuple[bytes, bytes]], name: str) -> bytes:
    text = name.encode() + b"\x00"
    description = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    tags = [*tags, (b"desc", description), (b"wtpt", _xyz(0.9642, 1.0, 0.82491))]
    tags.append((b"cprt", b"text" + bytes(4) + b"none\x00"))
    table, content = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, value in tags:
        padded = value + bytes(-len(value) % 4)
        table += struct.pack(">4sII", tag, start + len(content), len(value))
        content += padded
    size = start + len(content)
    header = struct.pack(">I4xI4s4s4s", size, 0x02100000, b"mntr", space, b"XYZ ")
    header = header.ljust(36, b"\x00") + b"acsp"
    header = header.ljust(68, b"\x00") + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\x00") + table + content
