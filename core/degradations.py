"""Seeded degradations: what turns a good photo into the input that a paper starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.errors import UsageError
from core.resample import crop_to_multiple, reduce_area


@dataclass(frozen=True)
class Degradation:
    """A named way to spoil a good photo.

    Attributes
    ----------
    name
        As on the command line.
    label
        For people.
    reduces
        Factor by which the picture gets smaller; 1 if it keeps its size.
    apply
        Maps an H×W×C ``uint8`` picture and a random generator to the degraded ``uint8`` picture.
    source
        Paper that uses it.
    """

    name: str
    label: str
    reduces: int
    apply: Callable[[np.ndarray, np.random.Generator], np.ndarray]
    source: str


def area_x3(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Reduce by 3 in each direction by averaging blocks; no randomness."""
    return reduce_area(crop_to_multiple(picture, 3), 3)


DEGRADATIONS: tuple[Degradation, ...] = (
    Degradation("area-x3", "Area, reduced ×3", 3, area_x3, "Urazayev 2020"),
)


def degradation(name: str) -> Degradation:
    """Find a degradation by name.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    for candidate in DEGRADATIONS:
        if candidate.name == name:
            return candidate
    known = ", ".join(d.name for d in DEGRADATIONS)
    raise UsageError(f"There is no degradation {name!r}.", remedy=f"Choose one of: {known}.")
