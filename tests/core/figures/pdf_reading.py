"""Just enough of a PDF reader to see which pixels and which text a figure really holds."""

from __future__ import annotations

import io
import re
import struct
import zlib

import numpy as np
from PIL import Image

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)endobj", re.DOTALL)


def pdf_pictures(pdf: bytes) -> list[np.ndarray]:
    """Every picture of the file, H×W×3, in file order; checks that none is smoothed."""
    found = []
    for number, body in _OBJECT.findall(pdf):
        head, _, rest = body.partition(b"stream")
        if b"/Subtype /Image" in head and number:
            assert b"/Interpolate true" not in head
            found.append(_decoded(head, rest.lstrip(b"\r\n")))
    return found


def _decoded(head: bytes, data: bytes) -> np.ndarray:
    """The picture's stream is that of a PNG file: give it a PNG's clothes."""
    width, height = (int(re.search(rb"/%s (\d+)" % key, head)[1]) for key in (b"Width", b"Height"))
    bits = int(re.search(rb"/BitsPerComponent (\d+)", head)[1])
    palette = _palette(head)
    kind = 3 if palette is not None else 2
    chunks = [_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0))]
    chunks += [] if palette is None else [_chunk(b"PLTE", palette)]
    chunks += [_chunk(b"IDAT", data), _chunk(b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def _palette(head: bytes) -> bytes | None:
    found = re.search(rb"/Indexed /DeviceRGB \d+\s*\((.*?)(?<!\\)\)\s*\]", head, re.DOTALL)
    return _string(found[1]) if found else None


def _string(raw: bytes) -> bytes:
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def unescaped(match: re.Match[bytes]) -> bytes:
        code = match[1]
        return bytes([int(code, 8)]) if code.isdigit() else plain.get(code, code)

    return re.sub(rb"\\([0-7]{3}|.)", unescaped, raw, flags=re.DOTALL)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pdf_text(pdf: bytes) -> str:
    """What searching the file would find: every text object on a line of its own."""
    lines = []
    for stream in _streams(pdf):
        for shown in re.findall(rb"\bBT\b(.*?)\bET\b", stream, re.DOTALL):
            pieces = re.findall(rb"\(((?:\\.|[^\\)])*)\)", shown, re.DOTALL)
            lines.append("".join(_characters(_string(piece)) for piece in pieces))
    return "\n".join(lines)


def _characters(codes: bytes) -> str:
    two_bytes = len(codes) % 2 == 0 and codes[:1] in (b"\0", b" ", b"\x22")
    return codes.decode("utf-16-be" if two_bytes else "latin-1")


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for piece in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(piece))
        except zlib.error:
            continue
    return found
