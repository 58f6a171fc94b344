"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from core.errors import OutputError, already_exists


def write_bytes(
    path: Path, content: bytes, *, overwrite: bool = False, durable: bool = True
) -> None:
    """Write beside the target, then rename.

    Parameters
    ----------
    path
        Where to; its folder must exist.
    content
        The whole file.
    overwrite
        Replace an existing file.
    durable
        Wait until it is safe from a power failure; not needed for what can be made again.

    Raises
    ------
    OutputError
        If the file exists and may not be replaced, or cannot be written.
    """
    if path.exists() and not overwrite:
        raise already_exists(path.name)
    part = path.with_name(f".diptych-{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        raise OutputError(
            f"{path.name} could not be written to {path.parent}.",
            remedy="Check that the folder exists and is writable, and that the disk has room.",
            detail=str(error),
        ) from error
    finally:
        remove_quietly(part)


def make_folder(folder: Path) -> None:
    """Have a folder to write to, and those above it.

    Raises
    ------
    OutputError
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"The folder {folder} could not be made.",
            remedy="Check the permissions of its parent.",
            detail=str(error),
        ) from error


def remove_quietly(path: Path) -> None:
    """Remove a file that may not exist, in a folder that may not exist either."""
    if path.is_file():
        path.unlink(missing_ok=True)


def write_text(path: Path, content: str, *, overwrite: bool = False) -> None:
    """`write_bytes` in UTF-8."""
    write_bytes(path, content.encode(), overwrite=overwrite)


def delete_file(path: Path) -> None:
    """Delete a file of the program's own; one that does not exist is no failure.

    Raises
    ------
    OutputError
        If it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path.name} could not be removed from {path.parent}.",
            remedy="Check the permissions of the folder.",
            detail=str(error),
        ) from error
