"""PNG files of 8 and 16 bits with everything that came along."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

import cv2
import numpy as np

from core.photos.decode_deep import png_chunks, png_file

_INCH = 0.0254
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
    header, *rest = png_chunks(_bare_png(pixels, alpha))
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


def _bare_png(pixels: np.ndarray, alpha: np.ndarray | None) -> bytes:
    if alpha is not None and pixels.shape[2] == 1:
        return _grey_alpha_png(np.dstack([pixels, alpha]))
    if alpha is not None:
        planes = cv2.merge([*cv2.split(pixels)[::-1], alpha])
    else:
        planes = pixels if pixels.shape[2] == 1 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".png", planes)[1].tobytes()


def _grey_alpha_png(planes: np.ndarray) -> bytes:
    """Grey with alpha, which OpenCV cannot write; each row is the difference to the one above."""
    height, width = planes.shape[:2]
    big_endian = planes.astype(planes.dtype.newbyteorder(">"))
    rows = big_endian.view(np.uint8).reshape(height, -1)
    filtered = np.empty((height, rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = 2
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8 * planes.dtype.itemsize, 4, 0, 0, 0)
    content = zlib.compress(filtered, 6)
    return png_file([(b"IHDR", header), (b"IDAT", content), (b"IEND", b"")])


def _international(key: str, value: str) -> bytes:
    keyword = key.encode("latin-1", "replace")[:79]
    return keyword + b"\x00\x01\x00\x00\x00" + zlib.compress(value.encode())
