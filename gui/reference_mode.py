"""Reference mode: loads the ground truth, has every result measured, and shows the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.box_geometry import rescaled_boxes
from core.errors import DiptychError, InputError
from core.evaluation_set import partner
from core.photo import Photo
from core.photo_files import PHOTO_SUFFIXES, photos_in
from core.reading import open_photo
from core.reference import Fit, Reference, Spoiling
from core.region import Size
from core.session import Session
from core.truth import Degraded, Truth, can_crop, degraded_photo, misfit, truth_for, truth_of
from gui.background import Task
from gui.fit_notice import FitNotice
from gui.messages import Message, MessageBar
from gui.reference_pane import ReferencePane
from gui.score_table import ScoreRow
from gui.scoring import INPUT, Measured, Scoring, caption_text, strip_text
from gui.state import State

REFERENCE_FILTER = f"Photos ({' '.join('*' + suffix for suffix in PHOTO_SUFFIXES)});;All files (*)"


@dataclass(frozen=True, eq=False)
class Loaded:
    """A reference that was read; ``truth`` is None where it does not fit the photo."""

    photo: Photo
    reference: Reference
    picture: Photo
    truth: Truth | None


class ReferenceMode(QObject):
    """Owns the truth, the pane with the figures, and the bar that asks about sizes.

    Parameters
    ----------
    owner
        Parent of dialogs.
    state, messages
        Of the window.

    Signals
    -------
    figures_changed
        `tags` or `strip_texts` are other ones than before.
    said
        With a sentence for the status bar.
    """

    figures_changed = Signal()
    said = Signal(str)

    def __init__(self, owner: QWidget, state: State, messages: MessageBar) -> None:
        super().__init__(owner)
        self._owner, self._state, self._messages = owner, state, messages
        self.pane = ReferencePane()
        self.notice = FitNotice()
        self.scoring = Scoring(self)
        self._made: Degraded | None = None
        self._good: Photo | None = None
        self._wanted: tuple[Photo, Reference] | None = None
        self._pending: Loaded | None = None
        self._folder: Path | None = None
        self._names: list[str] = []
        self._keys: list[str] = []
        self._tasks: list[Task] = []
        self._connect()

    def _connect(self) -> None:
        self._state.photo_changed.connect(self._photo_changed)
        self._state.session_changed.connect(self._session_changed)
        self.scoring.changed.connect(self._figures_changed)
        self.scoring.failed.connect(self._messages.report)
        self.pane.open_proposed.connect(self.ask_file)
        self.pane.remove_proposed.connect(self.remove)
        self.pane.candidate_chosen.connect(self._state.show_candidate)
        self.notice.fit_chosen.connect(self._fit_chosen)
        self.notice.declined.connect(self._declined)

    # What is compared

    @property
    def truth(self) -> Truth | None:
        """The ground truth; None without one."""
        return self.scoring.truth

    @property
    def truth_photo(self) -> Photo | None:
        """The truth as a picture, as it is compared: fitted to the photo, in 8 bits."""
        truth, photo = self.truth, self.good
        return None if truth is None else Photo(truth.pixels, path=photo.path, icc=truth.icc)

    @property
    def good(self) -> Photo | None:
        """The photo that the lab degrades: the truth of a degraded photo, else the open one."""
        degraded = self._made is not None and self._state.photo is self._made.photo
        return self._good if degraded else self._state.photo

    def ask_file(self) -> None:
        """Ask for the ground truth's file."""
        photo = self._state.photo
        if photo is not None:
            start = self._folder or (photo.path.parent if photo.path else Path.home())
            name, _ = QFileDialog.getOpenFileName(
                self._owner, "Open reference", str(start), REFERENCE_FILTER
            )
            if name:
                self.open(Path(name))

    def ask_folder(self) -> None:
        """Ask for a folder in which references have the photos' names."""
        if self._state.photo is not None:
            start = str(self._folder or Path.home())
            name = QFileDialog.getExistingDirectory(self._owner, "Folder of references", start)
            if name:
                self.open(Path(name))

    def open(self, path: Path, fit: Fit = Fit.EXACT) -> None:
        """Read a reference, or the one of the photo's name in a folder."""
        photo = self._state.photo
        if photo is None:
            return
        try:
            found = _named_like(photo, path) if path.is_dir() else path
        except DiptychError as error:
            self._messages.report(error)
            return
        self._start(lambda: _loaded(photo, found, fit), self._loaded)

    def use(self, spoiling: Spoiling, made: Degraded, good: Photo) -> None:
        """Make the degraded picture the photo, and the good one its truth."""
        session = self._state.session
        old = self._state.photo
        sizes = Size(old.height, old.width), Size(made.photo.height, made.photo.width)
        boxes = rescaled_boxes(session.comparison.boxes, *sizes)
        comparison = replace(session.comparison, boxes=boxes, zoom=None, centre=(0.5, 0.5))
        reference = Reference(good.path, good.content_hash, spoiled=spoiling)
        self._made, self._good = made, good
        self._state.set_photo(
            made.photo, replace(session, reference=reference, comparison=comparison)
        )

    def remove(self) -> None:
        """Compare without a truth; a degraded photo becomes the good one again."""
        degraded = self._made is not None and self._state.photo is self._made.photo
        self._folder = None
        if degraded:
            session, made, good = self._state.session, self._state.photo, self._good
            sizes = Size(made.height, made.width), Size(good.height, good.width)
            boxes = rescaled_boxes(session.comparison.boxes, *sizes)
            comparison = replace(session.comparison, boxes=boxes, zoom=None, centre=(0.5, 0.5))
            self._made = self._good = None
            self._state.set_photo(good, replace(session, reference=None, comparison=comparison))
        else:
            self._state.change(replace(self._state.session, reference=None))

    # What is shown

    def show_pictures(self, names: Sequence[str], measured: Sequence[Measured]) -> None:
        """Measure these pictures: the photo first, then the candidates."""
        self._names, self._keys = list(names), [one.key for one in measured]
        self.scoring.set_pictures(measured)
        self.scoring.set_boxes([box.rect for box in self._state.comparison.boxes])
        self._show_rows()

    def tags(self) -> list[str]:
        """Figures under each picture's caption, in the order of the comparison."""
        return [caption_text(self.scoring.scores(key)) for key in self._keys]

    def strip_texts(self) -> dict[tuple[int, int], str]:
        """Figures in each zoom box, by (number of the box, number of the candidate)."""
        boxes = self._state.comparison.boxes
        return {
            (number, index): text
            for number, box in enumerate(boxes)
            for index, key in enumerate(self._keys)
            if (text := strip_text(self.scoring.scores(key, box.rect)))
        }

    def close(self) -> None:
        """Stop everything, and wait for it."""
        for task in self._tasks:
            task.close()
        self.scoring.close()

    # The state changes

    def _photo_changed(self, photo: Photo) -> None:
        self.notice.hide()
        self._pending = self._wanted = None
        if self._made is not None and photo is not self._made.photo:
            self._made = self._good = None
        self._show_truth(None)
        if self._state.session.reference is None and self._folder is not None:
            self._follow(photo)

    def _follow(self, photo: Photo) -> None:
        """The next photo's reference has its name and lies where the last one lay."""
        try:
            self.open(_named_like(photo, self._folder))
        except InputError as error:
            self.said.emit(error.message)

    def _session_changed(self, session: Session) -> None:
        reference, photo = session.reference, self._state.photo
        if reference is None and self._wanted is not None:
            self._wanted = None
            self._show_truth(None)
        elif reference is not None and self._wanted != (photo, reference):
            self._wanted = (photo, reference)
            self._load(reference, photo)
        self._show_rows()

    def _load(self, reference: Reference, photo: Photo) -> None:
        if reference.spoiled is None:
            path = reference.path
            if not path.is_file() and photo.path is not None:
                path = photo.path.parent / path.name
            self._start(lambda: _loaded(photo, path, reference.fit), self._loaded)
        elif self._made is not None and photo is self._made.photo:
            self._show_truth(truth_of(self._made))
        else:
            spoiling = reference.spoiled
            self._say_if_changed(photo, reference)
            self._start(
                lambda: (spoiling, degraded_photo(photo, spoiling), photo),
                lambda made: self.use(*made),
            )

    def _say_if_changed(self, found: Photo, reference: Reference) -> None:
        if reference.photo_hash and found.content_hash != reference.photo_hash:
            changed = f"{found.name} is not the file it was when the session was saved."
            self._messages.show_message(Message(changed, "Its figures may differ from then."))

    # What was read

    def _start(self, work, done) -> None:
        task = Task(lambda _report, _stop: work(), self)
        self._tasks.append(task)
        task.done.connect(lambda result: self._ended(task) and done(result))
        task.failed.connect(lambda error: self._ended(task) and self._messages.report(error))
        task.start()

    def _ended(self, task: Task) -> bool:
        """Whether nothing else was asked for since."""
        newest = bool(self._tasks) and task is self._tasks[-1]
        task.wait()
        self._tasks = [other for other in self._tasks if other is not task]
        return newest

    def _loaded(self, loaded: Loaded) -> None:
        if loaded.photo is not self._state.photo:
            return
        if loaded.truth is None:
            self._pending = loaded
            problem = misfit(loaded.photo, loaded.picture)
            self.notice.ask(problem, can_crop=can_crop(loaded.photo, loaded.picture))
            return
        self.notice.hide()
        known = self._state.session.reference
        if known is not None and known.path == loaded.reference.path:
            self._say_if_changed(loaded.picture, known)
        self._folder = loaded.reference.path.parent
        self._wanted = (loaded.photo, loaded.reference)
        self._state.change(replace(self._state.session, reference=loaded.reference))
        self._show_truth(loaded.truth)

    def _fit_chosen(self, fit: Fit) -> None:
        pending, self._pending = self._pending, None
        if pending is not None and pending.photo is self._state.photo:
            self._start(lambda: _fitted(pending, fit), self._loaded)

    def _declined(self) -> None:
        self._pending = None

    def _show_truth(self, truth: Truth | None) -> None:
        self.scoring.set_truth(truth)
        self.pane.show_reference(self._state.session.reference, truth)
        self._figures_changed()

    def _figures_changed(self) -> None:
        self._show_rows()
        self.figures_changed.emit()

    def _show_rows(self) -> None:
        if self.truth is None:
            return
        rows = [
            ScoreRow(name, self.scoring.scores(key))
            for name, key in zip(self._names, self._keys, strict=True)
        ]
        self.pane.show_rows(rows, self._state.comparison.shown, measurable=False)


def measured_of(photo: Photo, session: Session, pictures: Sequence) -> list[Measured]:
    """What `Scoring` measures: the photo and every candidate's picture."""
    first = Measured(INPUT, photo.content_hash, pictures[0], photo.icc)
    return [first] + [
        Measured(c.key, f"{c.recipe.digest} {c.file or ''}", picture, photo.icc)
        for c, picture in zip(session.candidates, pictures[1:], strict=True)
    ]


def _named_like(photo: Photo, folder: Path) -> Path:
    found = partner(photo.name, photos_in(folder))
    if found is None:
        raise InputError(
            f"{folder.name} holds no picture named like {photo.name}.",
            remedy="Name the reference like the photo, or open its file.",
        )
    return found


def _loaded(photo: Photo, path: Path, fit: Fit) -> Loaded:
    picture = open_photo(path)
    fits = not misfit(photo, picture)
    reference = Reference(path, picture.content_hash, Fit.EXACT if fits else fit)
    truth = truth_for(photo, picture, fit) if fits or fit is not Fit.EXACT else None
    return Loaded(photo, reference, picture, truth)


def _fitted(loaded: Loaded, fit: Fit) -> Loaded:
    truth = truth_for(loaded.photo, loaded.picture, fit)
    return replace(loaded, reference=replace(loaded.reference, fit=fit), truth=truth)
