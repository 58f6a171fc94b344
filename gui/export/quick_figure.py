"""The figure of what is compared, written at once: before at the left, after at the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.engine import TileDone
from core.figures import save_figure
from core.figures.figure_draft import FigurePart, FigureSource, draft_spec
from core.photo import Photo
from core.photos.writing import free_name
from core.watched_engine import WatchedEngine


def figure_path(photo: Photo, folder: Path) -> Path:
    """A free name beside the photo; in ``folder`` for a photo that has no place of its own."""
    place = photo.path.parent if photo.path else folder
    return free_name(place / f"{Path(photo.name).stem}-figure.png")


def write_figure(
    source: FigureSource,
    path: Path,
    progress: Callable[[TileDone], None],
    stop: Callable[[], bool],
) -> None:
    """Compute the pictures that are compared and write the figure that the editor begins with.

    Parameters
    ----------
    source
        The photo, its truth and what is compared.
    path
        Where to; not replaced.
    progress, stop
        Receives every tile; says whether the user wants to stop.

    Raises
    ------
    OutputError
        If the file cannot be written.
    Cancelled
        If ``stop`` returned True.
    """
    watched, draft = WatchedEngine(source.engine, progress, stop), source.first_draft()
    made = {key: source.made(key, watched) for key in draft.shown}
    part = FigurePart(made, source.subject.photo, source.session.comparison.boxes)
    spec = draft_spec(draft, [part])
    save_figure(spec, path, provenance=source.provenance(draft, list(made.values())))
