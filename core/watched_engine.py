"""An engine whose runs can be watched and stopped, for code that only knows how to run."""

from __future__ import annotations

from collections.abc import Callable

from core.engine import Engine, TileDone
from core.photo import Photo
from core.recipe import Recipe
from core.rendition import Rendition


class WatchedEngine:
    """Runs recipes on whole photos; every run reports its tiles and looks at the user's wish.

    Parameters
    ----------
    engine
        Does the work.
    progress
        Receives every tile.
    stop
        Says whether the user wants to stop.
    """

    def __init__(
        self, engine: Engine, progress: Callable[[TileDone], None], stop: Callable[[], bool]
    ) -> None:
        self._engine, self._progress, self._stop = engine, progress, stop
        self.ops = engine.ops

    def run(self, photo: Photo, recipe: Recipe) -> Rendition:
        """Run a recipe on the whole photo.

        Raises
        ------
        Cancelled
            If ``stop`` returned True.
        """
        return self._engine.run(photo, recipe, None, self._progress, self._stop)
