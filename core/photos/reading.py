"""Opening a photo."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from core.depths.depth_sources import depth_for
from core.errors import PhotoError
from core.photo import Photo
from core.photos.coding_points import stated_colour
from core.photos.decode_deep import (
    avif_bits,
    decode_opencv,
    decode_png16,
    jpeg2000_bits,
    metadata_follows_pixels,
    png_bits,
    pnm_white,
    scaled_to_16,
    split_alpha,
)
from core.photos.decode_heif import decode_heif
from core.photos.decode_jpeg import decode_jpeg
from core.photos.decode_pillow import carried_metadata, decode_pillow, frames_note
from core.photos.decode_tiff import decode_tiff
from core.photos.decoded import Decoded
from core.photos.exif import exif_upright
from core.photos.file_kinds import foreign_kind, is_heif, is_tiff
from core.photos.orientation import turned_upright
from core.photos.quiet import silence_decoders
from core.photos.xmp import xmp_upright

MAX_MEGAPIXELS = 1000
"""Larger pictures are refused."""

FORMATS = (
    *("JPEG", "PNG", "WEBP", "AVIF", "JPEG2000", "BMP", "GIF"),
    *("PPM", "TGA", "PCX", "DDS", "PSD", "ICO", "QOI"),
)
"""Pillow's names of the formats it opens for us, beside TIFF and HEIC."""

_MAX_FILE_BYTES = 1 << 32
_SUSPICIOUS_MEGAPIXELS = 100
_SUSPICIOUS_PIXELS_PER_BYTE = 10_000


def open_photo(path: Path, *, float_range: tuple[float, float] | None = None) -> Photo:
    """Open a photo upright, with all that came with it.

    Parameters
    ----------
    path
        The file; its kind is told by its content, not by its name.
    float_range
        For files that hold floating-point or 32-bit values: the value of black and of white.

    Returns
    -------
    Photo
        Integers exactly as they lie in the file; see `Photo.notes` for what had to be converted.

    Raises
    ------
    PhotoError
        If it is missing, no photo, damaged, cut off, too large, or without a stated range.
    """
    path = Path(path)
    data = _bytes_of(path)
    with ThreadPoolExecutor(1, thread_name_prefix="hash") as beside:
        digest = beside.submit(lambda: hashlib.sha256(data).hexdigest())
        decoded = _decoded(path, data, float_range)
    return _with_depth(_photo(path, digest.result(), decoded), data)


def _decoded(path: Path, data: bytes, float_range: tuple[float, float] | None) -> Decoded:
    try:
        silence_decoders()
        return _with_stated_colour(_decode(data, float_range), data)
    except PhotoError as error:
        raise PhotoError(
            f"{path.name} {error.message}", remedy=error.remedy, detail=error.detail
        ) from error
    except Exception as error:  # decoders raise nearly anything on damaged files
        raise _damaged(path, error) from error


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise PhotoError(f"{path.name} is a folder, not a photo.", remedy="Choose a file in it.")
    try:
        if path.exists() and not path.is_file():
            raise PhotoError(f"{path.name} is no file.", remedy="Choose a photo.")
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise PhotoError(f"{path.name} is larger than 4 GB.", remedy="Reduce it first.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _missing(path) from error
    except (OSError, ValueError) as error:
        raise PhotoError(
            f"{path.name} could not be read.",
            remedy="Check that you may read it.",
            detail=str(error),
        ) from error
    if not data:
        raise PhotoError(f"{path.name} is empty (0 bytes).", remedy="Copy it again.")
    return data


def _missing(path: Path) -> PhotoError:
    if not path.parent.is_dir():
        message = f"{path.name} is not there: there is no folder {path.parent}."
        return PhotoError(message, remedy="Check the path.")
    return PhotoError(f"{path.name} is not there.", remedy="Check the name.")


def _decode(data: bytes, float_range: tuple[float, float] | None) -> Decoded:
    kind = foreign_kind(data)
    if kind is not None:
        raise PhotoError(f"is {kind.name}, not a photo.", remedy=kind.remedy)
    if is_heif(data):
        return decode_heif(data, check_size)
    Image.MAX_IMAGE_PIXELS = MAX_MEGAPIXELS * 1_000_000
    if is_tiff(data):
        return decode_tiff(data, float_range, check_size)
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    check_size(image.width, image.height, len(data))
    top = _stated_white(image.format, data)
    if top > 255:
        return _decode_deep(image, data, top)
    return decode_jpeg(image, data) or decode_pillow(image, data)


def _with_stated_colour(decoded: Decoded, data: bytes) -> Decoded:
    if decoded.icc or decoded.file_format not in ("PNG", "AVIF", "HEIF"):
        return decoded
    icc, note = stated_colour(data, decoded.file_format)
    icc = icc if decoded.pixels.shape[2] == 3 else None
    return replace(decoded, icc=icc, notes=(*decoded.notes, note) if note else decoded.notes)


def check_size(width: int, height: int, file_bytes: int) -> None:
    """Refuse pictures that are too large, and small files that claim to be large pictures.

    Raises
    ------
    PhotoError
        With the limit in its message.
    """
    megapixels = width * height / 1e6
    if megapixels > MAX_MEGAPIXELS:
        raise PhotoError(
            f"has {width}×{height} pixels, more than the limit of {MAX_MEGAPIXELS} megapixels.",
            remedy="Reduce it or cut it into parts first.",
        )
    packed = width * height / file_bytes
    if megapixels > _SUSPICIOUS_MEGAPIXELS and packed > _SUSPICIOUS_PIXELS_PER_BYTE:
        raise PhotoError(
            f"claims to hold {width}×{height} pixels in {file_bytes} bytes, which no photo does.",
            remedy="Open another file.",
        )


def _stated_white(file_format: str | None, data: bytes) -> int:
    """The largest value that a channel can have, as the header states it."""
    if file_format == "PPM":
        return pnm_white(data)
    readers = {"PNG": png_bits, "JPEG2000": jpeg2000_bits, "AVIF": avif_bits}
    bits = readers[file_format](data) if file_format in readers else 8
    return (1 << bits) - 1


def _decode_deep(image: Image.Image, data: bytes, white: int) -> Decoded:
    notes = frames_note(image)
    if image.format == "PNG":
        pixels, alpha = decode_png16(data)
        if metadata_follows_pixels(data):
            image.load()
    else:
        pixels, alpha = split_alpha(scaled_to_16(decode_opencv(data), white))
    return Decoded(
        pixels,
        alpha,
        file_format=image.format or "",
        file_bits=white.bit_length(),
        notes=notes,
        **carried_metadata(image, data),
    )


def _photo(path: Path, digest: str, decoded: Decoded) -> Photo:
    decoded = _upright(decoded)
    alpha = decoded.alpha
    if alpha is not None and int(alpha.min()) == np.iinfo(alpha.dtype).max:
        alpha = None
    return Photo(
        pixels=np.ascontiguousarray(decoded.pixels),
        path=path,
        content_hash=digest,
        alpha=alpha,
        icc=decoded.icc,
        exif=decoded.exif,
        xmp=decoded.xmp,
        file_format=decoded.file_format,
        file_bits=decoded.file_bits,
        dpi=decoded.dpi,
        notes=decoded.notes,
    )


def _with_depth(photo: Photo, data: bytes) -> Photo:
    found = depth_for(photo.path, photo, data)
    if found.depth is None and not found.notes:
        return photo
    notes = photo.notes + found.notes
    return replace(photo, depth=found.depth, notes=notes, depth_notes=found.notes)


def _upright(decoded: Decoded) -> Decoded:
    turn = decoded.orientation
    alpha = decoded.alpha
    return replace(
        decoded,
        pixels=turned_upright(decoded.pixels, turn),
        alpha=None if alpha is None else turned_upright(alpha, turn),
        orientation=1,
        exif=exif_upright(decoded.exif) if decoded.exif else None,
        xmp=xmp_upright(decoded.xmp) if decoded.xmp else None,
    )


def _damaged(path: Path, error: Exception) -> PhotoError:
    detail = f"{type(error).__name__}: {error}"
    text = str(error).lower()
    if isinstance(error, MemoryError):
        return PhotoError(
            f"{path.name} needs more memory than there is.",
            remedy="Close other programs, or reduce it first.",
            detail=detail,
        )
    if isinstance(error, Image.DecompressionBombError):
        return PhotoError(
            f"{path.name} has more pixels than the limit of {MAX_MEGAPIXELS} megapixels.",
            remedy="Reduce it or cut it into parts first.",
            detail=detail,
        )
    if isinstance(error, UnidentifiedImageError):
        return PhotoError(
            f"{path.name} is no photo this program knows, or its first bytes are damaged.",
            remedy="Open it where it came from and save it as PNG, TIFF or JPEG.",
            detail=detail,
        )
    if "truncated" in text:
        return PhotoError(
            f"{path.name} is cut off: its end is missing.",
            remedy="Copy it again from where it came.",
            detail=detail,
        )
    if "unsupported" in text:
        return PhotoError(
            f"{path.name} is stored in a way that this program cannot read.",
            remedy="Open it in another program and save it as PNG, TIFF or JPEG.",
            detail=detail,
        )
    return PhotoError(
        f"{path.name} is damaged and could not be opened.",
        remedy="Copy it again, or save it anew with the program it came from.",
        detail=detail,
    )
