"""TIFF files: exact for 16 bits, floating point by a stated range, the rest through Pillow."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from core.colour.to_srgb import cmyk_to_srgb, lab_to_srgb
from core.errors import PhotoError
from core.levels import sixteen_to
from core.photos.decode_deep import decode_opencv, scaled_to_16
from core.photos.decode_pillow import decode_pillow
from core.photos.decoded import Decoded
from core.photos.exif import exif_orientation
from core.photos.quiet import native_messages
from core.photos.tiff_structure import exif_of_tiff

if TYPE_CHECKING:  # takes long to load, and only TIFF files need it
    import tifffile

_ICC, _XMP, _ORIENTATION = 34675, 700, 274
_MIN_IS_WHITE, _INKS, _LAB = 0, 5, 8
_LIGHT = (_MIN_IS_WHITE, 1, 2)
_PLAIN_DEPTHS = (8, 16, 32, 64)
_UNCOMPRESSED_OR_DEFLATE = (1, 8, 32946)
_PER_INCH = {1: 1.0, 2: 1.0, 3: 2.54}
_FLOAT = 3
_UNCOMPRESSED = "Save it uncompressed, in RGB, first."


def decode_tiff(
    data: bytes,
    float_range: tuple[float, float] | None,
    check_size: Callable[[int, int, int], None],
) -> Decoded:
    """Decode the first page of a TIFF file.

    Parameters
    ----------
    data
        The file's bytes.
    float_range
        Values of black and white for floating-point and 32-bit files.
    check_size
        Called with width, height and file size before anything is decoded.
    """
    import tifffile

    with tifffile.TiffFile(io.BytesIO(data)) as tiff:
        page = tiff.pages.first
        check_size(page.imagewidth, page.imagelength, len(data))
        count = len(tiff.pages)
        notes = (f"The file holds {count} pictures; the first was opened.",) if count > 1 else ()
        with native_messages():
            if _is_deep(page):
                return _decode_deep(data, page, float_range, notes)
            return decode_pillow(Image.open(io.BytesIO(data), formats=("TIFF",)), data)


def _is_deep(page: tifffile.TiffPage) -> bool:
    """True where Pillow would reduce or refuse the values."""
    deep = page.bitspersample > 8 or page.sampleformat == _FLOAT
    return deep and page.photometric in (*_LIGHT, _INKS, _LAB)


def _decode_deep(
    data: bytes,
    page: tifffile.TiffPage,
    float_range: tuple[float, float] | None,
    notes: tuple[str, ...],
) -> Decoded:
    planes = _planes(data, page)
    if page.photometric in _LIGHT:
        planes, more = _integers(planes, page.bitspersample, float_range)
        planes = 65535 - planes if page.photometric == _MIN_IS_WHITE else planes
        pixels, alpha = _split(planes, premultiplied=1 in page.extrasamples)
    else:
        alpha = None
        pixels, more = _converted(planes, page)
    exif = exif_of_tiff(data)
    return Decoded(
        pixels,
        alpha,
        file_format="TIFF",
        file_bits=page.bitspersample,
        orientation=exif_orientation(exif) or 1,
        icc=_bytes_of(page, _ICC) if page.photometric in _LIGHT else None,
        exif=exif,
        xmp=_bytes_of(page, _XMP),
        dpi=_dpi(page),
        notes=notes + more,
    )


def _converted(planes: np.ndarray, page: tifffile.TiffPage) -> tuple[np.ndarray, tuple[str, ...]]:
    """16-bit inks and Lab in sRGB."""
    if planes.dtype.itemsize != 2 or planes.shape[2] < 3 + (page.photometric == _INKS):
        raise PhotoError("holds colours in a way that is not known.", remedy=_UNCOMPRESSED)
    if page.photometric == _INKS:
        inks = sixteen_to(np.ascontiguousarray(planes[..., :4]), np.uint8)
        pixels, note = cmyk_to_srgb(inks, _bytes_of(page, _ICC))
    else:
        signed = planes[..., :3].astype(np.uint16).view(np.int16).astype(np.float32) / 256
        signed[..., 0] = planes[..., 0] * np.float32(100 / 65535)
        pixels, note = lab_to_srgb(signed)
    return pixels, (note,)


def _planes(data: bytes, page: tifffile.TiffPage) -> np.ndarray:
    """H×W×C as it lies in the file."""
    if page.compression in _UNCOMPRESSED_OR_DEFLATE and page.bitspersample in _PLAIN_DEPTHS:
        planes = page.asarray()
        if page.planarconfig == 2 and planes.ndim == 3:
            planes = np.moveaxis(planes, 0, -1)
        return planes.reshape(page.imagelength, page.imagewidth, -1)
    planes = decode_opencv(_without_orientation(data, page))
    if planes.shape[2] != page.samplesperpixel:
        raise PhotoError(
            f"is a compressed TIFF of {page.samplesperpixel} channels, which cannot be read.",
            remedy=_UNCOMPRESSED,
        )
    return planes >> (16 - page.bitspersample) if page.bitspersample < 16 else planes


def _without_orientation(data: bytes, page: tifffile.TiffPage) -> bytes:
    tag = page.tags.get(_ORIENTATION)
    if tag is None:
        return data
    patched = bytearray(data)
    order = "little" if page.parent.byteorder == "<" else "big"
    patched[tag.valueoffset : tag.valueoffset + 2] = (1).to_bytes(2, order)
    return bytes(patched)


def _integers(
    planes: np.ndarray, bits: int, float_range: tuple[float, float] | None
) -> tuple[np.ndarray, tuple[str, ...]]:
    """The values as ``uint16``."""
    if planes.dtype.kind == "u" and planes.dtype.itemsize <= 2:
        return scaled_to_16(planes, (1 << bits) - 1), ()
    if float_range is None:
        raise PhotoError(
            f"holds {planes.dtype} values and does not say which are black and white.",
            remedy="State their range, for example 0 to 1.",
        )
    low, high = float_range
    if not high > low:
        raise PhotoError("was given a range that holds nothing.", remedy="Give black, then white.")
    scaled = (planes.astype(np.float64) - low) / (high - low)
    note = f"Values from {low:g} to {high:g} were taken as black to white."
    return np.rint(np.nan_to_num(scaled).clip(0, 1) * 65535).astype(np.uint16), (note,)


def _split(planes: np.ndarray, *, premultiplied: bool) -> tuple[np.ndarray, np.ndarray | None]:
    colours = 3 if planes.shape[2] >= 3 else 1
    pixels = np.ascontiguousarray(planes[..., :colours])
    if planes.shape[2] == colours:
        return pixels, None
    alpha = np.ascontiguousarray(planes[..., colours])
    return (_unpremultiplied(pixels, alpha) if premultiplied else pixels), alpha


def _unpremultiplied(pixels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    weight = np.maximum(alpha, 1)[..., None].astype(np.uint64)
    return np.minimum((pixels * np.uint64(65535) + weight // 2) // weight, 65535).astype(np.uint16)


def _bytes_of(page: tifffile.TiffPage, code: int) -> bytes | None:
    tag = page.tags.get(code)
    return bytes(tag.value) if tag is not None and tag.value else None


def _dpi(page: tifffile.TiffPage) -> tuple[float, float] | None:
    unit = _PER_INCH.get(page.tags.valueof(296, default=2), 1.0)
    across, down = (page.tags.valueof(code, default=(0, 1)) for code in (282, 283))
    if not (across[0] and across[1] and down[0] and down[1]):
        return None
    return across[0] / across[1] * unit, down[0] / down[1] * unit
