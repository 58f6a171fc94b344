"""Pictures of more than 8 bits that Pillow would reduce: decoded by OpenCV."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np

from core.errors import PhotoError

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PIXEL_CHUNKS = (b"IHDR", b"PLTE", b"IDAT", b"IEND")


def png_chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Names and contents of the chunks of a PNG file, as far as they are whole."""
    chunks, at = [], len(_PNG_SIGNATURE)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + length > len(data):
            break
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return chunks


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


def decode_png16(data: bytes) -> tuple[np.ndarray, np.ndarray | None]:
    """Pixels and alpha of a PNG with 16 bits per channel.

    Only the chunks that hold pixels reach the decoder, so that no profile, gamma or orientation
    is applied behind our back.
    """
    chunks = png_chunks(data)
    pixels = decode_opencv(png_file([c for c in chunks if c[0] in _PIXEL_CHUNKS]))
    colour_type = data[25]
    if colour_type == 4:
        return np.ascontiguousarray(pixels[..., :1]), np.ascontiguousarray(pixels[..., 3])
    if colour_type == 6:
        return np.ascontiguousarray(pixels[..., :3]), np.ascontiguousarray(pixels[..., 3])
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
        raise PhotoError("is damaged inside.", remedy="Copy it again from where it came.")
    if pixels.ndim == 2:
        return pixels[..., None]
    order = {3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGBA}[pixels.shape[2]]
    return cv2.cvtColor(pixels, order)


def scaled_to_16(values: np.ndarray, bits: int) -> np.ndarray:
    """Stretch unsigned integers of fewer bits to the whole range of ``uint16``, rounded."""
    if bits == 16:
        return values.astype(np.uint16, copy=False)
    top = (1 << bits) - 1
    table = (np.arange(1 << 16, dtype=np.uint64).clip(0, top) * 65535 + top // 2) // top
    return table.astype(np.uint16)[values]


def _colour_key(pixels: np.ndarray, key: bytes) -> np.ndarray | None:
    """Alpha of a picture in which one colour stands for transparent."""
    if len(key) < 2 * pixels.shape[2]:
        return None
    colour = np.frombuffer(key[: 2 * pixels.shape[2]], ">u2")
    return np.where((pixels == colour).all(axis=2), 0, 65535).astype(np.uint16)
