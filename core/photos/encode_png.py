"""PNG files of 8 and 16 bits with everything that came along."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from core.photos.decode_deep import png_chunks, png_file

_INCH = 0.0254
_LARGE = 64_000_000
_BAND_BYTES, _BANDS_AT_ONCE = 4 << 20, 8
_LEVEL, _UP = 4, 2
_ZLIB_HEADER = b"\x78\x5e"
_XMP_KEYWORD = "XML:com.adobe.xmp"


def encode_png(
    pixels: np.ndarray,
    alpha: np.ndarray | None,
    *,
    icc: bytes | None = None,
    exif: bytes | None = None,
    xmp: bytes | None = None,
    dpi: tuple[float, float] | None = None,
    text: Mapping[str, str] | None = None,
) -> bytes:
    """Encode a PNG file.

    Parameters
    ----------
    pixels
        H×W×3 or H×W×1, ``uint8`` or ``uint16``.
    alpha
        H×W of the same type, or None.
    icc, exif, xmp
        Raw bytes to carry.
    dpi
        Pixels per inch across and down.
    text
        Written as international text (iTXt), one chunk per key.
    """
    header, *rest = _picture_chunks(pixels, alpha)
    extra = []
    if icc:
        extra.append((b"iCCP", b"ICC profile\x00\x00" + zlib.compress(icc)))
    if dpi:
        extra.append((b"pHYs", struct.pack(">IIB", *(round(d / _INCH) for d in dpi), 1)))
    if exif:
        extra.append((b"eXIf", exif))
    if xmp:
        extra.append((b"iTXt", _XMP_KEYWORD.encode() + bytes(5) + xmp))
    extra += [(b"iTXt", _international(key, value)) for key, value in (text or {}).items()]
    return png_file([header, *extra, *rest])


def _picture_chunks(pixels: np.ndarray, alpha: np.ndarray | None) -> list[tuple[bytes, bytes]]:
    grey_alpha = alpha is not None and pixels.shape[2] == 1  # OpenCV cannot write it
    if grey_alpha or pixels.shape[0] * pixels.shape[1] > _LARGE:
        return _chunks_in_bands(pixels, alpha)
    if alpha is not None:
        planes = cv2.merge([*cv2.split(pixels)[::-1], alpha])
    else:
        planes = pixels if pixels.shape[2] == 1 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    return png_chunks(cv2.imencode(".png", planes)[1].tobytes())


def _chunks_in_bands(pixels: np.ndarray, alpha: np.ndarray | None) -> list[tuple[bytes, bytes]]:
    """Band after band, so that no copy of a large picture is made; several are packed at once.

    Every band ends at a whole byte, so that the packed bands one after the other are one stream.
    """
    height, width, colours = pixels.shape
    kind = {1: 0, 3: 2}[colours] + 4 * (alpha is not None)
    header = struct.pack(">IIBBBBB", width, height, 8 * pixels.dtype.itemsize, kind, 0, 0, 0)
    tops = range(0, height, max(1, _BAND_BYTES // pixels[0].nbytes))
    check, parts = 1, [(b"IHDR", header), (b"IDAT", _ZLIB_HEADER)]
    with ThreadPoolExecutor() as pool:
        for start in range(0, len(tops), _BANDS_AT_ONCE):
            some = tops[start : start + _BANDS_AT_ONCE]
            for rows, packed in pool.map(lambda top: _band(pixels, alpha, top, tops.step), some):
                check = zlib.adler32(rows, check)
                parts.append((b"IDAT", packed))
    end = zlib.compressobj(wbits=-15).flush() + struct.pack(">I", check)
    return [*parts, (b"IDAT", end), (b"IEND", b"")]


def _band(
    pixels: np.ndarray, alpha: np.ndarray | None, top: int, rows: int
) -> tuple[np.ndarray, bytes]:
    """Rows as differences to the ones above, plain and packed."""
    first = max(0, top - 1)
    planes = pixels[first : top + rows]
    if alpha is not None:
        planes = np.dstack([planes, alpha[first : top + rows]])
    values = planes.astype(planes.dtype.newbyteorder(">")).view(np.uint8)
    values = values.reshape(planes.shape[0], -1)
    above = values[:-1] if top else np.vstack([np.zeros_like(values[:1]), values[:-1]])
    own = values[top - first :]
    filtered = np.empty((own.shape[0], own.shape[1] + 1), np.uint8)
    filtered[:, 0] = _UP
    np.subtract(own, above, out=filtered[:, 1:])
    packer = zlib.compressobj(_LEVEL, wbits=-15)
    return filtered, packer.compress(filtered) + packer.flush(zlib.Z_SYNC_FLUSH)


def _international(key: str, value: str) -> bytes:
    keyword = key.encode("latin-1", "replace")[:79]
    return keyword + b"\x00\x01\x00\x00\x00" + zlib.compress(value.encode())
