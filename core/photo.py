"""A photo in memory: integers at rest, in the file's own colour space."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.depth import DepthMap
from core.hole_mask import HoleMask


@dataclass(frozen=True, eq=False)
class Photo:
    """What was in a file, upright, and nothing that was not.

    Attributes
    ----------
    pixels
        H×W×3 (RGB) or H×W×1 (grey), ``uint8`` or ``uint16``, C-contiguous and read-only, in the
        file's own colour space. EXIF orientation has been applied.
    path
        Where it came from; None for a picture made in memory.
    content_hash
        SHA-256 of the file's bytes, or of the pixels where there is no file.
    alpha
        H×W of the type of ``pixels``, not premultiplied; None if opaque.
    depth
        The depth map that came with the file or stands beside it.
    mask
        Where it was destroyed, for methods that fill holes; None where nobody said so.
    icc, exif, xmp
        Raw bytes as they go into an export; orientation in ``exif`` and ``xmp`` is already 1.
    file_format
        Pillow's name of the format: ``"JPEG"``, ``"PNG"``, ``"TIFF"``, ``"WEBP"`` …
    file_bits
        Bits per channel in the file: 1, 8, 10, 12, 16 …
    dpi
        Pixels per inch across and down, where the file states them.
    notes
        Sentences on what had to be converted at opening.
    depth_notes
        Those of them that are about depth maps.
    """

    pixels: np.ndarray
    path: Path | None = None
    content_hash: str = ""
    alpha: np.ndarray | None = None
    depth: DepthMap | None = None
    mask: HoleMask | None = None
    icc: bytes | None = field(default=None, repr=False)
    exif: bytes | None = field(default=None, repr=False)
    xmp: bytes | None = field(default=None, repr=False)
    file_format: str = ""
    file_bits: int = 8
    dpi: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()
    depth_notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] not in (1, 3):
            raise ValueError(f"pixels must be H×W×3 or H×W×1, not {self.pixels.shape}")
        if self.pixels.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"pixels must be uint8 or uint16, not {self.pixels.dtype}")
        self.pixels.flags.writeable = False
        if self.alpha is not None:
            self.alpha.flags.writeable = False
        if not self.content_hash:
            object.__setattr__(self, "content_hash", pixel_hash(self.pixels))

    @property
    def height(self) -> int:
        """Rows."""
        return self.pixels.shape[0]

    @property
    def width(self) -> int:
        """Columns."""
        return self.pixels.shape[1]

    @property
    def channels(self) -> int:
        """3 for RGB, 1 for grey."""
        return self.pixels.shape[2]

    @property
    def bits(self) -> int:
        """Bits per channel in memory: 8 or 16."""
        return 8 * self.pixels.dtype.itemsize

    @property
    def megapixels(self) -> float:
        """Pixels in millions."""
        return self.height * self.width / 1e6

    @property
    def name(self) -> str:
        """File name for captions."""
        return self.path.name if self.path else "untitled"


def pixel_hash(pixels: np.ndarray) -> str:
    """SHA-256 over shape, type and values."""
    digest = hashlib.sha256(f"{pixels.shape}{pixels.dtype}".encode())
    digest.update(np.ascontiguousarray(pixels))
    return digest.hexdigest()
