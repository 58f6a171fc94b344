"""Makes the cells of a trust map that can be seen: read here, computed beside the window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core.picture_forms import in_form
from core.region import Region
from core.trust import Check, ToScreen, TrustMap, reach, trust_map
from core.trust_picture import TrustPicture
from core.view.picture_source import PictureSource
from gui.latest import Latest

DRAW_MILLISECONDS = 80
NOWHERE = Region(0, 0, 0, 0)


@dataclass(frozen=True, eq=False)
class Subject:
    """What is looked at.

    Attributes
    ----------
    check
        What for.
    picture
        Takes the map.
    result, source
        Pictures of the result and of the photo.
    to_screen
        The photo's colours → sRGB; None if they are.
    """

    check: Check
    picture: TrustPicture
    result: PictureSource
    source: PictureSource
    to_screen: ToScreen | None = None


@dataclass(frozen=True, eq=False)
class _Job:
    subject: Subject
    place: Region
    pooling: int
    inner: Region
    result: np.ndarray
    source: np.ndarray

    def done(self) -> tuple[_Job, TrustMap]:
        """Compute; on a thread of its own."""
        to_screen = self.subject.to_screen
        found = trust_map(
            self.subject.check, self.result, self.source, self.inner, to_screen=to_screen
        )
        return self, found.pooled(self.pooling)


class TrustSurvey(QObject):
    """Fills the map of one subject, one cell at a time, from the middle of the view outwards.

    Signals
    -------
    advanced
        Cells have arrived and are drawn.
    failed
        With the exception.
    """

    advanced = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subject: Subject | None = None
        self._visible = NOWHERE
        self._pooling = 1
        self._in_work = NOWHERE
        self._spoiled = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._next)
        self._drawing = QTimer(self, singleShot=True, interval=DRAW_MILLISECONDS)
        self._drawing.timeout.connect(self._draw)
        self._worker = Latest(self)
        self._worker.done.connect(self._arrived)
        self._worker.failed.connect(self.failed)

    @property
    def complete(self) -> bool:
        """Whether all that can be seen has its map."""
        idle = not self._worker.busy and not self._drawing.isActive()
        return idle and not self._wanted()

    def look(self, subject: Subject | None, visible: Region, pooling: int) -> None:
        """Go on with this part of this subject; None stops."""
        if self._subject is not subject:
            if self._subject is not None:
                self._subject.result.unsubscribe(self._result_changed)
            if subject is not None:
                subject.result.subscribe(self._result_changed)
            self._subject = subject
        self._visible, self._pooling = visible, pooling
        self._next()

    def close(self) -> None:
        """Stop, and wait for the cell in work."""
        self.look(None, NOWHERE, 1)
        self._soon.stop()
        self._drawing.stop()
        self._worker.close()

    def _wanted(self) -> list[Region]:
        """Cells that are missing and whose result is there."""
        if self._subject is None:
            return []
        cells = self._subject.picture.missing(self._visible, self._pooling)
        return [cell for cell in cells if self._is_there(cell)]

    def _is_there(self, cell: Region) -> bool:
        result = self._subject.result
        return result.is_valid(cell.scaled(result.scale).within(result.size))

    def _next(self) -> None:
        if not self._worker.busy and (wanted := self._wanted()):
            self._in_work, self._spoiled = wanted[0], False
            self._worker.submit(self._job(wanted[0]).done)

    def _job(self, place: Region) -> _Job:
        subject = self._subject
        outer = place.grown(reach(subject.check)).within(subject.source.size)
        source = subject.source.read(outer)
        result = subject.result.read(outer.scaled(subject.result.scale))
        return _Job(
            subject,
            place,
            self._pooling,
            place.relative_to(outer),
            in_form(result, source.dtype, source.shape[2]),
            source,
        )

    def _arrived(self, found: tuple[_Job, TrustMap]) -> None:
        job, values = found
        if job.subject is self._subject and not self._spoiled:
            job.subject.picture.put(job.place, values, job.pooling)
            if not self._drawing.isActive():
                self._drawing.start()
        self._next()

    def _draw(self) -> None:
        if self._subject is not None:
            self._subject.picture.show_new()
            self.advanced.emit()

    def _result_changed(self, region: Region) -> None:
        margin = reach(self._subject.check)
        touched = region.covering(self._subject.result.scale).grown(margin)
        self._spoiled = self._spoiled or not touched.overlap(self._in_work).empty
        self._soon.start()
