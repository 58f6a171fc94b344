"""What the program remembers between starts: a table of typed rows."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSettings

from core.user_folders import config_folder

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One row.

    Attributes
    ----------
    key
        In the file.
    default
        As long as nothing was stored, or what was stored makes no sense.
    read, write
        Between the value and text.
    """

    key: str
    default: T
    read: Callable[[str], T]
    write: Callable[[T], str] = str


def _to_bool(text: str) -> bool:
    return text == "yes"


def _from_bool(value: bool) -> str:
    return "yes" if value else "no"


def _to_paths(text: str) -> tuple[Path, ...]:
    return tuple(Path(line) for line in text.split("\n") if line)


def _from_paths(paths: tuple[Path, ...]) -> str:
    return "\n".join(str(path) for path in paths)


def _from_bytes(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


RECENT_FILES: Setting[tuple[Path, ...]] = Setting("recent/files", (), _to_paths, _from_paths)
LAST_FOLDER = Setting("recent/folder", Path.home(), Path)
GEOMETRY = Setting("window/geometry", b"", base64.b64decode, _from_bytes)
LAYOUT = Setting("window/layout", b"", base64.b64decode, _from_bytes)
PANELS = Setting("window/panels", True, _to_bool, _from_bool)
REGISTRY_PANEL = Setting("window/registry", True, _to_bool, _from_bool)
RECIPE_PANEL = Setting("window/recipe", True, _to_bool, _from_bool)
BOXES_PANEL = Setting("window/boxes", True, _to_bool, _from_bool)
HINT_READ = Setting("window/hint-read", False, _to_bool, _from_bool)
INSPECTOR = Setting("window/inspector", False, _to_bool, _from_bool)
HISTOGRAM = Setting("window/histogram", False, _to_bool, _from_bool)
DARK_THEME = Setting("window/dark", True, _to_bool, _from_bool)
QUALITY = Setting("export/quality", 95, int)
STRIP_GPS = Setting("export/strip-gps", False, _to_bool, _from_bool)
PROVENANCE = Setting("export/provenance", True, _to_bool, _from_bool)
MEMORY = Setting("memory/budget", 0, int)
KEEP_ON_DISK = Setting("memory/on-disk", False, _to_bool, _from_bool)
DISK_LIMIT = Setting("memory/disk-limit", 5_000_000_000, int)


class Settings:
    """Reads and writes the rows.

    Parameters
    ----------
    path
        The file; by default the user's own.
    """

    def __init__(self, path: Path | None = None) -> None:
        file = path or config_folder() / "window.ini"
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def folder(self) -> Path:
        """Where they lie, and where else the program may remember things."""
        return Path(self._store.fileName()).parent

    def get(self, row: Setting[T]) -> T:
        """What was stored, or the default."""
        stored: Any = self._store.value(row.key)
        if not isinstance(stored, str):
            return row.default
        try:
            return row.read(stored)
        except ValueError:
            return row.default

    def set(self, row: Setting[T], value: T) -> None:
        """Store a value; it is on disk soon after."""
        self._store.setValue(row.key, row.write(value))
