"""TIFF files of 8 and 16 bits with everything that came along."""

from __future__ import annotations

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from core.errors import OutputError
from core.photos.tiff_structure import (
    EXIF_TAGS,
    Field,
    byte_order,
    number,
    numbers,
    rational,
    raw_bytes,
    read_directory,
    write_directory,
)

_STRIP_BYTES = 1 << 19
_LEVEL = 2
_DEFLATE, _HORIZONTAL = 8, 2
_LIMIT = 1 << 32


def encode_tiff(
    pixels: np.ndarray,
    alpha: np.ndarray | None,
    *,
    icc: bytes | None = None,
    exif: bytes | None = None,
    xmp: bytes | None = None,
    dpi: tuple[float, float] | None = None,
) -> bytes:
    """Encode a TIFF file, losslessly compressed (Deflate with horizontal differences).

    Parameters
    ----------
    pixels
        H×W×3 or H×W×1, ``uint8`` or ``uint16``.
    alpha
        H×W of the same type, or None.
    icc, exif, xmp
        Raw bytes to carry; the file takes the byte order of ``exif``.
    dpi
        Pixels per inch across and down.

    Raises
    ------
    OutputError
        If the file would be larger than the 4 gigabytes that TIFF can hold.
    """
    order = byte_order(exif) if exif else "<"
    planes = pixels if alpha is None else np.dstack([pixels, alpha])
    rows = max(1, _STRIP_BYTES // max(1, planes[0].nbytes))
    strips = _strips(planes, rows, order)
    fields = _picture_fields(planes, pixels.shape[2], rows, order)
    fields |= {f.tag: f for f in _carried(icc, exif, xmp)}
    fields |= {f.tag: f for f in _resolution(dpi, order)}
    return _assembled(strips, fields, order)


def _strips(planes: np.ndarray, rows: int, order: str) -> list[bytes]:
    def packed(top: int) -> bytes:
        part = planes[top : top + rows]
        differences = part.copy()
        differences[:, 1:] -= part[:, :-1]
        return zlib.compress(differences.astype(part.dtype.newbyteorder(order)), _LEVEL)

    with ThreadPoolExecutor() as pool:
        return list(pool.map(packed, range(0, planes.shape[0], rows)))


def _picture_fields(planes: np.ndarray, colours: int, rows: int, order: str) -> dict[int, Field]:
    height, width, samples = planes.shape
    fields = [
        number(width, order, 256),
        number(height, order, 257),
        numbers([8 * planes.dtype.itemsize] * samples, order, 258, short=True),
        number(_DEFLATE, order, 259, short=True),
        number(2 if colours == 3 else 1, order, 262, short=True),
        number(1, order, 274, short=True),
        number(samples, order, 277, short=True),
        number(rows, order, 278),
        number(1, order, 284, short=True),
        number(_HORIZONTAL, order, 317, short=True),
    ]
    if samples > colours:
        fields.append(number(2, order, 338, short=True))
    return {field.tag: field for field in fields}


def _carried(icc: bytes | None, exif: bytes | None, xmp: bytes | None) -> list[Field]:
    fields = [f for f in read_directory(exif) if f.tag in EXIF_TAGS] if exif else []
    if icc:
        fields.append(raw_bytes(icc, 34675))
    if xmp:
        fields.append(raw_bytes(xmp, 700, kind=1))
    return fields


def _resolution(dpi: tuple[float, float] | None, order: str) -> list[Field]:
    if dpi is None:
        return []
    across, down = dpi
    return [
        rational(across, order, 282),
        rational(down, order, 283),
        number(2, order, 296, short=True),
    ]


def _assembled(strips: list[bytes], fields: dict[int, Field], order: str) -> bytes:
    sizes = [len(strip) for strip in strips]
    offsets = (8 + np.cumsum([0, *sizes[:-1]])).tolist()
    start = 8 + sum(sizes)
    padding = start % 2
    if start + (1 << 24) > _LIMIT:
        raise OutputError(
            "The picture is too large for TIFF (4 GB).", remedy="Save it as PNG instead."
        )
    fields = fields | {273: numbers(offsets, order, 273), 279: numbers(sizes, order, 279)}
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    header = mark + struct.pack(order + "I", start + padding)
    directory = write_directory(fields.values(), order, start + padding)
    return b"".join([header, *strips, bytes(padding), directory])
