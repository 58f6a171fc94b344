"""Figures of every result against the ground truth: as a whole and in each zoom box."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.region import Region
from core.session import Session
from core.view.picture_source import PictureSource
from gui.candidate_pictures import CandidatePictures
from gui.reference.score_worker import Place, ScoreJob, ScoreWorker

if TYPE_CHECKING:  # loaded with the first reference: the window appears sooner
    from core.evaluation.truth import Truth
    from core.metrics import Scores

REST_MILLISECONDS = 120
MOST_BYTES = 320 << 20
"""Larger results are measured by an own run, not copied from what is shown."""
INPUT = ""


@dataclass(frozen=True, eq=False)
class Measured:
    """One picture that is to be measured.

    Attributes
    ----------
    key
        The candidate's; empty for the photo itself.
    digest
        Changes when the candidate is made differently.
    picture
        Its pixels; may still be arriving.
    icc
        Its profile.
    is_truth
        It is the truth itself, shown beside the others; it is not measured.
    """

    key: str
    digest: str
    picture: PictureSource
    icc: bytes | None = None
    is_truth: bool = False


class Scoring(QObject):
    """Measures results as soon as they are there, never on the window's thread.

    Signals
    -------
    changed
        Some figures are other ones than before.
    failed
        With the exception.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._truth: Truth | None = None
        self._measured: list[Measured] = []
        self._boxes: tuple[Region, ...] = ()
        self._scores: dict[Place, Scores | None] = {}
        self._numbers: dict[Place, int] = {}
        self._outdated: set[Place] = set()
        self._listeners: list[tuple[PictureSource, object]] = []
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._measure)
        self.worker = ScoreWorker(self)
        self.worker.scored.connect(self._scored)
        self.worker.failed.connect(lambda _job, error: self.failed.emit(error))

    @property
    def truth(self) -> Truth | None:
        """What is compared with."""
        return self._truth

    @property
    def whole(self) -> Region:
        """The whole photo; empty without a truth."""
        return self._truth.photo_size.region if self._truth else Region(0, 0, 0, 0)

    def set_truth(self, truth: Truth | None) -> None:
        """Compare with another truth, or with none."""
        self._truth = truth
        self.worker.clear()
        self._scores.clear()
        self._outdate_all()
        self.changed.emit()

    def set_pictures(self, measured: Sequence[Measured]) -> None:
        """Measure these pictures from now on."""
        before = {m.key: m for m in self._measured}
        if [_identity(m) for m in measured] == [_identity(m) for m in self._measured]:
            return
        self._measured = list(measured)
        self._listen()
        for one in measured:
            known = before.get(one.key)
            if known is None or _identity(known) != _identity(one):
                self._forget(one.key)
        kept = {m.key for m in measured}
        self._scores = {place: s for place, s in self._scores.items() if place[0] in kept}
        self._start()
        self.changed.emit()

    def set_boxes(self, boxes: Sequence[Region]) -> None:
        """Measure these places too."""
        if tuple(boxes) == self._boxes:
            return
        fresh = set(boxes) - set(self._boxes)
        self._boxes = tuple(boxes)
        wanted = {*boxes, self.whole}
        self._scores = {place: s for place, s in self._scores.items() if place[1] in wanted}
        self._outdated |= {(m.key, box) for m in self._measured for box in fresh}
        self._start()

    def scores(self, key: str, region: Region | None = None) -> Scores | None:
        """Figures of a candidate in a place, by default as a whole; None if there are none."""
        return self._scores.get((key, region or self.whole))

    def missing(self) -> list[str]:
        """Keys of results that are not there as a whole, so that they have no figures yet."""
        if self._truth is None:
            return []
        asked = [m.key for m in self._measured if not m.is_truth]
        return [key for key in asked if (key, self.whole) not in self._scores]

    def take(self, key: str, scores: Scores | None) -> None:
        """Take over figures of a whole picture that was measured elsewhere."""
        self._scores[key, self.whole] = scores
        self.changed.emit()

    def close(self) -> None:
        """Stop measuring, and wait for the thread."""
        self._rest.stop()
        self._measured = []
        self._listen()
        self.worker.close()

    # When to measure

    def _listen(self) -> None:
        for picture, listener in self._listeners:
            picture.unsubscribe(listener)
        self._listeners = []
        for one in self._measured:
            listener = partial(self._picture_changed, one)
            one.picture.subscribe(listener)
            self._listeners.append((one.picture, listener))

    def _forget(self, key: str) -> None:
        for place in [place for place in self._scores if place[0] == key]:
            del self._scores[place]
        self._outdated |= {(key, region) for region in self._places()}

    def _outdate_all(self) -> None:
        self._outdated = {(m.key, region) for m in self._measured for region in self._places()}
        self._start()

    def _places(self) -> tuple[Region, ...]:
        return (self.whole, *self._boxes)

    def _picture_changed(self, one: Measured, region: Region) -> None:
        scale = one.picture.scale
        hit = {p for p in self._places() if not p.scaled(scale).overlap(region).empty}
        self._outdated |= {(one.key, place) for place in hit}
        self._start()

    def _start(self) -> None:
        if self._truth is not None and self._outdated and not self._rest.isActive():
            self._rest.start()

    # Measuring

    def _measure(self) -> None:
        outdated, self._outdated = self._outdated, set()
        if self._truth is None:
            return
        pictures = {m.key: m for m in self._measured}
        for place in sorted(outdated, key=lambda place: -place[1].width * place[1].height):
            one = pictures.get(place[0])
            if one is not None and not one.is_truth and place[1] in self._places():
                self._submit(one, place)

    def _submit(self, one: Measured, place: Place) -> None:
        from core.evaluation.truth import MARGIN

        size, scale = self._truth.photo_size, one.picture.scale
        region = place[1].within(size)
        covers = region.grown(MARGIN).within(size)
        part = covers.scaled(scale)
        needed = part.width * part.height * one.picture.channels * one.picture.dtype.itemsize
        if region.empty or needed > MOST_BYTES or not one.picture.is_valid(part):
            return
        self._numbers[place] = self._numbers.get(place, 0) + 1
        read = one.picture.reader(part)
        self.worker.submit(
            ScoreJob(place, self._numbers[place], self._truth, read, covers, scale, one.icc)
        )

    def _scored(self, job: ScoreJob, scores: Scores | None) -> None:
        current = self._numbers.get(job.place) == job.number and job.truth is self._truth
        known = any(m.key == job.place[0] for m in self._measured)
        if current and known and job.place[1] in self._places():
            self._scores[job.place] = scores
            self.changed.emit()


def measured_of(session: Session, pictures: CandidatePictures) -> list[Measured]:
    """What is to be measured: the photo and every candidate's picture."""
    truth = session.reference.path if session.reference else None
    digests = [(INPUT, "")] + [
        (c.key, f"{pictures.shown[c.key].content} {c.file or ''}") for c in session.candidates
    ]
    truths = [False] + [c.file is not None and c.file == truth for c in session.candidates]
    parts = zip(digests, pictures.pictures(), pictures.photos(session), truths, strict=True)
    return [Measured(*key, picture, photo.icc, truth) for key, picture, photo, truth in parts]


def caption_text(scores: Scores | None, *, reduced: int = 1) -> str:
    """``29.12 dB · 0.9132``, for the caption on a picture; empty without figures.

    ``reduced`` says by how much the picture was reduced before it was measured.
    """
    if scores is None:
        return ""
    how = f"reduced ×{reduced}" if reduced > 1 else ""
    parts = (decibels(scores.psnr_y, 2), similarity(scores.ssim), how)
    return " · ".join(part for part in parts if part)


def strip_text(scores: Scores | None) -> str:
    """``29.1 dB · 0.912``, beside a crop; empty without figures."""
    if scores is None:
        return ""
    similar = "" if scores.ssim is None else f"{scores.ssim:.3f}"
    return " · ".join(filter(None, (decibels(scores.psnr_y, 1), similar)))


def decibels(value: float | None, digits: int) -> str:
    """A PSNR with its unit; identical pictures have an infinite one."""
    if value is None:
        return ""
    return "∞ dB" if math.isinf(value) else f"{value:.{digits}f} dB"


def similarity(value: float | None) -> str:
    """An SSIM; empty where the place is too small for one."""
    return "" if value is None else f"{value:.4f}"


def _identity(one: Measured) -> tuple[str, str, int, bytes | None]:
    return one.key, one.digest, id(one.picture), one.icc
