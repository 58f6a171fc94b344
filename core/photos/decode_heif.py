"""HEIC and HEIF pictures, where the optional package pillow-heif is installed."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import numpy as np

from core.errors import PhotoError
from core.photos.decode_deep import scaled_to_16, split_alpha
from core.photos.decoded import Decoded
from core.photos.exif import bare_exif


def decode_heif(data: bytes, check_size: Callable[[int, int, int], None]) -> Decoded:
    """Decode the primary picture of a HEIF file.

    Parameters
    ----------
    data
        The file's bytes.
    check_size
        Called with width, height and file size before anything is decoded.

    Raises
    ------
    PhotoError
        If pillow-heif is not installed.
    """
    heif = heif_module().open_heif(data, convert_hdr_to_8bit=False)
    picture = heif[heif.primary_index]
    check_size(*picture.size, len(data))
    bits = int(picture.info.get("bit_depth", 8))
    planes = np.asarray(picture)
    planes = planes[..., None] if planes.ndim == 2 else planes
    if planes.dtype == np.uint16:  # it comes shifted to the left
        planes = scaled_to_16(planes >> (16 - bits), (1 << bits) - 1)
    pixels, alpha = split_alpha(planes)
    count = len(heif)
    return Decoded(
        pixels,
        alpha,
        file_format="HEIF",
        file_bits=bits,
        icc=picture.info.get("icc_profile") or None,
        exif=bare_exif(picture.info.get("exif")),
        xmp=picture.info.get("xmp") or None,
        notes=(f"The file holds {count} pictures; the main one was opened.",) if count > 1 else (),
    )


def heif_module() -> ModuleType:
    """The package pillow-heif.

    Raises
    ------
    PhotoError
        If it is not installed.
    """
    try:
        import pillow_heif
    except ImportError as error:
        raise PhotoError(
            "is a HEIC picture, which needs the optional package pillow-heif.",
            remedy="Install it with: pip install pillow-heif",
        ) from error
    return pillow_heif
