"""Reference mode: loads the ground truth, has every result measured, and shows the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.engine import Engine
from core.errors import DiptychError, InputError
from core.evaluation.reference import Fit, Reference, Spoiling
from core.photo import Photo
from core.photos.photo_files import PHOTO_SUFFIXES
from core.recipe import Recipe
from core.region import Size
from core.session import Candidate, Session
from core.view.box_geometry import rescaled_boxes
from gui.background import Task
from gui.file_dialogs import ask_for_file
from gui.messages import Message, MessageBar
from gui.reference.fit_notice import FitNotice
from gui.reference.full_scores import FullScore, FullScores
from gui.reference.reference_loading import (
    Loaded,
    as_photo,
    degrade_again,
    fit_reference,
    load_reference,
    named_like,
)
from gui.reference.reference_pane import ReferencePane
from gui.reference.score_table import ScoreRow
from gui.reference.scoring import Measured, Scoring, caption_text, measured_of, strip_text
from gui.results import Results
from gui.state import State

if TYPE_CHECKING:  # loaded with the first reference: the window appears sooner
    from core.evaluation.truth import Degraded, Truth

REFERENCE_FILTER = f"Photos ({' '.join('*' + suffix for suffix in PHOTO_SUFFIXES)});;All files (*)"

TRUTH_NAME = "Reference"
PATIENCE_MILLISECONDS = 2500
"""Results of small photos arrive by themselves; others are offered to be measured."""


class ReferenceMode(QObject):
    """Owns the truth, the pane with the figures, and the bar that asks about sizes.

    Parameters
    ----------
    owner
        Parent of dialogs.
    engine
        Computes what is measured as a whole.
    state, results, messages
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

    def __init__(
        self,
        owner: QWidget,
        engine: Engine,
        *,
        state: State,
        results: Results,
        messages: MessageBar,
    ) -> None:
        super().__init__(owner)
        self._owner, self._state = owner, state
        self._results, self._messages = results, messages
        self.pane = ReferencePane()
        self.notice = FitNotice()
        self.scoring = Scoring(self)
        self.full = FullScores(engine, self)
        self._made: Degraded | None = None
        self._good: Photo | None = None
        self._wanted: tuple[Photo, Reference] | None = None
        self._pending: Loaded | None = None
        self._folder: Path | None = None
        self._truth_photo: Photo | None = None
        self._names: list[str] = []
        self._measured: list[Measured] = []
        self._tasks: list[Task] = []
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MILLISECONDS)
        self._connect()

    def _connect(self) -> None:
        self._state.photo_changed.connect(self._photo_changed)
        self._state.session_changed.connect(self._session_changed)
        self.scoring.changed.connect(self._figures_changed)
        self.scoring.failed.connect(self._messages.report)
        self.pane.open_proposed.connect(self.ask_file)
        self.pane.remove_proposed.connect(self.remove)
        self.pane.show_proposed.connect(self.show_truth)
        self.pane.measure_proposed.connect(self.measure)
        self.pane.candidate_chosen.connect(self._state.show_candidate)
        self.notice.fit_chosen.connect(self._fit_chosen)
        self.notice.declined.connect(self._declined)
        self._patience.timeout.connect(self._offer_measuring)
        self.full.progressed.connect(self.pane.offer_measuring)
        self.full.measured.connect(self._fully_measured)
        self.full.ended.connect(self._offer_measuring)
        self.full.failed.connect(self._messages.report)

    # What is compared

    @property
    def truth(self) -> Truth | None:
        """The ground truth; None without one."""
        return self.scoring.truth

    @property
    def truth_photo(self) -> Photo | None:
        """The truth as a picture, as it is compared: fitted to the photo, in 8 bits."""
        return self._truth_photo

    @property
    def photo(self) -> Photo | None:
        """The open photo, with the depth map that was chosen for it."""
        return self._results.pictures.photo

    @property
    def good(self) -> Photo | None:
        """The photo that the lab degrades: the truth of a degraded photo, else the open one."""
        return self._good if self._is_degraded(self._state.photo) else self._state.photo

    def _is_degraded(self, photo: Photo | None) -> bool:
        return self._made is not None and photo is self._made.photo

    def ask_file(self) -> None:
        """Ask for the ground truth's file."""
        photo = self._state.photo
        if photo is not None:
            start = self._folder or (photo.path.parent if photo.path else Path.home())
            path = ask_for_file(self._owner, "Open reference", start, REFERENCE_FILTER)
            if path:
                self.open(path)

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
            found = named_like(photo, path) if path.is_dir() else path
        except DiptychError as error:
            self._messages.report(error)
            return
        self._start(lambda: load_reference(photo, found, fit), self._loaded)

    def use(self, spoiling: Spoiling, made: Degraded, good: Photo) -> None:
        """Make the degraded picture the photo, and the good one its truth."""
        session = self._state.session.without_files()
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
        self._folder = None
        if self._is_degraded(self._state.photo):
            session, made, good = self._state.session.without_files(), self._state.photo, self._good
            sizes = Size(made.height, made.width), Size(good.height, good.width)
            boxes = rescaled_boxes(session.comparison.boxes, *sizes)
            comparison = replace(session.comparison, boxes=boxes, zoom=None, centre=(0.5, 0.5))
            self._made = self._good = None
            self._state.set_photo(good, replace(session, reference=None, comparison=comparison))
        else:
            session, shown = self._state.session, self._shown_truth()
            kept = session.without_candidate(shown.key) if shown else session
            self._state.change(replace(kept, reference=None))

    def show_truth(self) -> None:
        """Put the truth beside the results, as one of them."""
        reference, truth = self._state.session.reference, self._truth_photo
        if reference is None or truth is None or reference.path is None:
            return
        known = self._shown_truth()
        if known is None:
            self._results.add_file(reference.path, truth)
            added = self._state.session.with_candidate(Recipe(TRUTH_NAME), file=reference.path)
            self._state.change(added)
        else:
            self._state.show_candidate(1 + self._state.session.candidates.index(known))

    def _shown_truth(self) -> Candidate | None:
        session = self._state.session
        path = session.reference.path if session.reference else None
        found = (c for c in session.candidates if c.file is not None and c.file == path)
        return next(found, None)

    # What is shown

    def show_pictures(self, names: Sequence[str]) -> None:
        """Measure all pictures there are: the photo first, then the candidates."""
        self._names = list(names)
        self._measured = measured_of(self._state.session, self._results.pictures)
        self.scoring.set_pictures(self._measured)
        self.scoring.set_boxes([box.rect for box in self._state.comparison.boxes])
        self._show_rows()

    def tags(self) -> list[str]:
        """Figures under each picture's caption, in the order of the comparison."""
        scored = [(self.scoring.scores(one.key), one.picture.scale) for one in self._measured]
        by = [self.truth.reduction(scale) if self.truth else 1 for _, scale in scored]
        return [caption_text(s, reduced=n) for (s, _), n in zip(scored, by, strict=True)]

    def _treatment(self, one: Measured) -> str:
        return self.truth.treatment(one.picture.scale) if self.truth is not None else ""

    def strip_texts(self) -> dict[tuple[int, int], str]:
        """Figures in each zoom box, by (number of the box, number of the candidate)."""
        boxes = self._state.comparison.boxes
        return {
            (number, index): text
            for number, box in enumerate(boxes)
            for index, one in enumerate(self._measured)
            if (text := strip_text(self.scoring.scores(one.key, box.rect)))
        }

    def close(self) -> None:
        """Stop everything, and wait for it."""
        self._patience.stop()
        for task in self._tasks:
            task.close()
        self.full.close()
        self.scoring.close()

    # The state changes

    def _photo_changed(self, photo: Photo) -> None:
        self.notice.hide()
        self._pending = self._wanted = None
        if not self._is_degraded(photo):
            self._made = self._good = None
        self._show_truth(None)
        if self._state.session.reference is None and self._folder is not None:
            self._follow(photo)

    def _follow(self, photo: Photo) -> None:
        """The next photo's reference has its name and lies where the last one lay."""
        try:
            self.open(named_like(photo, self._folder))
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
            self._start(lambda: load_reference(photo, path, reference.fit), self._loaded)
        elif self._is_degraded(photo):
            from core.evaluation.truth import truth_of

            self._show_truth(truth_of(self._made))
        else:
            spoiling = reference.spoiled
            self._say_if_changed(photo, reference)
            self._start(lambda: degrade_again(photo, spoiling), lambda made: self.use(*made))

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
        task.deleteLater()
        self._tasks = [other for other in self._tasks if other is not task]
        return newest

    def _loaded(self, loaded: Loaded) -> None:
        if loaded.photo is not self._state.photo:
            return
        if loaded.truth is None:
            self._pending = loaded
            self.notice.ask(loaded.problem, can_crop=loaded.can_crop)
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
            self._start(lambda: fit_reference(pending, fit), self._loaded)

    def _declined(self) -> None:
        self._pending = None

    def _show_truth(self, truth: Truth | None) -> None:
        self.full.cancel()
        self._truth_photo = as_photo(truth, self._state.session.reference)
        self.scoring.set_truth(truth)
        self.pane.show_reference(self._state.session.reference, truth)
        self._figures_changed()

    def _figures_changed(self) -> None:
        self._show_rows()
        self.figures_changed.emit()

    def _show_rows(self) -> None:
        if self.truth is None or len(self._names) != len(self._measured):
            return
        rows = [
            ScoreRow(name, self.scoring.scores(one.key), number, self._treatment(one))
            for number, (name, one) in enumerate(zip(self._names, self._measured, strict=True))
            if not one.is_truth
        ]
        self.pane.show_rows(rows, self._state.comparison.shown)
        if self._unmeasured():
            self._patience.start()
        else:
            self._offer_measuring()

    # What is too large to be there as a whole

    def measure(self) -> None:
        """Compute every result that has no figures in full and measure it; again stops it."""
        if self.full.running:
            self.full.cancel()
        elif self.truth is not None:
            self.full.start(self.photo, self.truth, self._unmeasured())
            self.pane.offer_measuring("Stop measuring")

    def _unmeasured(self) -> list[Candidate]:
        missing = set(self.scoring.missing())
        found = (c for c in self._state.session.candidates if c.key in missing)
        return [candidate for candidate in found if candidate.file is None]

    def _offer_measuring(self) -> None:
        if not self.full.running:
            missing = bool(self._unmeasured())
            self.pane.offer_measuring("Measure whole pictures" if missing else "")

    def _fully_measured(self, found: FullScore) -> None:
        candidate = self._state.session.candidate(found.key)
        if candidate and candidate.recipe.digest == found.digest and found.truth is self.truth:
            self.scoring.take(found.key, found.scores)
