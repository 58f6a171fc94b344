"""The page on which a rating study is put together, or an unfinished one chosen."""

from __future__ import annotations

import datetime
import secrets
from pathlib import Path

import numpy as np
from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.errors import DiptychError
from core.photos.photo_files import photos_in
from core.rating import RatedMethod, RatingStudy, for_another_rater, same_subject
from core.rating_files import delete_study, free_name, saved_studies
from core.recipe import Recipe
from gui.export.file_field import FileField
from gui.pane_parts import caption, panel, secondary
from gui.recipe.choice_controls import ChoiceBox
from gui.registry.method_ticks import MethodTicks, Tickable
from gui.theme import figures_font, set_role

FEWEST_METHODS = 2
WHOLE, MIDDLE = "Whole photo", "Its middle at 100 %"
EXPLAINED = (
    "Every photo is shown once with every method, in random order and without names. You rate "
    "each picture from 1 to 4; the mean is the method's score. Every rating is saved at once, and "
    "names are shown only at the end."
)
NO_STUDIES = "Studies that you begin are listed here, to go on after a break."


class RatingSetup(QWidget):
    """Proposes a study.

    Signals
    -------
    chosen
        With a `RatingStudy`, new or unfinished.
    scores_wanted
        With a list of finished studies of the same photos and methods.
    """

    chosen = Signal(object)
    scores_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = FileField("Folder of photos", folder=True)
        self.source.findChild(QWidget).setMinimumWidth(60)
        self.found = secondary(" ", wrap=True)
        self.how_many = QSpinBox()
        self.part = ChoiceBox()
        self.ticks = MethodTicks()
        self.begin_button = QPushButton("Begin")
        self.amount = secondary(" ", wrap=True)
        self.studies = QListView()
        self._lines = QStringListModel(self)
        self._saved: tuple[RatingStudy, ...] = ()
        self.no_studies = secondary(NO_STUDIES, wrap=True)
        self.go_on_button = QPushButton("Go on")
        self.delete_button = QPushButton("Delete")
        self.again_button = QPushButton("Another person")
        self._build()
        self._connect()
        self.show_studies()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._new_side())
        row.addLayout(self._saved_side(), 1)

    def _new_side(self) -> QWidget:
        side = panel()
        side.setFixedWidth(360)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for part in (secondary(EXPLAINED, wrap=True), caption("Photos"), self.source, self.found):
            column.addWidget(part)
        row = QHBoxLayout()
        for part in (self.how_many, self.how_many.lineEdit()):
            part.setAccessibleName("How many photos")
        self.how_many.setFont(figures_font(self.how_many.font()))
        self.how_many.setSuffix(" drawn by lot")
        self.part.addItems((WHOLE, MIDDLE))
        self.part.setAccessibleName("What is shown of each photo")
        row.addWidget(self.how_many)
        row.addWidget(self.part, 1)
        column.addLayout(row)
        column.addWidget(caption("Methods"))
        column.addWidget(self.ticks, 1)
        column.addWidget(self.amount)
        set_role(self.begin_button, "primary")
        column.addWidget(self.begin_button)
        return side

    def _saved_side(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.studies.setAccessibleName("Studies")
        self.studies.setModel(self._lines)
        self.studies.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.studies.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.studies.setToolTip("Choose several with Ctrl for their scores together")
        for part in (caption("Studies"), self.no_studies, self.studies):
            column.addWidget(part)
        column.setStretchFactor(self.studies, 50)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.again_button.setToolTip("The same photos and methods in another order")
        for button in (self.delete_button, self.again_button, self.go_on_button):
            row.addWidget(button)
        column.addLayout(row)
        return column

    def _connect(self) -> None:
        self.source.changed.connect(self._count)
        self.how_many.valueChanged.connect(self._enable)
        self.ticks.changed.connect(self._enable)
        self.begin_button.clicked.connect(self._begin)
        self.go_on_button.clicked.connect(self._go_on)
        self.studies.activated.connect(lambda _place: self._go_on())
        self.studies.selectionModel().selectionChanged.connect(self._enable)
        self.again_button.clicked.connect(self._begin_again)
        self.delete_button.clicked.connect(self._delete)

    # What is chosen

    def offer(self, methods: list[Tickable], folder: Path) -> None:
        """Offer methods, and a folder to start with."""
        self.ticks.offer(methods)
        if self.source.path is None:
            self.source.set_path(folder)
        self._enable()

    def show_studies(self) -> None:
        """List what was saved."""
        found, problems = saved_studies()
        self._saved = tuple(found)
        self._lines.setStringList([study_line(study) for study in found])
        self.studies.setVisible(bool(found))
        self.no_studies.setText(" ".join(map(str, problems)) or NO_STUDIES)
        self.no_studies.setVisible(not found or bool(problems))
        if found:
            self.studies.setCurrentIndex(self._lines.index(0))
        self._enable()

    def _photos(self) -> list[Path]:
        path = self.source.path
        return photos_in(path) if path is not None and path.is_dir() else []

    def _count(self) -> None:
        try:
            count = len(self._photos())
        except DiptychError as error:
            count = 0
            self.found.setText(str(error))
        else:
            folder = "Choose a folder with photos." if not count else photos_text(count)
            self.found.setText(folder)
        self.how_many.setRange(min(1, count), count)
        self.how_many.setValue(min(count, 20))
        self._enable()

    def _enable(self) -> None:
        ticked, photos = len(self.ticks.chosen_methods), self.how_many.value()
        ready = ticked >= FEWEST_METHODS and photos > 0
        self.begin_button.setEnabled(ready)
        self.amount.setText(
            f"{ticked} methods × {photos_text(photos)} = {ticked * photos} ratings"
            if ready
            else "Tick at least two methods."
        )
        chosen = self._chosen()
        finished = bool(chosen) and all(study.finished for study in chosen)
        together = finished and all(same_subject(chosen[0], study) for study in chosen)
        self.delete_button.setEnabled(len(chosen) == 1)
        self.again_button.setEnabled(len(chosen) == 1)
        self.go_on_button.setEnabled(len(chosen) == 1 or together)
        several = "Scores together" if len(chosen) > 1 else "Scores"
        self.go_on_button.setText(several if finished else "Go on")

    def _chosen(self) -> list[RatingStudy]:
        """The studies that are selected, in the order of the list."""
        rows = {place.row() for place in self.studies.selectionModel().selectedIndexes()}
        return [study for row, study in enumerate(self._saved) if row in rows]

    # Proposals

    def _begin(self) -> None:
        photos = self._photos()
        rng = np.random.default_rng(secrets.randbits(32))
        drawn = sorted(rng.permutation(len(photos))[: self.how_many.value()])
        today = datetime.date.today().isoformat()
        study = RatingStudy(
            free_name(f"{self.source.path.name} {today}"),
            tuple(photos[n].absolute() for n in drawn),
            tuple(_rated(one) for one in self.ticks.chosen_methods),
            secrets.randbits(32),
            middle=self.part.currentText() == MIDDLE,
        )
        self.chosen.emit(study)

    def _go_on(self) -> None:
        chosen = self._chosen()
        if chosen and all(study.finished for study in chosen):
            self.scores_wanted.emit(chosen)
        elif len(chosen) == 1:
            self.chosen.emit(chosen[0])

    def _begin_again(self) -> None:
        for study in self._chosen():
            name = free_name(study.name)
            self.chosen.emit(for_another_rater(study, name, secrets.randbits(32)))

    def _delete(self) -> None:
        for study in self._chosen():
            delete_study(study.name)
        self.show_studies()


def photos_text(count: int) -> str:
    """``1 photo``, ``2 photos``."""
    return f"{count} photo" if count == 1 else f"{count} photos"


def ratable(methods: list[Tickable]) -> list[Tickable]:
    """Methods that run on a photo alone, and the photo itself."""
    return [one for one in methods if one.recipe is not None or one.name == "input"]


def study_line(study: RatingStudy) -> str:
    """``Holiday 2026-05-02 · 14 of 60``; a finished one says so."""
    progress = "finished" if study.finished else f"{len(study.ratings)} of {study.total}"
    return f"{study.name} · {progress}"


def _rated(one: Tickable) -> RatedMethod:
    return RatedMethod(one.label, one.recipe or Recipe(""))
