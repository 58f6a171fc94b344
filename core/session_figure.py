"""The figure of what is on the canvas: the same candidates, boxes and captions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.engine import Engine, TileDone, never
from core.figure_methods import FigureMethods, ShownMethod, Subject, provenance
from core.figures import FigureSpec, Layout, WidthPreset, save_figure
from core.photo import Photo
from core.recipe import Recipe
from core.rendition import Rendition
from core.session import Session, session_to_json

SESSION = "session"
Report = Callable[[TileDone], None]


@dataclass(frozen=True)
class FigureChoice:
    """How the figure is laid out.

    Attributes
    ----------
    layout, width
        Kind and width.
    embed
        Put photo hash, recipes, reports and the session into the file.
    """

    layout: Layout = Layout.PAIR
    width: WidthPreset = WidthPreset.TWO_COLUMNS
    embed: bool = True


class WatchedEngine:
    """An engine whose runs report their tiles and can be stopped."""

    def __init__(self, engine: Engine, progress: Report | None, stop: Callable[[], bool]) -> None:
        self._engine, self._progress, self._stop = engine, progress, stop
        self.ops = engine.ops

    def run(self, photo: Photo, recipe: Recipe) -> Rendition:
        """Run a recipe on the whole photo."""
        return self._engine.run(photo, recipe, None, self._progress, self._stop)


def export_figure(
    engine: Engine,
    photo: Photo,
    session: Session,
    path: Path,
    choice: FigureChoice,
    *,
    overwrite: bool = False,
    progress: Report | None = None,
    cancelled: Callable[[], bool] = never,
) -> Path:
    """Compute every picture of the figure anew and write it.

    Parameters
    ----------
    session
        Its candidates and boxes; a pair shows the two that are compared.
    path
        Its ending decides the format.

    Raises
    ------
    OutputError
        If the file exists or cannot be written.
    UsageError
        If the candidates or boxes do not suit the layout.
    Cancelled
        If ``cancelled`` returned True.
    """
    watched = WatchedEngine(engine, progress, cancelled)
    shown = _panels(
        FigureMethods(watched, Subject(photo), _labels(session, engine)), session, choice
    )
    spec = FigureSpec(
        layout=choice.layout,
        panels=tuple(method.panel for method in shown),
        boxes=session.comparison.boxes,
        width=choice.width,
        title=photo.name,
    )
    about = _about(photo, shown, session, choice) if choice.embed else None
    return save_figure(spec, path, provenance=about, overwrite=overwrite)


def _about(
    photo: Photo, shown: list[ShownMethod], session: Session, choice: FigureChoice
) -> dict[str, Any]:
    made = provenance(photo, shown, {"layout": choice.layout.value})
    return {**made, SESSION: session_to_json(session, portable=True)}


def _labels(session: Session, engine: Engine) -> dict[str, str]:
    names = [candidate.label(engine.ops) for candidate in session.candidates]
    return {name: name for name in names}


def _panels(methods: FigureMethods, session: Session, choice: FigureChoice) -> list[ShownMethod]:
    """The panels in order; an input beside a larger result is enlarged, and says so."""
    made = {index: _made(methods, session, index) for index in _wanted(session, choice)}
    factor = max((method.panel.scale for method in made.values() if method), default=1)
    panels = [method or _input(methods, factor) for method in made.values()]
    if choice.layout is Layout.TRIPLE and len(panels) == 2:
        panels.insert(0, methods.input())
    return panels


def _wanted(session: Session, choice: FigureChoice) -> list[int]:
    comparison = session.comparison
    pair = [comparison.reference, comparison.shown]
    if choice.layout in (Layout.PAIR, Layout.TRIPLE):
        return list(dict.fromkeys(pair))
    return list(range(len(session.candidates) + 1))


def _made(methods: FigureMethods, session: Session, index: int) -> ShownMethod | None:
    """A candidate's result; None for the photo itself."""
    if index == 0:
        return None
    candidate = session.candidates[index - 1]
    label = candidate.label(methods.engine.ops)
    if candidate.file is not None:
        return methods.other_program(label, candidate.file)
    return methods.made(replace(candidate.recipe, name=label))


def _input(methods: FigureMethods, factor: int) -> ShownMethod:
    return methods.enlarged("bicubic", factor) if factor > 1 else methods.input()
