"""Versions of the program and of the libraries that make its pictures."""

from __future__ import annotations

import platform
from functools import cache

PROGRAM = "Diptych"
VERSION = "0.1.0"
LIBRARIES = ("numpy", "opencv-python-headless", "Pillow", "torch", "PySide6-Essentials")


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Name and version of the program, Python, and each library that is installed."""
    found = [(PROGRAM, VERSION), ("Python", platform.python_version())]
    return (*found, *((name, v) for name in LIBRARIES if (v := _version(name))))


def _version(name: str) -> str:
    from importlib import metadata  # loads a mail parser, which the window need not wait for

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
