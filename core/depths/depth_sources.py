"""Finding the depth map of a photo: inside it, or beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.depth import DepthMap
from core.depths.depth_embedded import (
    apple_depth,
    dynamic_depth,
    google_depth,
    heif_depth,
    samsung_depth,
)
from core.depths.depth_settings import DepthOrigin
from core.depths.depth_values import RawDepth, fitted, grey_values, is_nearer_above
from core.depths.sidecar import stated_depth
from core.errors import DepthError
from core.photo import Photo
from core.photos.exif import exif_orientation
from core.photos.file_kinds import is_heif
from core.photos.jpeg_segments import is_jpeg, jpeg_exif
from core.photos.photo_files import SIDECAR_ENDING
from core.photos.quiet import silence_decoders

_MILLIMETRES_BELOW = 32768
_UNDECODABLE = "it could not be decoded."
_Read = Callable[[], RawDepth | None]
_EMBEDDED: tuple[tuple[str, Callable[[bytes], RawDepth | None]], ...] = (
    ("Apple", apple_depth),
    ("Google", google_depth),
    ("Dynamic Depth", dynamic_depth),
    ("Samsung", samsung_depth),
)


@dataclass(frozen=True, eq=False)
class FoundDepth:
    """The depth map that was found, if any, and a sentence for each source that failed."""

    depth: DepthMap | None
    notes: tuple[str, ...] = ()


def depth_for(
    path: Path,
    photo: Photo,
    data: bytes | None = None,
    *,
    only: DepthOrigin = DepthOrigin.AUTOMATIC,
) -> FoundDepth:
    """The first usable depth map of a photo: from its file, else from its sidecar.

    Parameters
    ----------
    path
        The photo's file; ``IMG_1.depth.png`` beside ``IMG_1.jpg`` is its sidecar.
    photo
        The opened photo, for its size.
    data
        The file's bytes where they are at hand.
    only
        `DepthOrigin.PHOTO` or `DepthOrigin.SIDECAR` to look nowhere else.
    """
    silence_decoders()
    data = path.read_bytes() if data is None else data
    orientation = exif_orientation(jpeg_exif(data)) if is_jpeg(data) else 1
    notes: list[str] = []
    sources = _beside(path) if only is DepthOrigin.SIDECAR else _sources(path, data, only)
    for source, read in sources:
        try:
            raw = read()
            if raw is None:
                continue
            depth, note = fitted(raw, orientation, photo.height, photo.width)
        except Exception as error:  # what phones append is often damaged in ways of its own
            reason = error.message if isinstance(error, DepthError) else _UNDECODABLE
            notes.append(f"The depth map {source} cannot be used: {reason}")
            continue
        instead = f"Used instead: {depth.source}." if notes else ""
        notes += [text for text in (instead, note, _convention_note(raw, depth)) if text]
        return FoundDepth(depth, tuple(notes))
    return FoundDepth(None, tuple(notes))


def read_depth_file(path: Path, photo: Photo) -> FoundDepth:
    """A depth map from a file that the user chose, and what has to be said about it.

    Raises
    ------
    DepthError
        If it cannot be read or does not fit the photo.
    """
    path = Path(path)
    try:
        raw = _file_depth(path.read_bytes(), f"File {path.name}")
        depth, note = fitted(raw, 1, photo.height, photo.width)
    except OSError as error:
        raise DepthError(f"{path.name} could not be read.", detail=str(error)) from error
    except DepthError as error:
        raise DepthError(
            f"{path.name} cannot be used as a depth map: {error.message}",
            remedy="Choose a grey picture of the photo's shape.",
            detail=error.detail,
        ) from error
    notes = (note, _convention_note(raw, depth))
    return FoundDepth(depth, tuple(text for text in notes if text))


def sidecar_of(path: Path) -> Path | None:
    """``IMG_1.depth.png`` or ``IMG_1.jpg.depth.png`` beside ``IMG_1.jpg``, if there is one."""
    names = (f"{path.stem}{SIDECAR_ENDING}", f"{path.name}{SIDECAR_ENDING}")
    return next((p for p in (path.with_name(name) for name in names) if p.is_file()), None)


def _sources(path: Path, data: bytes, only: DepthOrigin) -> list[tuple[str, _Read]]:
    sources: list[tuple[str, _Read]] = []
    if is_heif(data):
        sources.append((f"in {path.name} (HEIC)", lambda: heif_depth(data)))
    elif is_jpeg(data):
        sources += [(f"in {path.name} ({n})", lambda read=r: read(data)) for n, r in _EMBEDDED]
    return sources if only is DepthOrigin.PHOTO else sources + _beside(path)


def _beside(path: Path) -> list[tuple[str, _Read]]:
    sidecar = sidecar_of(path)
    if sidecar is None:
        return []
    name = f"Sidecar {sidecar.name}"
    return [(f"in {sidecar.name}", lambda: _file_depth(sidecar.read_bytes(), name))]


def _file_depth(content: bytes, source: str) -> RawDepth:
    """16 bits that use the lower half alone are millimetres; in all else bright is near."""
    stated = stated_depth(content, source)
    if stated is not None:
        return stated
    values = grey_values(content)
    if values.dtype == np.uint16 and values.max() < _MILLIMETRES_BELOW:
        with np.errstate(divide="ignore"):
            inverse = np.where(values > 0, 1000 / values.astype(np.float32), np.nan)
        return RawDepth(inverse.astype(np.float32), source, in_metres=True, kind="distance")
    return RawDepth(values.astype(np.float32), source, vague=values.dtype == np.uint16)


def _convention_note(raw: RawDepth, depth: DepthMap) -> str:
    """How a picture was read that does not state its convention itself."""
    if raw.stated or not raw.source.startswith(("Sidecar", "File")):
        return ""
    if raw.in_metres:
        return f"{raw.source} was read as distances in millimetres, 0 being unknown."
    if raw.vague or is_nearer_above(depth):
        return f"{raw.source} was read as bright is near; invert it if bright is far."
    return ""
