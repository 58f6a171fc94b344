"""Saving a picture with everything that came with the photo, and never over the photo."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from core.atomic_write import write_bytes
from core.depths.depth_saving import KeptDepth, depth_to_save
from core.errors import OutputError, already_exists
from core.levels import sixteen_to, widened
from core.photo import Photo
from core.photos.carried import Carried, carried_for
from core.photos.encode_lossy import encode_jpeg, encode_webp
from core.photos.encode_png import encode_png
from core.photos.encode_tiff import encode_tiff
from core.tile_workers import is_out_of_memory

SUFFIXES = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".jpe": "jpeg",
    ".png": "png",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".webp": "webp",
}
"""File name endings and the formats they stand for."""

_DEEP_FORMATS = ("png", "tiff")
_LONGEST_SIDES = {"jpeg": 65500, "webp": 16383}


@dataclass(frozen=True)
class SaveOptions:
    """How a picture is saved.

    Attributes
    ----------
    format
        ``"jpeg"``, ``"png"``, ``"tiff"`` or ``"webp"``; None takes it from the file name.
    quality
        1 to 100 for JPEG and WebP; from 90 on colours are kept at full resolution, and WebP at
        100 is lossless.
    bits
        8 or 16; None keeps the depth of the photo where the format can hold it.
    strip_gps
        Leave the place out that EXIF and XMP state.
    overwrite
        Replace an existing file. The photo itself is never replaced.
    depth
        Keep the depth map inside where the file is JPEG, also beside all others as
        ``name.depth.png``, or leave it out.
    provenance
        Embed how the picture was made.
    """

    format: str | None = None
    quality: int = 95
    bits: int | None = None
    strip_gps: bool = False
    overwrite: bool = False
    depth: KeptDepth = KeptDepth.INSIDE
    provenance: bool = True


def save_picture(
    pixels: np.ndarray,
    path: Path,
    *,
    source: Photo | None,
    options: SaveOptions | None = None,
    alpha: np.ndarray | None = None,
    text: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Save a picture beside or far from the photo it was made of.

    Parameters
    ----------
    pixels
        H×W×3 or H×W×1, ``uint8`` or ``uint16``, in the colour space of ``source``.
    path
        Where to; the folder must exist.
    source
        The photo whose profile, EXIF, XMP, resolution, transparency and depth go along.
    options
        By default those of `SaveOptions`.
    alpha
        H×W of either type; by default that of ``source``, brought to the size of ``pixels``.
    text
        How it was made, by key, embedded unless the options leave it out;
        `core.photos.embedded_text.read_text` gives it back.

    Returns
    -------
    tuple of str
        Notes on what the format could not hold.

    Raises
    ------
    OutputError
        If the folder is missing or not writable, the file exists, is the photo itself, or the
        format cannot hold what was asked for.
    """
    path, options = Path(path), options or SaveOptions()
    file_format = format_of(path, options)
    check_target(path, source, overwrite=options.overwrite)
    bits = _bits(path, pixels, source, file_format, options)
    height, width = pixels.shape[:2]
    _check_sides(path, file_format, height, width)
    carried = carried_for(source, width, height, pixels.shape[2], strip_gps=options.strip_gps)
    depth = depth_to_save(
        *(source, path, file_format, carried.xmp),
        kept=options.depth,
        overwrite=options.overwrite,
    )
    alpha = _alpha(alpha, source, width, height, bits)
    carried = replace(carried, xmp=depth.xmp)
    embedded = dict(text or {}) if options.provenance else {}
    picture = _Picture(to_bits(pixels, bits), alpha, carried, embedded)
    content, notes = _encoded_where_it_fits(picture, path, file_format, options.quality)
    write_bytes(path, depth.put_into(content), overwrite=options.overwrite)
    depth.write_sidecar(overwrite=options.overwrite)
    return carried.notes + notes + depth.notes


def format_of(path: Path, options: SaveOptions) -> str:
    """The format a picture is saved in.

    Raises
    ------
    OutputError
        If neither the options nor the file name tell it.
    """
    chosen = options.format.lower() if options.format else None
    chosen = SUFFIXES.get(f".{chosen}", chosen) if chosen else SUFFIXES.get(path.suffix.lower())
    if chosen not in SUFFIXES.values():
        asked = options.format or path.suffix or "a name without an ending"
        raise OutputError(
            f"{path.name} cannot be saved as {asked}.", remedy="Use .jpg, .png, .tif or .webp."
        )
    return chosen


def check_target(path: Path, source: Photo | None, *, overwrite: bool) -> None:
    """Make sure that writing to ``path`` is possible and destroys nothing.

    Worth calling before long work whose result goes there.

    Raises
    ------
    OutputError
        If the folder is missing, or the file exists and may not be replaced.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise OutputError(
            f"{path.name} cannot be saved: there is no folder {path.parent}.",
            remedy="Create it or choose another one.",
        )
    if path.is_dir():
        raise OutputError(f"{path.name} is a folder.", remedy="Choose a file name.")
    if not path.exists():
        return
    if source is not None and source.path is not None and _same_file(path, source.path):
        raise OutputError(
            f"{path.name} is the photo itself, which is never replaced.",
            remedy="Choose another name.",
        )
    if not overwrite:
        raise already_exists(path.name)


def free_name(path: Path) -> Path:
    """``path`` itself where it is free, else the first free of name-2, name-3 …"""
    path = Path(path)
    candidate, count = path, 1
    while candidate.exists():
        count += 1
        candidate = path.with_name(f"{path.stem}-{count}{path.suffix}")
    return candidate


def to_bits(values: np.ndarray, bits: int) -> np.ndarray:
    """The same integers with 8 or 16 bits, rounded to the nearest."""
    if bits == 16:
        return widened(values)
    return sixteen_to(values, np.uint8) if values.dtype == np.uint16 else values


def _bits(
    path: Path, pixels: np.ndarray, source: Photo | None, file_format: str, options: SaveOptions
) -> int:
    if options.bits is None:
        own = source.bits if source is not None else 8 * pixels.dtype.itemsize
        return own if file_format in _DEEP_FORMATS else 8
    if options.bits not in (8, 16):
        raise OutputError(
            f"{path.name} cannot have {options.bits} bits.", remedy="Choose 8 or 16 bits."
        )
    if options.bits == 16 and file_format not in _DEEP_FORMATS:
        raise OutputError(
            f"{path.name} cannot have 16 bits: {file_format.upper()} holds 8.",
            remedy="Save it as PNG or TIFF, or with 8 bits.",
        )
    return options.bits


def _check_sides(path: Path, file_format: str, height: int, width: int) -> None:
    limit = _LONGEST_SIDES.get(file_format)
    if limit is not None and max(height, width) > limit:
        raise OutputError(
            f"{path.name} is too large for {file_format.upper()}, which ends at {limit} pixels.",
            remedy="Save it as PNG or TIFF.",
        )


def _alpha(
    alpha: np.ndarray | None, source: Photo | None, width: int, height: int, bits: int
) -> np.ndarray | None:
    if alpha is None and source is not None:
        alpha = source.alpha
    if alpha is None:
        return None
    if alpha.shape != (height, width):
        smaller = alpha.shape[0] > height
        how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
        alpha = cv2.resize(alpha, (width, height), interpolation=how)
    return to_bits(alpha, bits)


@dataclass(frozen=True, eq=False)
class _Picture:
    pixels: np.ndarray
    alpha: np.ndarray | None
    carried: Carried
    text: dict[str, str]


def _encoded_where_it_fits(
    picture: _Picture, path: Path, file_format: str, quality: int
) -> tuple[bytes, tuple[str, ...]]:
    try:
        return _encoded(picture, file_format, quality)
    except (MemoryError, cv2.error) as error:
        if not is_out_of_memory(error):
            raise
        raise OutputError(
            f"There is not enough memory to write {path.name}.",
            remedy="Close other programs, or save it as TIFF, which needs least.",
            detail=str(error),
        ) from error


def _encoded(picture: _Picture, file_format: str, quality: int) -> tuple[bytes, tuple[str, ...]]:
    pixels, alpha, text = picture.pixels, picture.alpha, picture.text
    if file_format == "png":
        blocks = picture.carried.blocks()
        return encode_png(pixels, alpha, **blocks, dpi=picture.carried.dpi, text=text), ()
    if file_format == "jpeg":
        return encode_jpeg(pixels, alpha, picture.carried, quality, text)
    blocks = picture.carried.with_text(text).blocks()
    if file_format == "webp":
        return encode_webp(pixels, alpha, blocks, quality), ()
    return encode_tiff(pixels, alpha, **blocks, dpi=picture.carried.dpi), ()


def _same_file(one: Path, other: Path) -> bool:
    return other.exists() and os.path.samefile(one, other)
