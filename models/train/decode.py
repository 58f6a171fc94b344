"""Training photos from disk to memory."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from core.errors import InputError

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"}


def photo_paths(folder: Path) -> list[Path]:
    """Photos of a folder, by name.

    Raises
    ------
    InputError
        If the folder does not exist.
    """
    if not folder.is_dir():
        raise InputError(f"The folder {folder} does not exist.", remedy="Check --data.")
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)


def read_photo(path: Path) -> np.ndarray | None:
    """An H×W×3 ``uint8`` RGB picture; None if the file cannot be decoded."""
    data = np.frombuffer(path.read_bytes(), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    return None if picture is None else cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
