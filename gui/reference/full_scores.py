"""Measuring results that are too large to be shown as a whole: each is computed once for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.engine import Engine, TileDone
from core.photo import Photo
from core.session import Candidate
from gui.background import Report, Task

if TYPE_CHECKING:  # loaded with the first reference: the window appears sooner
    from core.evaluation.truth import Truth
    from core.metrics import Scores


@dataclass(frozen=True, eq=False)
class FullScore:
    """Figures of one whole result, and what they are of."""

    key: str
    digest: str
    truth: Truth
    scores: Scores | None


class FullScores(QObject):
    """Runs candidates on the whole photo, one after the other, and measures them.

    Parameters
    ----------
    engine
        Runs the recipes.

    Signals
    -------
    progressed
        With a line for the button that stops it.
    measured
        With a `FullScore`.
    ended
        Nothing runs any more.
    failed
        With the exception.
    """

    progressed = Signal(str)
    measured = Signal(object)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._task: Task | None = None

    @property
    def running(self) -> bool:
        """Whether something is measured."""
        return self._task is not None

    def start(self, photo: Photo, truth: Truth, candidates: Sequence[Candidate]) -> None:
        """Measure these; what runs already goes on instead."""
        if self._task is not None:
            return
        engine = self._engine

        def work(report: Report, stop: Callable[[], bool]) -> None:
            for candidate in candidates:
                report(_line(candidate.label(engine.ops), 0))
                report(_measured(engine, photo, truth, candidate, report=report, stop=stop))

        self._task = Task(work, self)
        self._task.progressed.connect(self._reported)
        self._task.done.connect(lambda _: self._end())
        self._task.failed.connect(self._not_measured)
        self._task.start()

    def cancel(self) -> None:
        """Stop soon."""
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """Stop, and wait for it."""
        if self._task is not None:
            self._task.blockSignals(True)
            self._task.close()
            self._task = None

    def _reported(self, what: FullScore | str) -> None:
        if isinstance(what, str):
            self.progressed.emit(what)
        else:
            self.measured.emit(what)

    def _not_measured(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._task.wait()
        self._task = None
        self.ended.emit()


def _measured(
    engine: Engine,
    photo: Photo,
    truth: Truth,
    candidate: Candidate,
    *,
    report: Report,
    stop: Callable[[], bool],
) -> FullScore:
    label = candidate.label(engine.ops)

    def tell(tile: TileDone) -> None:
        report(_line(label, round(100 * tile.done / tile.total)))

    made = engine.run(photo, candidate.recipe, None, tell, stop)
    whole = truth.photo_size.region
    scores = truth.scores(made.pixels, whole, whole, scale=made.scale, icc=photo.icc)
    return FullScore(candidate.key, candidate.recipe.digest, truth, scores)


def _line(label: str, percent: int) -> str:
    return f"Stop measuring {label}, {percent} %"
