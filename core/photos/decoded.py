"""What a decoder hands over: pixels as they lie in the file, not yet turned upright."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Decoded:
    """One picture out of a file.

    Attributes
    ----------
    pixels
        H×W×3 or H×W×1, ``uint8`` or ``uint16``.
    alpha
        H×W of the same type, not premultiplied; None if opaque.
    file_format
        Pillow's name of the format.
    file_bits
        Bits per channel in the file.
    orientation
        EXIF orientation still to be applied, 1 to 8.
    icc, exif, xmp
        Raw bytes that came along; ``exif`` begins with its byte order mark.
    dpi
        Pixels per inch across and down, where the file states them.
    notes
        Sentences on what had to be converted.
    """

    pixels: np.ndarray
    alpha: np.ndarray | None
    file_format: str
    file_bits: int = 8
    orientation: int = 1
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()
