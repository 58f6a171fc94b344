"""Where the ground truth of a session is: a file, or the good photo that was degraded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from core.params import Value, Values
from core.view.strokes import Stroke


class Fit(Enum):
    """What was chosen for a reference that is not of the photo's size."""

    EXACT = "exact"
    CROP = "crop"
    RESIZE = "resize"


@dataclass(frozen=True)
class Spoiling:
    """A degradation with everything that makes it the same again.

    Attributes
    ----------
    name
        Of the degradation.
    values
        Its parameters, in their order, as pairs.
    seed
        What chance starts from.
    strokes
        Holes painted by hand, in pixels of the good photo; with them nothing is left to chance.
    """

    name: str
    values: tuple[tuple[str, Value], ...] = ()
    seed: int = 0
    strokes: tuple[Stroke, ...] = ()

    @staticmethod
    def by(name: str, values: Values | None = None, seed: int = 0) -> Spoiling:
        """With all values filled in and checked.

        Raises
        ------
        UsageError
            If the name is unknown or a value not allowed.
        """
        from core.degradations import degradation

        return Spoiling(name, tuple(degradation(name).values(values).items()), seed)

    def __str__(self) -> str:
        """``Low light, seed 0``."""
        from core.degradations import degradation

        spoil = degradation(self.name)
        if self.strokes:
            return f"{spoil.label}, painted by hand"
        return f"{spoil.label}, seed {self.seed}" if spoil.chance else spoil.label


@dataclass(frozen=True)
class Reference:
    """The ground truth that results are measured against.

    Attributes
    ----------
    path
        The file that holds the truth; None for a photo that has no file.
    photo_hash
        Content hash of that file, by which it is found again.
    fit
        How a file of another size is brought to the photo's.
    spoiled
        How the photo was made from the truth; None where both are files.
    """

    path: Path | None
    photo_hash: str = ""
    fit: Fit = Fit.EXACT
    spoiled: Spoiling | None = None


def reference_to_json(reference: Reference | None, *, portable: bool) -> dict[str, Any] | None:
    """Plain data for `json.dump`; see `core.session.session_to_json`."""
    if reference is None:
        return None
    path, spoiled = reference.path, reference.spoiled
    name = None if path is None else (path.name if portable else str(path))
    return {
        "path": name,
        "hash": reference.photo_hash,
        "fit": reference.fit.value,
        "degradation": None if spoiled is None else _spoiling_to_json(spoiled),
    }


def reference_from_json(data: Mapping[str, Any] | None) -> Reference | None:
    """Read a reference back; sessions of before have none.

    Raises
    ------
    KeyError, TypeError, ValueError, UsageError
        If the data is damaged.
    """
    if data is None:
        return None
    made = data.get("degradation")
    spoiled = None if made is None else _spoiling_from_json(made)
    path = Path(data["path"]) if data.get("path") else None
    return Reference(path, str(data.get("hash", "")), Fit(data.get("fit", "exact")), spoiled)


def _spoiling_to_json(spoiled: Spoiling) -> dict[str, Any]:
    return {
        "name": spoiled.name,
        "values": dict(spoiled.values),
        "seed": spoiled.seed,
        "strokes": [[stroke.width, *map(list, stroke.points)] for stroke in spoiled.strokes],
    }


def _spoiling_from_json(data: Mapping[str, Any]) -> Spoiling:
    strokes = tuple(
        Stroke(tuple((float(x), float(y)) for x, y in points), float(width))
        for width, *points in data.get("strokes", ())
    )
    made = Spoiling.by(data["name"], data["values"], int(data["seed"]))
    return replace(made, strokes=strokes)
