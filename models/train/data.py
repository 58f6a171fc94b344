"""Photos in memory, and random patches of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import InputError
from models.train.decode import photo_paths, read_photo
from models.train.paired import is_paired, read_pairs

HELD_OUT_EVERY = 12


@dataclass(frozen=True)
class PhotoSet:
    """Photos held in memory, split into those that train and those that choose the weights.

    Attributes
    ----------
    train, held_out
        H×W×3 ``uint8`` RGB pictures; real pairs are H×W×6, input before reference.
    skipped
        Names of files that could not be used.
    """

    train: tuple[np.ndarray, ...]
    held_out: tuple[np.ndarray, ...]
    skipped: tuple[str, ...] = ()

    def joined(self, other: PhotoSet) -> PhotoSet:
        """Both sets."""
        return PhotoSet(
            self.train + other.train, self.held_out + other.held_out, self.skipped + other.skipped
        )


def load_photos(folders: Sequence[Path]) -> PhotoSet:
    """Read every photo, and every real pair, of some folders.

    Every twelfth photo by name is held out, and every twelfth scene of the pairs.

    Raises
    ------
    InputError
        If a folder is missing or holds nothing that can be used.
    """
    single = [folder for folder in folders if not is_paired(folder)]
    photos = _load_single(single) if single else PhotoSet((), ())
    for folder in folders:
        if is_paired(folder):
            photos = photos.joined(_load_pairs(folder))
    return photos


def _load_single(folders: Sequence[Path]) -> PhotoSet:
    paths = [path for folder in folders for path in photo_paths(folder)]
    pictures, skipped = [], []
    for path in paths:
        picture = read_photo(path)
        skipped.append(path.name) if picture is None else pictures.append(picture)
    if not pictures:
        names = ", ".join(str(folder) for folder in folders)
        raise InputError(f"No readable photo in {names}.", remedy="Choose a folder with photos.")
    return _split([[picture] for picture in pictures], skipped)


def _load_pairs(folder: Path) -> PhotoSet:
    scenes, skipped = read_pairs(folder)
    return _split([scenes[name] for name in sorted(scenes)], skipped)


def _split(groups: Sequence[Sequence[np.ndarray]], skipped: Sequence[str]) -> PhotoSet:
    """Hold out every twelfth group; with few groups the last one serves both."""
    held_out = groups[HELD_OUT_EVERY - 1 :: HELD_OUT_EVERY] or groups[-1:]
    train = [g for i, g in enumerate(groups) if (i + 1) % HELD_OUT_EVERY] or held_out
    flat = (tuple(picture for group in part for picture in group) for part in (train, held_out))
    return PhotoSet(*flat, tuple(skipped))


class PatchSampler:
    """Random square patches, each pixel of the set equally likely to be covered.

    Parameters
    ----------
    photos
        H×W×C ``uint8`` pictures.
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
        """One patch, ``size``×``size``×C ``uint8``, turned and mirrored at random."""
        photo = self.photos[rng.choice(len(self.photos), p=self.weights)]
        top = rng.integers(photo.shape[0] - self.size + 1)
        left = rng.integers(photo.shape[1] - self.size + 1)
        patch = photo[top : top + self.size, left : left + self.size]
        return turned(patch, int(rng.integers(8)))


def turned(patch: np.ndarray, which: int) -> np.ndarray:
    """One of the eight turns and mirrorings of a square; ``which`` in 0…7."""
    patch = np.rot90(patch, which % 4)
    return np.ascontiguousarray(patch[:, ::-1] if which >= 4 else patch)
