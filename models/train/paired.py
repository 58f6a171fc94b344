"""Folders of real pairs: the same scene taken badly (``input``) and well (``reference``)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from core.errors import InputError
from models.train.decode import photo_paths, read_photo


def is_paired(folder: Path) -> bool:
    """True if the folder holds ``input/`` and ``reference/``."""
    return (folder / "input").is_dir() and (folder / "reference").is_dir()


def read_pairs(folder: Path) -> tuple[dict[str, list[np.ndarray]], list[str]]:
    """Read every pair of a folder.

    Parameters
    ----------
    folder
        Holds ``input/`` and ``reference/`` with equally named pictures of equal size; endings may
        differ.

    Returns
    -------
    scenes
        H×W×6 ``uint8`` pictures, input before reference, by the name of their scene.
    skipped
        Names of files without a counterpart, of another size than it, or unreadable.

    Raises
    ------
    InputError
        If no pair can be read.
    """
    inputs = {path.stem: path for path in photo_paths(folder / "input")}
    references = {path.stem: path for path in photo_paths(folder / "reference")}
    scenes: dict[str, list[np.ndarray]] = {}
    skipped = _lonely(inputs, references) + _lonely(references, inputs)
    for name in sorted(inputs.keys() & references.keys()):
        pair = _joined(inputs[name], references[name])
        if pair is None:
            skipped.append(inputs[name].name)
        else:
            scenes.setdefault(scene_of(name), []).append(pair)
    if not scenes:
        remedy = "Put equally named pictures of equal size into input/ and reference/."
        raise InputError(f"There is no readable pair in {folder}.", remedy=remedy)
    return scenes, skipped


def scene_of(name: str) -> str:
    """What ``source_scene_number`` shares with other pairs of its scene: ``source_scene``."""
    return "_".join(name.split("_")[:2])


def _lonely(some: dict[str, Path], others: Iterable[str]) -> list[str]:
    return [some[name].name for name in sorted(some.keys() - set(others))]


def _joined(bad: Path, good: Path) -> np.ndarray | None:
    pictures = [read_photo(path) for path in (bad, good)]
    if any(p is None for p in pictures) or pictures[0].shape != pictures[1].shape:
        return None
    return np.concatenate(pictures, axis=2)
