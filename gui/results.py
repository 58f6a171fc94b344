"""The pictures of all candidates: asks the worker for what can be seen and is not there yet."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal

from core.engine import Engine, TileDone
from core.errors import DiptychError
from core.estimate import Estimate, SpeedHistory, estimate
from core.photo import Photo
from core.picture_source import PictureSource
from core.recipe import Recipe
from core.region import Region, Size
from core.rendition import Rendition, RunReport
from core.session import Candidate, Session
from core.work_plan import grid_of, in_sight, missing_regions, wanted_regions
from gui.runner import Job, Request, Runner

SLOW_SECONDS = 20.0
LARGE_MEGABYTES = 2000.0
AHEAD_SECONDS = 4.0
AHEAD_MEGABYTES = 96.0
KEPT_BYTES = 768 << 20
REST_MILLISECONDS = 40
NOTHING = Region(0, 0, 0, 0)


class _Answer(Enum):
    """What is known of the user's wish about a recipe."""

    RUN = auto()
    NOT_WHILE_SLOW = auto()
    STOPPED = auto()


@dataclass
class _Result:
    """One candidate's picture and what it shows now."""

    source: PictureSource
    digest: str
    stale: bool = False
    report: RunReport | None = None
    failed: str = ""


@dataclass(frozen=True)
class Progress:
    """How far the request in work is.

    Attributes
    ----------
    label
        What is being computed.
    done, total
        Tiles.
    seconds_left
        At the speed so far.
    """

    label: str
    done: int
    total: int
    seconds_left: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.done / max(self.total, 1)

    @property
    def text(self) -> str:
        """``Sub-pixel CNN ×3 · tile 31 of 48 · 3 s left``."""
        left = max(1, round(self.seconds_left))
        return f"{self.label} · tile {self.done} of {self.total} · {left} s left"


class Results(QObject):
    """Keeps one `PictureSource` a candidate up to date.

    Signals
    -------
    pictures_changed
        A candidate got another picture object; `pictures` has the new ones.
    progressed
        With a `Progress`.
    finished
        True if all is there, False if it was cancelled.
    reported
        ``(key, RunReport)``.
    failed
        With the exception.
    approval_wanted
        ``(name, Estimate)``: a run that is slow or large waits for `approve` or `decline`.
    approval_settled
        Nothing waits for an answer any more.
    declined_changed
        Other candidates than before are held back.
    """

    pictures_changed = Signal()
    progressed = Signal(object)
    finished = Signal(bool)
    reported = Signal(str, object)
    failed = Signal(object)
    approval_wanted = Signal(str, object)
    approval_settled = Signal()
    declined_changed = Signal()

    def __init__(
        self, engine: Engine, history: SpeedHistory, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine, self._history = engine, history
        self._photo: Photo | None = None
        self._input: PictureSource | None = None
        self._results: dict[str, _Result] = {}
        self._session = Session()
        self._visible = NOTHING
        self._number = 0
        self._running: tuple[tuple[str, str, Region], ...] = ()
        self._answers: dict[str, _Answer] = {}
        self._asked = ""
        self._urgent = False
        self._job_started_at = 0.0
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._rested)
        self.runner = Runner(engine, self)
        self.runner.job_started.connect(self._job_started)
        self.runner.tile_done.connect(self._tile_done)
        self.runner.job_done.connect(self._job_done)
        self.runner.job_failed.connect(self._job_failed)
        self.runner.request_done.connect(self._request_done)

    def set_photo(self, photo: Photo) -> None:
        """Start over on another photo."""
        self.runner.cancel()
        self._photo = photo
        self._input = PictureSource.from_photo(photo)
        self._session = Session()
        self._results.clear()
        self._answers.clear()
        self._running = ()
        self._number += 1
        self._settle()

    def pictures(self) -> list[PictureSource]:
        """The photo and every candidate's picture, in the order of the session."""
        if self._input is None:
            return []
        known = (self._results.get(c.key) for c in self._session.candidates)
        return [self._input, *(r.source if r else self._input for r in known)]

    def report(self, key: str) -> RunReport | None:
        """A candidate's last run."""
        result = self._results.get(key)
        return result.report if result else None

    def is_held_back(self, key: str) -> bool:
        """Whether a candidate is not run: it waits for an answer, was cancelled, or failed."""
        result = self._results.get(key)
        if result is None:
            return False
        if result.failed or result.digest == self._asked:
            return True
        return self._answers.get(result.digest, _Answer.RUN) is not _Answer.RUN

    def set_session(self, session: Session) -> None:
        """Have a picture for every candidate; what is in it is asked for by `look_at`."""
        if self._photo is None:
            return
        same = session.candidates == self._session.candidates
        self._urgent = self._urgent or not same
        changed = not same and self._keep_up(session)
        self._session = session
        if changed:
            self.pictures_changed.emit()

    def look_at(self, visible: Region) -> None:
        """Ask for all that can be seen now and is not there yet.

        Changed recipes are asked for at once, another place only when the view comes to rest.
        """
        self._visible = visible
        if self._photo is None:
            return
        if self._urgent:
            self._ask()
        else:
            self._rest.start()

    def approve(self) -> None:
        """Run what waits for an answer."""
        self._answer(_Answer.RUN)

    def decline(self) -> None:
        """Leave out what waits for an answer, as long as it would be slow."""
        self._answer(_Answer.NOT_WHILE_SLOW)

    def cancel(self) -> bool:
        """Stop; what was done so far stays, and nothing starts again by itself.

        Returns
        -------
        bool
            False if nothing was running.
        """
        if not self._running:
            return False
        self._answers.update({digest: _Answer.STOPPED for _, digest, _ in self._running})
        self.runner.cancel()
        self._running = ()
        self.declined_changed.emit()
        return True

    def run_again(self) -> None:
        """Run what was cancelled, declined or failed after all."""
        self._answers.clear()
        for result in self._results.values():
            result.failed = ""
        self._ask()
        self.declined_changed.emit()

    def close(self) -> None:
        """Cancel, and wait until nothing runs any more."""
        self._rest.stop()
        self.runner.close()

    # Which pictures there are

    def _keep_up(self, session: Session) -> bool:
        """Make, replace and drop pictures; True if there are others than before."""
        gone = set(self._results) - {c.key for c in session.candidates}
        for key in gone:
            del self._results[key]
        fresh = [self._kept_up(candidate) for candidate in session.candidates]
        order = [c.key for c in session.candidates] != [c.key for c in self._session.candidates]
        return bool(gone) or any(fresh) or order

    def _kept_up(self, candidate: Candidate) -> bool:
        digest, known = candidate.recipe.digest, self._results.get(candidate.key)
        if known is not None and known.digest == digest:
            return False
        scale = self._scale(candidate.recipe)
        if known is None or known.source.scale != scale:
            source = self._new_source(scale, known.source if known else None)
            self._results[candidate.key] = _Result(source, digest)
            return True
        known.digest, known.stale, known.failed = digest, True, ""
        return False

    def _scale(self, recipe: Recipe) -> int:
        try:
            return self._engine.scale(recipe)
        except DiptychError as error:
            self.failed.emit(error)
            return 1

    def _new_source(self, scale: int, old: PictureSource | None) -> PictureSource:
        photo = self._photo
        if old is not None:
            old.fallback = self._input
        return PictureSource(
            Size(photo.height * scale, photo.width * scale),
            scale=scale,
            dtype=photo.pixels.dtype,
            channels=photo.channels,
            fallback=old or self._input,
        )

    def _free_memory(self) -> None:
        held = sum(r.source.nbytes for r in self._results.values())
        if held > KEPT_BYTES:
            for result in self._results.values():
                result.source.keep_only(self._visible.scaled(result.source.scale))

    # What is asked of the worker

    def _ask(self) -> None:
        self._urgent = False
        jobs = self._affordable(self._needed_jobs())
        content = tuple((job.key, job.recipe.digest, job.region) for job in jobs)
        if content == self._running:
            return
        self._running = content
        self._number += 1
        if jobs:
            self.runner.submit(Request(self._number, self._photo, tuple(jobs)))
        else:
            self.runner.cancel()

    def _needed_jobs(self) -> list[Job]:
        """Jobs in order of urgency: what is examined, what else is seen, boxes, then the rest."""
        count = len(self._session.candidates)
        first = in_sight(self._session.comparison, count)
        order = [*first, *(i for i in range(1, count + 1) if i not in first)]
        candidates = [self._session.candidates[index - 1] for index in order]
        urgent = [
            job
            for index, candidate in zip(order, candidates, strict=True)
            for job in self._jobs(
                candidate,
                wanted_regions(index, self._session.comparison, self._visible, count),
            )
        ]
        asked = {job.key: job.region for job in urgent}
        ahead = [job for c in candidates for job in self._ahead(c, asked.get(c.key))]
        return urgent + ahead

    def _jobs(self, candidate: Candidate, wanted: list[Region]) -> list[Job]:
        result = self._results[candidate.key]
        if candidate.file is not None or result.failed:
            return []
        if result.stale:
            result.source.start_over()
        tile = grid_of(candidate.recipe, self._engine.ops)
        photo = Size(self._photo.height, self._photo.width)
        centre = self._session.comparison.centre
        return [
            Job(candidate.key, candidate.recipe, region, centre)
            for region in missing_regions(result.source, wanted, tile, photo)
        ]

    def _ahead(self, candidate: Candidate, asked: Region | None) -> list[Job]:
        """All of a small photo, so that moving about shows results at once."""
        whole = Size(self._photo.height, self._photo.width).region
        if asked == whole:
            return []
        cost = self._estimate(candidate.recipe, whole)
        if cost.seconds > AHEAD_SECONDS or cost.megabytes > AHEAD_MEGABYTES + 150:
            return []
        return self._jobs(candidate, [whole])

    def _affordable(self, jobs: list[Job]) -> list[Job]:
        """Jobs that may run without asking; the first other one is asked about."""
        affordable, asked = [], None
        for job in jobs:
            cost = self._estimate(job.recipe, job.region)
            slow = cost.seconds > SLOW_SECONDS or cost.megabytes > LARGE_MEGABYTES
            answer = self._answers.get(job.recipe.digest)
            if answer is _Answer.RUN or (not slow and answer is not _Answer.STOPPED):
                affordable.append(job)
            elif answer is None and asked is None:
                asked = (job, cost)
        self._ask_about(asked)
        return affordable

    def _ask_about(self, asked: tuple[Job, Estimate] | None) -> None:
        if asked is None:
            self._settle()
        elif asked[0].recipe.digest != self._asked:
            job, cost = asked
            self._asked = job.recipe.digest
            self.approval_wanted.emit(self._label(job), cost)
            self.declined_changed.emit()

    def _estimate(self, recipe: Recipe, region: Region) -> Estimate:
        photo = self._photo
        return estimate(
            recipe,
            region.size,
            self._engine.ops,
            self._history,
            channels=photo.channels,
            bits=photo.bits,
        )

    def _answer(self, answer: _Answer) -> None:
        if self._asked:
            self._answers[self._asked] = answer
            self._settle()
            self._ask()
            self.declined_changed.emit()

    def _rested(self) -> None:
        self._free_memory()
        self._ask()

    def _settle(self) -> None:
        if self._asked:
            self._asked = ""
            self.approval_settled.emit()

    # What the worker gives

    def _tile_done(self, number: int, job: Job, tile: TileDone) -> None:
        result = self._results.get(job.key)
        if result is None or not self._fits(result, job):
            return
        fresh = job.recipe.digest == result.digest
        if fresh and result.stale:
            result.source.start_over()
            result.stale = False
        result.source.write(tile.region, tile.pixels)
        if fresh:
            self.progressed.emit(self._progress(job, tile))

    def _job_started(self, number: int, job: Job) -> None:
        self._job_started_at = time.perf_counter()

    def _progress(self, job: Job, tile: TileDone) -> Progress:
        passed = time.perf_counter() - self._job_started_at
        left = passed / tile.done * (tile.total - tile.done)
        return Progress(self._label(job), tile.done, tile.total, left)

    def _fits(self, result: _Result, job: Job) -> bool:
        """Whether a tile belongs into the picture; one of the recipe before is better than none."""
        if job.recipe.digest == result.digest:
            return True
        return result.stale and self._scale(job.recipe) == result.source.scale

    def _label(self, job: Job) -> str:
        candidate = self._session.candidate(job.key)
        return candidate.label(self._engine.ops) if candidate else ""

    def _job_done(self, number: int, job: Job, rendition: Rendition) -> None:
        result = self._results.get(job.key)
        self._history.record(rendition.report, self._engine.ops)
        if result is not None and job.recipe.digest == result.digest and rendition.report.steps:
            result.report = rendition.report
            self.reported.emit(job.key, rendition.report)

    def _job_failed(self, number: int, job: Job, error: Exception) -> None:
        result = self._results.get(job.key)
        if result is not None and job.recipe.digest == result.digest:
            result.failed = str(error)
        self.failed.emit(error)

    def _request_done(self, number: int, completed: bool) -> None:
        if number == self._number:
            self._running = ()
            self.finished.emit(completed)
