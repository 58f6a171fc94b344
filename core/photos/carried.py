"""What goes along from a photo into a picture made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.photo import Photo
from core.photos.embedded_text import xmp_with_text, xmp_without_text
from core.photos.exif import exif_for_picture, exif_without_gps
from core.photos.xmp import xmp_for_picture, xmp_without_gps

_SPACES = {1: b"GRAY", 3: b"RGB "}


@dataclass(frozen=True)
class Carried:
    """Raw blocks for the new file, already fitted to it."""

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()

    def blocks(self) -> dict[str, bytes | None]:
        """ICC, EXIF and XMP as keyword arguments."""
        return {"icc": self.icc, "exif": self.exif, "xmp": self.xmp}

    def with_text(self, text: Mapping[str, str]) -> Carried:
        """The same with texts embedded in the XMP packet."""
        return replace(self, xmp=xmp_with_text(self.xmp, text)) if text else self


def carried_for(
    source: Photo | None, width: int, height: int, channels: int, *, strip_gps: bool
) -> Carried:
    """Blocks of ``source``, fitted to a picture of this size and number of channels.

    A profile that describes another number of channels is left out: it would falsify the colours.
    """
    if source is None:
        return Carried()
    exif, xmp, icc = source.exif, source.xmp, source.icc
    notes = ()
    if exif:
        exif = exif_for_picture(exif, width, height)
        exif = exif_without_gps(exif) if strip_gps else exif
    if xmp:
        xmp = xmp_without_text(xmp_for_picture(xmp))
        xmp = xmp_without_gps(xmp) if strip_gps else xmp
    if icc and icc[16:20] != _SPACES[channels]:
        icc, notes = None, ("The colour profile does not fit the picture and was left out.",)
    return Carried(icc, exif, xmp, source.dpi, notes)


def holds_place(photo: Photo) -> bool:
    """True if the photo's EXIF or XMP says where it was taken."""
    return bool(
        (photo.exif and exif_without_gps(photo.exif) != photo.exif)
        or (photo.xmp and xmp_without_gps(photo.xmp) != photo.xmp)
    )
