"""A session: the photo, what is compared on it, and how it is looked at; undo is a list of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from core.comparison import Comparison, Mode, ZoomBox
from core.depths.depth_settings import (
    DepthSettings,
    depth_settings_from_json,
    depth_settings_to_json,
)
from core.errors import InputError, UsageError
from core.evaluation.reference import Reference, reference_from_json, reference_to_json
from core.op import Op
from core.recipe import Recipe, recipe_from_json, recipe_to_json
from core.region import Region
from core.view.viewing import viewing_from_json, viewing_to_json

SCHEMA = 1


@dataclass(frozen=True)
class Candidate:
    """Something that is compared with the photo.

    Attributes
    ----------
    key
        Stays the same while the recipe changes; unique in its session.
    recipe
        What makes it; an empty name means that its steps name it.
    origin
        Id of the method that was ticked to get it; empty if it came otherwise.
    file
        Picture that another program made of the photo; the recipe is then not run.
    """

    key: str
    recipe: Recipe
    origin: str = ""
    file: Path | None = None

    def label(self, ops: Mapping[str, Op]) -> str:
        """Caption: the recipe's own name, the file's, or its steps."""
        if self.recipe.name:
            return self.recipe.name
        if self.file is not None:
            return self.file.stem
        names = [ops[s.op].label if s.op in ops else s.op for s in self.recipe.active]
        return " → ".join(names) or "Nothing"


@dataclass(frozen=True)
class Session:
    """All that has to be known to bring a window back as it was.

    In `comparison`, index 0 is the photo and index n the n-th candidate.

    Attributes
    ----------
    path, photo_hash
        The photo's file, and the hash by which it is found again when it was moved.
    candidates
        In the order in which they were added.
    comparison
        How they are looked at.
    reference
        The ground truth; None without one.
    depth
        Where the depth map comes from, and how it is adjusted.
    """

    path: Path | None = None
    photo_hash: str = ""
    candidates: tuple[Candidate, ...] = ()
    comparison: Comparison = field(default_factory=Comparison)
    reference: Reference | None = None
    depth: DepthSettings = field(default_factory=DepthSettings)

    def candidate(self, key: str) -> Candidate | None:
        """The candidate with this key."""
        return next((c for c in self.candidates if c.key == key), None)

    @property
    def shown(self) -> Candidate | None:
        """The candidate under examination; None while it is the photo."""
        index = self.comparison.shown
        return self.candidates[index - 1] if 1 <= index <= len(self.candidates) else None

    def ticked(self, origin: str) -> Candidate | None:
        """The candidate that came from ticking this method."""
        return next((c for c in self.candidates if c.origin == origin), None)

    def with_candidate(self, recipe: Recipe, *, origin: str = "", file: Path | None = None):
        """A session with one more candidate, which is then shown."""
        taken = [int(c.key) for c in self.candidates if c.key.isdecimal()]
        added = Candidate(str(max(taken, default=0) + 1), recipe, origin, file)
        candidates = (*self.candidates, added)
        comparison = replace(self.comparison, shown=len(candidates))
        return replace(self, candidates=candidates, comparison=comparison)

    def without_candidate(self, key: str) -> Session:
        """A session without this candidate; what was shown stays shown where possible."""
        keys = [c.key for c in self.candidates]
        if key not in keys:
            return self
        gone = keys.index(key) + 1
        left = tuple(c for c in self.candidates if c.key != key)
        old = self.comparison
        shown = min(old.shown - (old.shown > gone), len(left))
        reference = 0 if old.reference == gone else old.reference - (old.reference > gone)
        comparison = replace(old, shown=shown, reference=reference)
        return replace(self, candidates=left, comparison=comparison)

    def without_files(self) -> Session:
        """A session without other programs' results, which belong to one photo only."""
        session = self
        for candidate in self.candidates:
            if candidate.file is not None:
                session = session.without_candidate(candidate.key)
        return session

    def with_recipe(self, key: str, recipe: Recipe) -> Session:
        """A session in which one candidate is made differently."""
        changed = tuple(replace(c, recipe=recipe) if c.key == key else c for c in self.candidates)
        return replace(self, candidates=changed)


def session_to_json(session: Session, *, portable: bool = False) -> dict[str, Any]:
    """The session as plain data for `json.dump`.

    Parameters
    ----------
    portable
        Leave out in which folders the files lie: for what is given to others.
    """
    return {
        "schema": SCHEMA,
        "program": "Diptych",
        "photo": _path_to_json(session.path, portable=portable),
        "photo_hash": session.photo_hash,
        "candidates": [_candidate_to_json(c, portable=portable) for c in session.candidates],
        "comparison": {
            **asdict(session.comparison),
            "mode": session.comparison.mode.value,
            "viewing": viewing_to_json(session.comparison.viewing),
        },
        "reference": reference_to_json(session.reference, portable=portable),
        "depth": depth_settings_to_json(session.depth, portable=portable),
    }


def session_to_text(session: Session, *, portable: bool = False) -> str:
    """`session_to_json` as the text of a file."""
    return json.dumps(session_to_json(session, portable=portable), indent=1, ensure_ascii=False)


def session_from_json(data: object) -> Session:
    """Read a session back.

    Raises
    ------
    UsageError
        If the data is no session, or of a newer schema.
    """
    if not isinstance(data, dict) or not isinstance(data.get("candidates"), list):
        raise UsageError("This is not a session: it has no list of candidates.")
    if data.get("schema") != SCHEMA:
        raise UsageError(
            f"The session has schema {data.get('schema')!r}; this program reads {SCHEMA}.",
            remedy="Use the version of the program that wrote it.",
        )
    try:
        candidates = tuple(_candidate_from_json(c) for c in data["candidates"])
        comparison = _comparison_from_json(data.get("comparison", {}), len(candidates))
        reference = reference_from_json(data.get("reference"))
        depth = depth_settings_from_json(data.get("depth"))
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError("The session is damaged.", detail=repr(error)) from error
    photo = data.get("photo")
    path = Path(photo) if isinstance(photo, str) else None
    photo_hash = str(data.get("photo_hash", ""))
    return Session(path, photo_hash, candidates, comparison, reference, depth)


def read_session(path: Path) -> Session:
    """Read a session's file.

    Raises
    ------
    InputError
        If the file cannot be read or is no session; the message names it.
    """
    try:
        return session_from_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, UsageError) as error:
        message = f"{path.name} is not a session that can be read."
        remedy = "Choose a file that was saved with Save session."
        raise InputError(message, remedy=remedy, detail=str(error)) from error


def _path_to_json(path: Path | None, *, portable: bool) -> str | None:
    if path is None:
        return None
    return path.name if portable else str(path)


def _candidate_to_json(candidate: Candidate, *, portable: bool) -> dict[str, Any]:
    return {
        "key": candidate.key,
        "recipe": recipe_to_json(candidate.recipe),
        "origin": candidate.origin,
        "file": _path_to_json(candidate.file, portable=portable),
    }


def _candidate_from_json(data: dict[str, Any]) -> Candidate:
    file = Path(data["file"]) if data.get("file") else None
    recipe = recipe_from_json(data["recipe"])
    return Candidate(str(data["key"]), recipe, str(data.get("origin", "")), file)


def _comparison_from_json(data: dict[str, Any], candidates: int) -> Comparison:
    known = {name: data[name] for name in ("divider", "zoom") if name in data}
    return Comparison(
        shown=min(int(data.get("shown", 0)), candidates),
        reference=min(int(data.get("reference", 0)), candidates),
        mode=Mode(data.get("mode", Mode.SPLIT.value)),
        centre=tuple(data.get("centre", (0.5, 0.5))),
        boxes=tuple(_box_from_json(box) for box in data.get("boxes", ())),
        viewing=viewing_from_json(data.get("viewing", {})),
        **known,
    )


def _box_from_json(data: dict[str, Any]) -> ZoomBox:
    return ZoomBox(**{**data, "rect": Region(**data["rect"])})
