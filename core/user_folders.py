"""Folders of the user in which the program may keep things of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROGRAM_FOLDER = "diptych"


def cache_folder() -> Path:
    """Where things are kept that can be made again: the system's own place for caches."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local")) / PROGRAM_FOLDER
    if sys.platform == "darwin":
        return home / "Library/Caches" / PROGRAM_FOLDER
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / PROGRAM_FOLDER


def config_folder() -> Path:
    """Where the user's own settings and presets are kept."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", home / "AppData/Roaming")) / PROGRAM_FOLDER
    if sys.platform == "darwin":
        return home / "Library/Application Support" / PROGRAM_FOLDER
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / PROGRAM_FOLDER
