"""Which files of a folder are photos, in the order in which people expect them."""

from __future__ import annotations

import re
from pathlib import Path

from core.errors import InputError

PHOTO_SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".tif", ".tiff", ".webp"),
    *(".heic", ".heif", ".avif", ".jp2", ".bmp", ".gif", ".ppm", ".pgm"),
)

SIDECAR_ENDING = ".depth.png"
"""Behind a photo's name, with or without its own ending: its depth map."""


def is_photo_name(path: Path) -> bool:
    """Whether a file's name says that it is a photo; its content may still not be one."""
    return path.suffix.lower() in PHOTO_SUFFIXES and not path.name.startswith(".")


def photos_in(folder: Path) -> list[Path]:
    """Photos of a folder by name, ``IMG_2`` before ``IMG_10``; folders below are not entered.

    ``IMG_2.depth.png`` beside its photo is the depth map of that photo, not a photo.

    Raises
    ------
    InputError
        If the folder cannot be read.
    """
    try:
        found = [entry for entry in folder.iterdir() if is_photo_name(entry) and entry.is_file()]
    except OSError as error:
        message = f"The folder {folder.name or folder} cannot be read."
        remedy = "Check that it exists and that you may open it."
        raise InputError(message, remedy=remedy, detail=str(error)) from error
    owners = {name for path in found for name in (path.stem, path.name)}
    photos = [path for path in found if not _is_sidecar(path, owners)]
    return sorted(photos, key=lambda path: natural_key(path.name))


def _is_sidecar(path: Path, owners: set[str]) -> bool:
    name, ending = path.name[: -len(SIDECAR_ENDING)], path.name[-len(SIDECAR_ENDING) :]
    return ending.lower() == SIDECAR_ENDING and name in owners


BEHIND_NUMBERS = 1 << 63


def natural_key(name: str) -> list[tuple[int, str]]:
    """Sort key by which numbers inside names count as numbers, and case does not."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return [(int(part), "") if part.isdecimal() else (BEHIND_NUMBERS, part) for part in parts]


def neighbour(path: Path, by: int) -> Path | None:
    """The photo ``by`` places further in the same folder, around its ends; None if it is alone.

    Raises
    ------
    InputError
        If the folder cannot be read.
    """
    photos = photos_in(path.parent)
    others = [photo for photo in photos if photo != path]
    if not others:
        return None
    if path not in photos:
        return others[0]
    return photos[(photos.index(path) + by) % len(photos)]
