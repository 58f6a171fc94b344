"""Photos in memory, and random patches of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from core.errors import InputError

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"}
HELD_OUT_EVERY = 12


@dataclass(frozen=True)
class PhotoSet:
    """Photos held in memory, split into those that train and those that choose the weights.

    Attributes
    ----------
    train, held_out
        H×W×3 ``uint8`` RGB pictures.
    skipped
        Names of files that could not be decoded.
    """

    train: tuple[np.ndarray, ...]
    held_out: tuple[np.ndarray, ...]
    skipped: tuple[str, ...] = ()


def load_photos(folders: Sequence[Path]) -> PhotoSet:
    """Read every photo of some folders; every twelfth by name is held out.

    Raises
    ------
    InputError
        If a folder is missing or no photo in them can be read.
    """
    paths = [path for folder in folders for path in photo_paths(folder)]
    pictures, skipped = [], []
    for path in paths:
        picture = _read(path)
        skipped.append(path.name) if picture is None else pictures.append(picture)
    if not pictures:
        names = ", ".join(str(folder) for folder in folders)
        raise InputError(f"No readable photo in {names}.", remedy="Choose a folder with photos.")
    held_out = tuple(pictures[HELD_OUT_EVERY - 1 :: HELD_OUT_EVERY]) or tuple(pictures[-1:])
    train = tuple(p for i, p in enumerate(pictures) if (i + 1) % HELD_OUT_EVERY) or held_out
    return PhotoSet(train, held_out, tuple(skipped))


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


def _read(path: Path) -> np.ndarray | None:
    data = np.frombuffer(path.read_bytes(), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    return None if picture is None else cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


class PatchSampler:
    """Random square patches, each pixel of the set equally likely to be covered.

    Parameters
    ----------
    photos
        H×W×3 ``uint8`` pictures.
    size
        Side of a patch in pixels; smaller pictures are left out.
    """

    def __init__(self, photos: Sequence[np.ndarray], size: int) -> None:
        self.photos = [p for p in photos if min(p.shape[:2]) >= size]
        if not self.photos:
            raise InputError(f"No training photo has {size}×{size} pixels.")
        areas = np.array([p.shape[0] * p.shape[1] for p in self.photos], float)
        self.weights = areas / areas.sum()
        self.size = size

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """One patch, ``size``×``size``×3 ``uint8``, turned and mirrored at random."""
        photo = self.photos[rng.choice(len(self.photos), p=self.weights)]
        top = rng.integers(photo.shape[0] - self.size + 1)
        left = rng.integers(photo.shape[1] - self.size + 1)
        patch = photo[top : top + self.size, left : left + self.size]
        return turned(patch, int(rng.integers(8)))


def turned(patch: np.ndarray, which: int) -> np.ndarray:
    """One of the eight turns and mirrorings of a square; ``which`` in 0…7."""
    patch = np.rot90(patch, which % 4)
    return np.ascontiguousarray(patch[:, ::-1] if which >= 4 else patch)
