"""How a saved picture was made, carried inside it: its session, and what ran with which weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.comparison import Comparison
from core.depths.depth_settings import DepthSettings
from core.errors import PhotoError
from core.photo import Photo
from core.photos.embedded_text import read_text
from core.recipe import Recipe
from core.rendition import RunReport
from core.session import Session, session_to_text

SESSION_KEY, REPORT_KEY = "diptych-session", "diptych-report"
_LASTING = ("op", "fingerprint", "device", "dtype", "tile", "halo")


def session_of(photo: Photo, recipe: Recipe, depth: DepthSettings | None = None) -> Session:
    """The session in which a photo is seen beside one result."""
    made = Session(photo.path, photo.content_hash, depth=depth or DepthSettings())
    return replace(made.with_candidate(recipe), comparison=Comparison(shown=1))


def origin_text(session: Session, report: RunReport) -> dict[str, str]:
    """What `core.photos.writing.save_picture` embeds, by key.

    It names no folder and no time, so that the same photo and recipe give the same file.
    """
    ran = {
        "recipe_digest": report.recipe_digest,
        "photo_hash": report.photo_hash,
        "steps": [{name: getattr(step, name) for name in _LASTING} for step in report.steps],
        "warnings": list(report.warnings),
        "versions": dict(report.versions),
    }
    text = json.dumps(ran, indent=1, ensure_ascii=False)
    return {SESSION_KEY: session_to_text(session, portable=True), REPORT_KEY: text}


def read_origin(path: Path) -> dict[str, Any] | None:
    """How a picture was made, in the shape of a figure's provenance; None where it does not say.

    Returns
    -------
    dict or None
        ``"photo"`` with name and hash, ``"methods"`` with what ran, ``"session"``.
    """
    try:
        texts = read_text(path)
    except PhotoError:  # a kind of file that holds no texts says nothing
        return None
    session, report = (_parsed(texts.get(key, "")) for key in (SESSION_KEY, REPORT_KEY))
    if not session:
        return None
    photo = {"name": session.get("photo"), "sha256": session.get("photo_hash")}
    return {"photo": photo, "methods": [{"report": report}], "session": session}


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
