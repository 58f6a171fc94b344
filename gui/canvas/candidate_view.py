"""A result as the canvas needs it."""

from __future__ import annotations

from dataclasses import dataclass

from core.view.picture_source import PictureSource
from core.view.pyramid import ToDisplay


@dataclass(frozen=True, eq=False)
class CandidateView:
    """One picture among those that are compared.

    Attributes
    ----------
    name
        For captions: ``"Sub-pixel CNN ×3 → Unsharp"``.
    picture
        Its pixels; may still be arriving.
    to_display
        Its colours → RGB of the screen, 8 bits; None shows the values as they are.
    """

    name: str
    picture: PictureSource
    to_display: ToDisplay | None = None
