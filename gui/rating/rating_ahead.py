"""Makes the pictures to be rated beside the window, a few places ahead of the rater."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from core.engine import Engine
from core.errors import Cancelled
from core.photo import Photo
from core.rating import RatingStudy
from core.rating_pictures import rated_picture
from gui.background import Task

AHEAD = 3


class RatingAhead(QObject):
    """Keeps the picture of the present place and of the next ones.

    Parameters
    ----------
    engine
        Runs the methods.
    open_photo
        Decodes a photo.

    Signals
    -------
    ready
        ``(place, QImage)``.
    failed
        ``(place, exception)``.
    """

    ready = Signal(int, object)
    failed = Signal(int, object)

    def __init__(
        self,
        engine: Engine,
        open_photo: Callable[[Path], Photo],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine, self._open = engine, open_photo
        self._study: RatingStudy | None = None
        self._place = 0
        self._task: Task | None = None
        self._images: dict[int, QImage] = {}
        self._errors: dict[int, Exception] = {}

    def begin(self, study: RatingStudy) -> None:
        """Show another study."""
        self._stop()
        self._study = study
        self._images.clear()
        self._errors.clear()

    def go_to(self, place: int) -> None:
        """Have the picture of this place, and then of the next ones."""
        self._place = place
        kept = range(place - 1, place + AHEAD)
        self._images = {n: image for n, image in self._images.items() if n in kept}
        if place in self._images:
            self.ready.emit(place, self._images[place])
        elif place in self._errors:
            self.failed.emit(place, self._errors[place])
        self._next()

    def close(self) -> None:
        """Stop, and wait for what runs."""
        self._study = None
        self._stop()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.blockSignals(True)
            self._task.close()
            self._task = None

    def _next(self) -> None:
        if self._task is not None or self._study is None:
            return
        places = range(self._place, min(self._place + AHEAD, self._study.total))
        known = self._images.keys() | self._errors.keys()
        wanted = next((place for place in places if place not in known), None)
        if wanted is not None:
            self._start(wanted)

    def _start(self, place: int) -> None:
        engine, study, open_photo = self._engine, self._study, self._open
        task = self._task = Task(
            lambda _report, stop: _image(rated_picture(engine, study, place, open_photo, stop)),
            self,
        )
        task.done.connect(lambda image: self._made(task, place, image))
        task.failed.connect(lambda error: self._failed(task, place, error))
        task.start()

    def _made(self, task: Task, place: int, image: QImage) -> None:
        if not self._end(task):
            return
        self._images[place] = image
        if place == self._place:
            self.ready.emit(place, image)
        self._next()

    def _failed(self, task: Task, place: int, error: Exception) -> None:
        if not self._end(task) or isinstance(error, Cancelled):
            return
        self._errors[place] = error
        if place == self._place:
            self.failed.emit(place, error)
        self._next()

    def _end(self, task: Task) -> bool:
        """Whether it is the task at hand that has ended; an old one says nothing any more."""
        if task is not self._task:
            return False
        self._task = None
        task.wait()
        task.deleteLater()
        return True


def _image(pixels: np.ndarray) -> QImage:
    height, width = pixels.shape[:2]
    whole = np.ascontiguousarray(pixels)
    return QImage(whole.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
