"""Measures pictures on a thread of its own; what was asked for later replaces what waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal

from core.region import Region

if TYPE_CHECKING:  # loaded with the first reference: the window appears sooner
    from core.evaluation.truth import Truth
    from core.metrics import Scores

Place = tuple[str, Region]


@dataclass(frozen=True, eq=False)
class ScoreJob:
    """One place of one result.

    Attributes
    ----------
    place
        Key of the candidate (empty for the photo) and the place, in photo pixels.
    number
        Tells a newer picture of the same place from an older one.
    truth
        What it is compared with.
    read, covers
        Gives the result's pixels, and what they show, in photo pixels.
    scale, icc
        Of the result.
    """

    place: Place
    number: int
    truth: Truth
    read: Callable[[], np.ndarray]
    covers: Region
    scale: int = 1
    icc: bytes | None = None

    def scores(self) -> Scores | None:
        """Measure."""
        return self.truth.scores(
            self.read(), self.covers, self.place[1], scale=self.scale, icc=self.icc
        )


class ScoreWorker(QThread):
    """Takes jobs in order and reports each.

    Signals
    -------
    scored
        ``(ScoreJob, Scores or None)``.
    failed
        ``(ScoreJob, exception)``.
    """

    scored = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scores")
        self._wake = threading.Condition()
        self._waiting: dict[Place, ScoreJob] = {}
        self._closing = False

    def submit(self, job: ScoreJob) -> None:
        """Measure this soon; an older job for the same place is forgotten."""
        with self._wake:
            self._waiting[job.place] = job
            self._wake.notify()
        if not self.isRunning() and not self._closing:
            self.start(QThread.Priority.LowPriority)

    def clear(self) -> None:
        """Forget what waits."""
        with self._wake:
            self._waiting.clear()

    def close(self) -> None:
        """Forget what waits, and end after the job at hand."""
        with self._wake:
            self._closing = True
            self._waiting.clear()
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        """Measure until closed; on the worker's thread."""
        while (job := self._next()) is not None:
            try:
                scores = job.scores()
            except Exception as error:  # whatever it is, it reaches the user by the one road
                self.failed.emit(job, error)
            else:
                self.scored.emit(job, scores)

    def _next(self) -> ScoreJob | None:
        with self._wake:
            while not self._waiting and not self._closing:
                self._wake.wait()
            if self._closing:
                return None
            return self._waiting.pop(next(iter(self._waiting)))
