"""The session's candidates as the canvas and the strip take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.op import Op
from core.session import Candidate, Session
from core.view.clipping import ClippingMarks
from gui.canvas.candidate_view import CandidateView
from gui.results import Results

INPUT = "Input"


def candidate_views(
    results: Results, session: Session, ops: Mapping[str, Op]
) -> list[CandidateView]:
    """The photo and every candidate with its caption, picture and colours."""
    pictures = results.pictures
    if pictures.photo is None:
        return []
    names = [INPUT, *(_caption(results, candidate, ops) for candidate in session.candidates)]
    colours = [transform.rgb for transform in pictures.colours(session)]
    parts = zip(names, pictures.pictures(), colours, strict=True)
    return [CandidateView(*part) for part in parts]


def same_views(a: Sequence[CandidateView], b: Sequence[CandidateView]) -> bool:
    """Whether they carry the same captions, pictures and colours: nothing has to be replaced."""
    return len(a) == len(b) and all(
        x.name == y.name and x.picture is y.picture and x.to_display == y.to_display
        for x, y in zip(a, b, strict=True)
    )


def with_clipping_marks(views: Sequence[CandidateView]) -> list[CandidateView]:
    """The same pictures with clipped pixels painted."""
    return [replace(view, to_display=ClippingMarks(view.to_display)) for view in views]


def _caption(results: Results, candidate: Candidate, ops: Mapping[str, Op]) -> str:
    """That it is not there comes first, so that no elision hides it."""
    label = candidate.label(ops)
    if results.is_held_back(candidate.key):
        return f"Not run: {label}"
    return f"Computing: {label}" if results.is_awaited(candidate.key) else label
