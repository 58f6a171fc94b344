"""Pictures of more than 8 bits that Pillow would reduce: decoded by OpenCV."""

from __future__ import annotations

import re
import struct
import zlib

import cv2
import numpy as np

from core.errors import PhotoError
from core.photos.quiet import native_messages

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COPY_AGAIN = "Copy it again from where it came."
_PIXEL_CHUNKS = (b"IHDR", b"PLTE", b"IDAT", b"IEND")


def png_chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Names and contents of the chunks of a PNG file.

    Raises
    ------
    PhotoError
        If the file is cut off, or a chunk that pixels depend on is damaged.
    """
    chunks, at = [], len(_PNG_SIGNATURE)
    while not chunks or chunks[-1][0] != b"IEND":
        length = int.from_bytes(data[at : at + 4], "big")
        name, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) < 4:
            raise PhotoError("is cut off: its end is missing.", remedy=_COPY_AGAIN)
        if name in _PIXEL_CHUNKS and zlib.crc32(content, zlib.crc32(name)) != _number(check):
            raise PhotoError("is damaged inside.", remedy=_COPY_AGAIN)
        chunks.append((name, content))
        at += 12 + length
    return chunks


def metadata_follows_pixels(data: bytes) -> bool:
    """True if a PNG file holds anything between its pixels and its end."""
    return png_chunks(data)[-2][0] != b"IDAT"


def png_file(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """A PNG file of these chunks."""
    parts = [_PNG_SIGNATURE]
    for name, content in chunks:
        parts += [struct.pack(">I", len(content)), name, content]
        parts.append(struct.pack(">I", zlib.crc32(content, zlib.crc32(name))))
    return b"".join(parts)


def png_bits(data: bytes) -> int:
    """Bits per channel as the header states them; 8 for a palette."""
    return 8 if data[25:26] == b"\x03" else data[24]


def jpeg2000_bits(data: bytes) -> int:
    """Bits of the first component as the codestream states them; 8 if there is none."""
    at = data.find(b"\xff\x4f\xff\x51")
    return (data[at + 42] & 0x7F) + 1 if 0 <= at < len(data) - 42 else 8


def avif_bits(data: bytes) -> int:
    """Bits per channel as the first decoder configuration states them."""
    at = data.find(b"av1C")
    flags = data[at + 6] if 0 <= at < len(data) - 6 else 0
    return (12 if flags & 0x20 else 10) if flags & 0x40 else 8


def pnm_white(data: bytes) -> int:
    """The largest value a portable pixmap states; 255 for bitmaps."""
    found = re.match(rb"P[2356](?:\s+|#[^\n]*\n)*" + rb"(\d+)(?:\s+|#[^\n]*\n)+" * 3, data[:1024])
    return int(found[3]) if found else 255


def decode_png16(data: bytes) -> tuple[np.ndarray, np.ndarray | None]:
    """Pixels and alpha of a PNG with 16 bits per channel.

    Only the chunks that hold pixels reach the decoder, so that no profile, gamma or orientation
    is applied behind our back.
    """
    chunks = png_chunks(data)
    with native_messages():
        pixels = decode_opencv(png_file([c for c in chunks if c[0] in _PIXEL_CHUNKS]))
    colour_type = data[25]
    if colour_type == 4:
        return np.ascontiguousarray(pixels[..., :1]), np.ascontiguousarray(pixels[..., 3])
    if colour_type == 6:
        return split_alpha(pixels)
    return pixels, _colour_key(pixels, next((c for n, c in chunks if n == b"tRNS"), b""))


def decode_opencv(data: bytes) -> np.ndarray:
    """Decode with OpenCV: H×W×C, RGB order, the values as they lie in the file.

    Raises
    ------
    PhotoError
        If OpenCV finds no picture in it.
    """
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    flags = cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if pixels is None:
        raise PhotoError("is damaged inside.", remedy=_COPY_AGAIN)
    if pixels.ndim == 2:
        return pixels[..., None]
    order = {3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGBA}[pixels.shape[2]]
    return cv2.cvtColor(pixels, order)


def scaled_to_16(values: np.ndarray, white: int) -> np.ndarray:
    """Stretch 0 … ``white`` to the whole range of ``uint16``, rounded to the nearest."""
    if white == 65535:
        return values.astype(np.uint16, copy=False)
    steps = np.arange(1 << 16, dtype=np.uint64).clip(0, white)
    return ((steps * 65535 + white // 2) // white).astype(np.uint16)[values]


def split_alpha(planes: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Colour and alpha of an H×W×C array; two and four channels end in alpha."""
    if planes.shape[2] in (1, 3):
        return planes, None
    return np.ascontiguousarray(planes[..., :-1]), np.ascontiguousarray(planes[..., -1])


def _colour_key(pixels: np.ndarray, key: bytes) -> np.ndarray | None:
    """Alpha of a picture in which one colour stands for transparent."""
    if len(key) < 2 * pixels.shape[2]:
        return None
    colour = np.frombuffer(key[: 2 * pixels.shape[2]], ">u2")
    return np.where((pixels == colour).all(axis=2), 0, 65535).astype(np.uint16)


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")
