"""Keeping the depth map with an exported picture: inside a JPEG file, or in a sidecar beside it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import cv2
import numpy as np

from core.atomic_write import write_bytes
from core.depth import ESTIMATE, DepthMap
from core.depths.depth_sources import sidecar_of
from core.depths.sidecar import sidecar_png
from core.errors import OutputError, already_exists
from core.photo import Photo
from core.photos.jpeg_segments import with_extended_xmp
from core.photos.photo_files import SIDECAR_ENDING
from core.photos.xmp import EMPTY_XMP, xmp_with_description

_GDEPTH = "http://ns.google.com/photos/1.0/depthmap/"
_NOTE = "http://ns.adobe.com/xmp/note/"
_OLD = re.compile(
    rb"\sGDepth:\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')|<(GDepth:\w+)\b[^>]*?(?:/>|>.*?</\1\s*>)\s*",
    re.DOTALL,
)
_PNG_FAST = 3
_NO_MAP = "The photo has no depth map to keep."
_GUESSED = "The depth map is an estimate and was not saved."
_LEFT_OUT = "{} cannot hold the depth map, so it was left out; it can be kept beside the picture."
FORMAT_NAMES = {"png": "PNG", "tiff": "TIFF", "webp": "WebP"}


class KeptDepth(Enum):
    """What becomes of the photo's depth map when a picture made of it is saved."""

    INSIDE = "inside"
    BESIDE = "beside"
    NONE = "none"


@dataclass(frozen=True, eq=False)
class SavedDepth:
    """What is written of a depth map, ready before the picture is.

    Attributes
    ----------
    xmp
        The picture's main XMP packet.
    extended
        Its continuation, which holds the map; empty where there is none.
    sidecar
        A file beside the picture and its content.
    notes
        Sentences on what was not kept.
    """

    xmp: bytes | None
    extended: bytes = field(default=b"", repr=False)
    sidecar: tuple[Path, bytes] | None = None
    notes: tuple[str, ...] = ()

    def put_into(self, content: bytes) -> bytes:
        """The picture's file with the map in it."""
        return with_extended_xmp(content, self.extended) if self.extended else content

    def write_sidecar(self, *, overwrite: bool) -> None:
        """Write the file beside the picture, if there is to be one."""
        if self.sidecar is not None:
            write_bytes(*self.sidecar, overwrite=overwrite)


def depth_to_save(
    source: Photo | None,
    path: Path,
    file_format: str,
    xmp: bytes | None,
    *,
    kept: KeptDepth,
    overwrite: bool,
) -> SavedDepth:
    """Prepare a photo's depth map for a picture made of it.

    An estimate is not saved: whoever opened the picture would take it for measured.

    Parameters
    ----------
    source
        The photo with the depth map.
    path, file_format
        Of the picture; only JPEG can hold the map itself.
    xmp
        Main XMP packet that the picture gets.
    kept
        Whether ``name.depth.png`` is to stand beside formats that cannot hold the map, or the map
        is left out.
    overwrite
        Replace an existing sidecar.

    Raises
    ------
    OutputError
        If the sidecar exists already and may not be replaced, or is the photo's own.
    """
    depth = source.depth if source is not None else None
    if kept is KeptDepth.NONE:
        return SavedDepth(without_depth(xmp))
    if depth is None or depth.kind == ESTIMATE:
        why = _NO_MAP if depth is None else _GUESSED
        return SavedDepth(without_depth(xmp), notes=(why,) if kept is KeptDepth.BESIDE else ())
    if file_format == "jpeg":
        extended = _extended_packet(depth)
        return SavedDepth(_main_packet(depth, xmp, extended), extended)
    if kept is KeptDepth.INSIDE:
        return SavedDepth(without_depth(xmp), notes=(_LEFT_OUT.format(FORMAT_NAMES[file_format]),))
    xmp = without_depth(xmp)
    sidecar = path.with_name(f"{path.stem}{SIDECAR_ENDING}")
    _check_sidecar(sidecar, source, overwrite=overwrite)
    note = f"The depth map was saved beside it as {sidecar.name}."
    return SavedDepth(xmp, sidecar=(sidecar, sidecar_png(depth)), notes=(note,))


def without_depth(xmp: bytes | None) -> bytes | None:
    """An XMP packet that promises no depth map."""
    return None if xmp is None else _OLD.sub(b"", xmp)


def _extended_packet(depth: DepthMap) -> bytes:
    """The map as GDepth has it, 0 being near, in 8 bits."""
    picture = base64.b64encode(_png(1 - depth.nearness)).decode()
    return xmp_with_description(
        EMPTY_XMP, f'xmlns:GDepth="{_GDEPTH}" GDepth:Data="{picture}"'.encode()
    )


def _main_packet(depth: DepthMap, xmp: bytes | None, extended: bytes) -> bytes:
    guid = hashlib.md5(extended, usedforsecurity=False).hexdigest().upper()
    described = (
        f'xmlns:GDepth="{_GDEPTH}" xmlns:xmpNote="{_NOTE}" GDepth:Format="RangeInverse" '
        f'GDepth:Mime="image/png" xmpNote:HasExtendedXMP="{guid}"'
    )
    if depth.near is not None and depth.far is not None:
        near, far = f'GDepth:Near="{depth.near:.9g}"', f'GDepth:Far="{depth.far:.9g}"'
        described += f' {near} {far} GDepth:Units="m"'
    return xmp_with_description(without_depth(xmp or EMPTY_XMP), described.encode())


def _check_sidecar(sidecar: Path, source: Photo, *, overwrite: bool) -> None:
    if not sidecar.exists():
        return
    own = sidecar_of(source.path) if source.path is not None else None
    if own is not None and own.samefile(sidecar):
        raise OutputError(
            f"{sidecar.name} is the photo's own depth map, which is never replaced.",
            remedy="Choose another name for the picture.",
        )
    if not overwrite:
        raise already_exists(sidecar.name)


def _png(share: np.ndarray) -> bytes:
    """A grey PNG of 8 bits."""
    values = np.clip(share * np.float32(255) + np.float32(0.5), 0, 255).astype(np.uint8)
    return cv2.imencode(".png", values, [cv2.IMWRITE_PNG_COMPRESSION, _PNG_FAST])[1].tobytes()
