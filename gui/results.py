"""The pictures of all candidates: asks the worker for what can be seen and is not there yet."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.depth import DepthMap
from core.engine import Engine, TileDone
from core.estimate import Estimate, SpeedHistory
from core.photo import Photo
from core.recipe import Recipe
from core.region import Region
from core.rendition import Rendition, RunReport
from core.session import Session
from gui.candidate_pictures import CandidatePictures
from gui.inbox import Inbox
from gui.job_plan import JobPlan
from gui.run_progress import TileCount
from gui.runner import Job, Request, Runner

SLOW_SECONDS = 20.0
LARGE_MEGABYTES = 2000.0
REST_MILLISECONDS = 40
IDLE_MILLISECONDS = 300
PATIENCE_MILLISECONDS = 400
TELLING_MILLISECONDS = 100
"""Figures may wait for so long: while a slider moves, the pictures come first."""
NOTHING = Region(0, 0, 0, 0)


class _Answer(Enum):
    """What is known of the user's wish about a recipe."""

    RUN = auto()
    NOT_WHILE_SLOW = auto()
    STOPPED = auto()


class Results(QObject):
    """Keeps one `PictureSource` a candidate up to date.

    Signals
    -------
    pictures_changed
        A candidate got another picture object; `pictures` has the new ones.
    progressed
        With a `Progress`.
    finished
        False if the user cancelled it.
    reported
        ``(key, RunReport)``.
    failed
        With the exception.
    approval_wanted
        ``(name, Estimate)``: a run that is slow or large waits for `approve` or `decline`.
    approval_settled
        Nothing waits for an answer any more.
    declined_changed
        Other candidates than before are held back, or awaited.
    noticed
        With a sentence on why a network runs otherwise than was meant.
    """

    pictures_changed = Signal()
    progressed = Signal(object)
    finished = Signal(bool)
    reported = Signal(str, object)
    failed = Signal(object)
    approval_wanted = Signal(str, object)
    approval_settled = Signal()
    declined_changed = Signal()
    noticed = Signal(str)

    def __init__(
        self, engine: Engine, history: SpeedHistory, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.engine, self._history = engine, history
        engine.on_notice = self.noticed.emit
        self.pictures = CandidatePictures(engine)
        self._plan = JobPlan(engine, self.pictures, history)
        self._session = Session()
        self._visible, self._zoom = NOTHING, 1.0
        self._number = self._first_number = 0
        self._running: tuple[tuple[str, tuple[str, str], Region], ...] = ()
        self._answers: dict[str, _Answer] = {}
        self._asked = ""
        self._urgent = False
        self._awaited: set[str] = set()
        self._starting: Job | None = None
        self._tiles = TileCount()
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._rested)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MILLISECONDS)
        self._idle.timeout.connect(self._look_ahead)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._say_started)
        self._untold: dict[str, RunReport] = {}
        self._telling = QTimer(self, singleShot=True, interval=TELLING_MILLISECONDS)
        self._telling.timeout.connect(self._tell_reports)
        self.runner = Runner(engine, self)
        self._inbox = Inbox(self)
        self.runner.tile_done.connect(self._in_turn(self._tile_done))
        self.runner.job_done.connect(self._in_turn(self._job_done))
        self.runner.job_failed.connect(self._in_turn(self._job_failed))
        self.runner.request_done.connect(self._in_turn(self._request_done))

    @property
    def busy(self) -> bool:
        """Whether something that can be seen is being computed."""
        return bool(self._running)

    def set_photo(self, photo: Photo) -> None:
        """Start over on another photo."""
        self.runner.cancel()
        self._inbox.clear()
        self.pictures.set_photo(photo)
        self._session = Session()
        self._answers.clear()
        self._untold.clear()
        self._running = ()
        self._number += 1
        self._first_number = self._number
        self._settle()

    def add_file(self, path: Path, result: Photo) -> None:
        """Take another program's result of the photo; see `CandidatePictures.add_file`."""
        self.pictures.add_file(path, result)
        self.pictures.keep_up(self._session)
        self.pictures_changed.emit()

    def report(self, key: str) -> RunReport | None:
        """A candidate's last run, if only of the values before; None if it is held back."""
        shown = self.pictures.shown.get(key)
        return shown.report if shown and not self.is_held_back(key) else None

    def is_held_back(self, key: str) -> bool:
        """Whether a candidate is not run: it waits for an answer, was cancelled, or failed."""
        shown = self.pictures.shown.get(key)
        if shown is None or shown.complete:
            return False
        if shown.error or shown.digest == self._asked:
            return True
        return self._answers.get(shown.digest, _Answer.RUN) is not _Answer.RUN

    def is_awaited(self, key: str) -> bool:
        """Whether a candidate is being computed and shows nothing of its own yet."""
        return key in self._awaited

    def set_session(self, session: Session) -> None:
        """Have a picture for every candidate; what is in it is asked for by `look_at`."""
        if self.pictures.photo is None:
            return
        same = session.candidates == self._session.candidates
        self._session = session
        if not same:
            self._urgent = True
            for error in self.pictures.keep_up(session):
                self.failed.emit(error)
            self.pictures_changed.emit()

    def set_depth(self, depth: DepthMap | None) -> None:
        """Take another depth map for the same photo; what looks at it is made anew."""
        if self.pictures.photo is None:
            return
        self.pictures.set_depth(depth)
        self._urgent = True
        for error in self.pictures.keep_up(self._session):
            self.failed.emit(error)

    def look_at(self, visible: Region, zoom: float = 1.0) -> None:
        """Ask for all that can be seen now and is not there yet.

        Changed recipes are asked for at once, another place only when the view comes to rest.
        ``zoom`` is in device pixels per pixel of a result.
        """
        self._visible, self._zoom = visible, zoom
        if self.pictures.photo is None:
            return
        self._idle.stop()
        if self._urgent:
            self._ask()
        else:
            self._rest.start()

    def approve_ahead(self, recipe: Recipe) -> None:
        """Run a recipe on this photo without asking first, however slow."""
        self._answers[recipe.digest] = _Answer.RUN
        if self._asked == recipe.digest:
            self.approve()

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
        self._answers.update({made[0]: _Answer.STOPPED for _, made, _ in self._running})
        self.runner.cancel()
        self._end(completed=False)
        self.declined_changed.emit()
        return True

    def run_again(self) -> None:
        """Run what waits for an answer, was cancelled, was declined or failed after all."""
        held = [digest for digest in (self._asked, *self._answers) if digest]
        self._answers = dict.fromkeys(held, _Answer.RUN)
        for shown in self.pictures.shown.values():
            shown.error = None
        self._ask()
        self.declined_changed.emit()

    def close(self) -> None:
        """Cancel, and wait until nothing runs any more."""
        for timer in (self._rest, self._idle, self._patience, self._telling):
            timer.stop()
        self.runner.close()
        self._inbox.clear()

    # What is asked of the worker

    def _ask(self) -> None:
        self._urgent = False
        jobs = self._affordable(self._plan.in_view(self._session, self._visible, self._zoom))
        content = tuple((job.key, job.content, job.region) for job in jobs)
        if not jobs:
            self._let_go()
        elif content != self._running:
            self._running = content
            self._submit(jobs)
            self._starting = jobs[0]
            self._patience.start()

    def _submit(self, jobs: list[Job]) -> None:
        self._number += 1
        self._tiles = TileCount(sum(self._plan.tiles(job) for job in jobs))
        self.runner.submit(Request(self._number, self.pictures.photo, tuple(jobs)))

    def _say_started(self) -> None:
        """What takes its time before the first tile is said to be at work."""
        if self._running and not self._tiles.done:
            label = self._plan.label(self._session, self._starting)
            self.progressed.emit(self._tiles.progress(label))
        running = {key for key, _, _ in self._running}
        self._await({key for key in running if self.pictures.is_blank(key)})

    def _await(self, keys: set[str]) -> None:
        if keys != self._awaited:
            self._awaited = keys
            self.declined_changed.emit()

    def _look_ahead(self) -> None:
        """With nothing else to do, compute what may be looked at next; nobody waits for it."""
        if not self._running and self.pictures.photo is not None:
            jobs = self._plan.out_of_view(self._session)
            free = [j for j in jobs if self._answers.get(j.recipe.digest) is not _Answer.STOPPED]
            if free:
                self._submit(free)

    def _let_go(self) -> None:
        """Nothing is missing: what runs may come to its end, unless nobody wants it any more."""
        wanted = {(key, shown.content) for key, shown in self.pictures.shown.items()}
        if any((key, made) not in wanted for key, made, _ in self._running):
            self.runner.cancel()
            self._end(completed=True)
        elif not self._running:
            self._idle.start()

    def _end(self, *, completed: bool) -> None:
        """What still comes of this request counts for the pictures only."""
        self._running = ()
        self._number += 1
        self._await(set())
        if completed:
            self._idle.start()
        self.finished.emit(completed)

    def _affordable(self, jobs: list[Job]) -> list[Job]:
        """Jobs that may run without asking; the first other one is asked about."""
        affordable, asked = [], None
        for job in jobs:
            cost = self._plan.cost(job)
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
            self._settle_and_tell()
        elif asked[0].recipe.digest != self._asked:
            job, cost = asked
            self._asked = job.recipe.digest
            self.approval_wanted.emit(self._plan.label(self._session, job), cost)
            self.declined_changed.emit()

    def _answer(self, answer: _Answer) -> None:
        if self._asked:
            self._answers[self._asked] = answer
            self._settle()
            self._ask()
            self.declined_changed.emit()

    def _rested(self) -> None:
        self.pictures.free_memory(self._visible)
        self._ask()

    def _settle(self) -> None:
        if self._asked:
            self._asked = ""
            self.approval_settled.emit()

    def _settle_and_tell(self) -> None:
        """Without an answer: what is wanted now is quick enough to be run, such as a part."""
        if self._asked:
            self._settle()
            self.declined_changed.emit()

    # What the worker gives

    def _in_turn(self, does: Callable[..., None]) -> Callable[..., None]:
        """A slot that waits in the inbox, and ignores what belongs to the photo before."""

        def take(number: int, *rest: object) -> None:
            if number >= self._first_number:
                does(number, *rest)

        return self._inbox.then(take)

    def _tile_done(self, number: int, job: Job, tile: TileDone) -> None:
        wanted = self.pictures.write(job, tile)
        self._await(self._awaited - {job.key})
        if wanted and number == self._number and self._running:
            whole = tile.total == 1
            more = self._tiles.add(self._plan.tiles(job) if whole else 1)
            if more:
                self.progressed.emit(self._tiles.progress(self._plan.label(self._session, job)))

    def _job_done(self, number: int, job: Job, rendition: Rendition) -> None:
        shown = self.pictures.shown.get(job.key)
        self._history.record(rendition.report, self.engine.ops)
        if shown is None or job.content != shown.content or not rendition.report.steps:
            return
        known, report = shown.report, rendition.report
        if shown.reported != job.content or report.megapixels >= known.megapixels:
            shown.report, shown.reported = report, job.content
            self._untold[job.key] = report
            if not self._telling.isActive():
                self._telling.start()

    def _tell_reports(self) -> None:
        untold, self._untold = self._untold, {}
        for key, report in untold.items():
            self.reported.emit(key, report)

    def _job_failed(self, number: int, job: Job, error: Exception) -> None:
        shown = self.pictures.shown.get(job.key)
        if shown is not None and job.content == shown.content:
            shown.error = error
            self.declined_changed.emit()
        self.failed.emit(error)

    def _request_done(self, number: int, completed: bool) -> None:
        if number == self._number and self._running:
            self._end(completed=True)
