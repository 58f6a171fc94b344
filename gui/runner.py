"""The worker: one request at a time, the newest wins, the old picture stays until it is done."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal

from core.engine import Engine, TileDone
from core.errors import Cancelled
from core.photo import Photo
from core.picture_forms import reduced
from core.recipe import Recipe
from core.region import Region, Size
from core.rendition import Rendition
from gui.manners import let_the_window_go_first
from gui.tile_post import TilePost

GRACE_SECONDS = 0.12
"""A run this short is finished although a newer one waits: a slider then shows every place."""


@dataclass(frozen=True, eq=False)
class Job:
    """One recipe on one part of the photo.

    Attributes
    ----------
    key
        Candidate that it is for.
    recipe
        What to run.
    region
        In the photo's pixels.
    focus
        Point, as shares of width and height, around which tiles are made first.
    depth
        Digest of the depth map that is looked at; empty if none is.
    reduction
        By which the result will be shown.
    """

    key: str
    recipe: Recipe
    region: Region
    focus: tuple[float, float] | None = None
    depth: str = ""
    reduction: int = 1

    @property
    def content(self) -> tuple[str, str]:
        """What is made, wherever: equal ones give the same picture."""
        return self.recipe.digest, self.depth


@dataclass(frozen=True, eq=False)
class Request:
    """All that the window wants to see now, most urgent first.

    Attributes
    ----------
    number
        Grows by one with every request; results carry it.
    photo
        What the jobs run on.
    jobs
        May be empty.
    """

    number: int
    photo: Photo
    jobs: tuple[Job, ...]


class Runner(QThread):
    """Runs requests on a thread of its own and touches nothing else.

    Signals arrive on the thread of the receiver.

    Signals
    -------
    job_started
        ``(number, job)``.
    tile_done
        ``(number, job, TileDone)``; of a short run one alone, which is all of it.
    job_done
        ``(number, job, Rendition)``.
    job_failed
        ``(number, job, exception)``; the request's other jobs still run.
    request_done
        ``(number, completed)``; False if it was cancelled or overtaken.
    """

    job_started = Signal(int, object)
    tile_done = Signal(int, object, object)
    job_done = Signal(int, object, object)
    job_failed = Signal(int, object, object)
    request_done = Signal(int, bool)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runner")
        self._engine = engine
        self._wake = threading.Condition()
        self._pending: Request | None = None
        self._overtaken = threading.Event()
        self._stopped = threading.Event()
        self._started = 0.0
        self._closing = False

    def submit(self, request: Request) -> None:
        """Run this next; what runs now stops unless it is nearly done, what waited is forgotten."""
        with self._wake:
            self._pending = request
            self._overtaken.set()
            self._wake.notify()
        if not self.isRunning() and not self._closing:
            self.start()

    def cancel(self) -> None:
        """Stop what runs and forget what waits."""
        with self._wake:
            self._pending = None
            self._stopped.set()

    def close(self) -> None:
        """Cancel, then wait until the thread has ended; afterwards nothing runs any more."""
        with self._wake:
            self._closing = True
            self._pending = None
            self._stopped.set()
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        """Take requests until closed; on the worker's thread."""
        while (request := self._next()) is not None:
            completed = self._serve(request)
            self.request_done.emit(request.number, completed)

    def _next(self) -> Request | None:
        with self._wake:
            while self._pending is None and not self._closing:
                self._wake.wait()
            request, self._pending = self._pending, None
            self._overtaken.clear()
            if not self._closing:
                self._stopped.clear()
            return None if self._closing else request

    def _serve(self, request: Request) -> bool:
        for job in request.jobs:
            if self._overtaken.is_set() or self._stopped.is_set():
                return False
            try:
                self._run_job(request, job)
            except Cancelled:
                return False
            except Exception as error:  # whatever it is, it reaches the user by the one road
                self.job_failed.emit(request.number, job, error)
        return True

    def _is_costly(self, recipe: Recipe) -> bool:
        """Whether a network takes part: what follows a slider is waited for by the hand itself."""
        ops = (self._engine.ops.get(step.op) for step in recipe.active)
        return any(op is not None and op.expensive for op in ops)

    def _must_stop(self, post: TilePost) -> bool:
        if self._stopped.is_set():
            return True
        late = time.perf_counter() - self._started > GRACE_SECONDS
        return late and self._overtaken.is_set() and not post.nearly_done

    def _run_job(self, request: Request, job: Job) -> None:
        self.job_started.emit(request.number, job)
        if self._is_costly(job.recipe):
            let_the_window_go_first()
        self._started = time.perf_counter()
        whole = Size(request.photo.height, request.photo.width).region
        reduction = job.reduction if job.region == whole else 1
        post = TilePost(lambda tile: self.tile_done.emit(request.number, job, tile))
        rendition = self._engine.run(
            request.photo,
            job.recipe,
            job.region,
            post.add,
            lambda: self._must_stop(post),
            focus=job.focus,
            reduction=reduction,
        )
        if post.streams:
            post.flush()
        else:
            self.tile_done.emit(request.number, job, whole_of(rendition, reduction))
        self.job_done.emit(request.number, job, rendition)


def whole_of(rendition: Rendition, reduction: int) -> TileDone:
    """All of a result as one tile; reduced as well, before the window has to."""
    pixels, small = rendition.pixels, rendition.reduced
    if reduction > 1 and not small:
        small = {reduction: reduced(pixels, reduction)}
    return TileDone(1, 1, rendition.region.scaled(rendition.scale), pixels, small)
