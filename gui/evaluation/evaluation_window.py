"""The table of methods: a folder of photos × methods, in numbers that can be defended."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.commands.methods import recipe_method
from core.degradations import DEGRADATIONS, degradation
from core.engine import Engine
from core.errors import DiptychError
from core.evaluation.evaluate import Evaluation, EvaluationRow, evaluate
from core.evaluation.evaluation_methods import Candidate, FolderResults, baseline
from core.evaluation.evaluation_set import evaluation_set
from core.metrics import why_no_vmaf
from core.recipe import Recipe
from gui.background import Report, Task
from gui.evaluation.evaluation_results import EvaluationResults
from gui.export.file_field import FileField
from gui.messages import message_of
from gui.pane_parts import caption, panel, secondary
from gui.recipe.choice_controls import ChoiceBox
from gui.registry.method_ticks import MethodTicks, Tickable, tickables
from gui.registry.methods import Methods
from gui.theme import set_role

PAIRS = "Pairs: input and reference"
TABLE_FILTER = "Tables (*.csv *.md *.tex *.json)"
PLOT_FILTER = "Plots (*.png *.svg)"
FORMATS = (("Copy as Markdown", ".md"), ("Copy as LaTeX", ".tex"), ("Copy as CSV", ".csv"))


class EvaluationWindow(QDialog):
    """Runs `core.evaluation.evaluate` beside the window and shows rows as they come.

    Parameters
    ----------
    engine, methods
        What runs, and what can be chosen.
    compared
        Recipes of the candidates at present, by their captions.
    folder
        Where to start.
    """

    def __init__(
        self,
        engine: Engine,
        methods: Methods,
        compared: Mapping[str, Recipe],
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Table of methods")
        self.setSizeGripEnabled(True)
        self._engine, self._methods = engine, methods
        self._task: Task | None = None
        self._rows: list[EvaluationRow] = []
        self._redraw = QTimer(self, singleShot=True, interval=150)
        self.source = FileField("Folder of photos", folder=True)
        self.found = secondary(" ", wrap=True)
        self.degrade = ChoiceBox()
        self.seed = QSpinBox()
        self.vmaf = QCheckBox("VMAF too")
        self.ticks = MethodTicks()
        self.bar = QProgressBar()
        self.line = secondary(" ", wrap=True)
        self.start_button = QPushButton("Start")
        self.cancel_button = QPushButton("Close")
        self.results = EvaluationResults(methods.cards)
        self._build()
        self._connect()
        self.offer(compared)
        self.source.set_path(folder)

    # Building

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self.results, 1)
        self.resize(1240, 760)

    def _left(self) -> QWidget:
        side = panel()
        side.setFixedWidth(330)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.source.findChild(QWidget).setMinimumWidth(60)
        for part in (caption("Photos"), self.source, self.found, caption("Degradation")):
            column.addWidget(part)
        column.addLayout(self._degradation_row())
        column.addWidget(self.vmaf)
        column.addWidget(caption("Methods"))
        column.addWidget(self.ticks, 1)
        self.folder_button = QPushButton("Add a folder of results …")
        self.folder_button.setToolTip("Results of another program, named like the photos")
        column.addWidget(self.folder_button)
        column.addWidget(self.bar)
        column.addWidget(self.line)
        column.addLayout(self._buttons())
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the evaluation")
        return side

    def _degradation_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.degrade.setAccessibleName("Degradation")
        self.seed.setRange(0, 999_999)
        self.seed.setPrefix("Seed ")
        self.seed.setAccessibleName("Seed of chance")
        row.addWidget(self.degrade, 1)
        row.addWidget(self.seed)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.start_button)
        set_role(self.start_button, "primary")
        return row

    def _connect(self) -> None:
        self.source.changed.connect(self._look_into_folder)
        self.vmaf.setToolTip("Through the system's ffmpeg; takes longer than the other figures")
        self.vmaf.toggled.connect(self._vmaf_wanted)
        self.degrade.currentIndexChanged.connect(self._degradation_chosen)
        self.ticks.changed.connect(self._enable)
        self.folder_button.clicked.connect(self._ask_folder)
        self.start_button.clicked.connect(self.start)
        self.cancel_button.clicked.connect(self.cancel)
        self.results.said.connect(self.line.setText)
        self._redraw.timeout.connect(self._draw)

    # What is chosen

    def offer(self, compared: Mapping[str, Recipe]) -> None:
        """Offer the methods, and what is compared at present."""
        self.ticks.offer(tickables(self._methods, compared))
        self._degradation_chosen()

    @property
    def rows(self) -> list[EvaluationRow]:
        """What was measured so far."""
        return list(self._rows)

    @property
    def running(self) -> bool:
        """Whether an evaluation is at work."""
        return self._task is not None

    def _look_into_folder(self) -> None:
        path = self.source.path
        chosen = self.degrade.currentData()
        paired = path is not None and (path / "input").is_dir() and (path / "reference").is_dir()
        self.degrade.blockSignals(True)
        self.degrade.clear()
        if paired:
            self.degrade.addItem(PAIRS, None)
        else:
            for spoil in DEGRADATIONS:
                self.degrade.addItem(spoil.label, spoil.name)
            self.degrade.setCurrentIndex(max(self.degrade.findData(chosen), 0))
        self.degrade.setEnabled(not paired)
        self.degrade.blockSignals(False)
        self._degradation_chosen()

    def _degradation_chosen(self) -> None:
        name = self.degrade.currentData()
        reduces = degradation(name).reduces if name else 0
        why_not = {one.name: self._why_not(one, reduces) for one in self.ticks.offered}
        self.ticks.allow(why_not)
        self.seed.setVisible(bool(name) and degradation(name).chance)
        self._count()
        self._enable()

    def _why_not(self, one: Tickable, reduces: int) -> str:
        """Why a method cannot be measured after this degradation; empty if it can."""
        if one.recipe is None or not reduces:
            return ""
        scale = self._engine.scale(one.recipe)
        if scale == reduces:
            return ""
        does = "keeps the size" if scale == 1 else f"enlarges ×{scale}"
        made = "keeps it" if reduces == 1 else f"reduces ×{reduces}"
        return f"It {does}; the degradation {made}."

    def _count(self) -> None:
        path, name = self.source.path, self.degrade.currentData()
        if path is None or not path.is_dir():
            self.found.setText("Choose a folder of good photos, or one with input and reference.")
            return
        try:
            found = evaluation_set(path, degradation(name) if name else None)
        except DiptychError as error:
            self.found.setText(str(error))
            return
        alone = f" · without partner: {', '.join(found.unpaired[:6])}" if found.unpaired else ""
        count = "1 photo" if len(found.files) == 1 else f"{len(found.files)} photos"
        self.found.setText(f"{count} in {found.name}{alone}")

    def _vmaf_wanted(self, on: bool) -> None:
        reason = why_no_vmaf() if on else ""
        if reason:
            self.vmaf.setChecked(False)
            self.line.setText(f"VMAF cannot be measured. {reason}")

    def _enable(self) -> None:
        path = self.source.path
        ready = bool(self.ticks.ticked) and path is not None and path.is_dir()
        self.start_button.setEnabled(ready and not self.running)

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Folder of results", str(Path.home()))
        if name:
            self.ticks.add_folder(Path(name))

    # Running

    def start(self) -> None:
        """Evaluate what is ticked."""
        engine, ticked = self._engine, self.ticks.chosen_methods
        folder, degrade, seed = self.source.path, self.degrade.currentData(), self.seed.value()
        with_vmaf = self.vmaf.isChecked()
        if not ticked or folder is None or self.running:
            return

        def work(report: Report, stop) -> Evaluation:
            candidates = [_candidate(engine, one, stop) for one in ticked]
            return evaluate(
                *(folder, candidates),
                degrade=degrade,
                seed=seed,
                with_vmaf=with_vmaf,
                progress=lambda share, name: report((share, name)),
                on_row=report,
                cancelled=stop,
            )

        self._rows = []
        self.results.show_skipped([])
        self.results.folder = folder.parent
        self._task = Task(work, self)
        self._task.progressed.connect(self._progressed)
        self._task.done.connect(self._done)
        self._task.failed.connect(self._failed)
        self._show_running(True)
        self._draw()
        self._task.start()

    def cancel(self) -> None:
        """Stop the evaluation; without one, close the window."""
        if self._task is None:
            self.close()
        else:
            self._task.cancel()
            self.line.setText("Stopping …")

    def _progressed(self, what: EvaluationRow | tuple[float, str]) -> None:
        if isinstance(what, EvaluationRow):
            self._rows.append(what)
            if not self._redraw.isActive():
                self._redraw.start()
        else:
            share, name = what
            self.bar.setValue(round(100 * share))
            self.line.setText(name)

    def _done(self, found: Evaluation) -> None:
        self._rows = list(found.rows)
        self.results.show_skipped([str(one) for one in found.skipped])
        pictures = len({row.image for row in found.rows})
        verb = "Stopped after" if found.cancelled else "Measured"
        self._end(f"{verb} {pictures} photos, {len(found.rows)} results.")

    def _failed(self, error: Exception) -> None:
        message = message_of(error)
        self._end(f"{message.sentence} {message.remedy}" if message else "Stopped.")

    def _end(self, sentence: str) -> None:
        self._task.wait()
        self._task = None
        self.line.setText(sentence)
        self._show_running(False)
        self._draw()

    def _show_running(self, running: bool) -> None:
        for part in (self.source, self.seed, self.vmaf, self.ticks, self.folder_button):
            part.setEnabled(not running)
        self.degrade.setEnabled(not running and self.degrade.currentData() is not None)
        self.cancel_button.setText("Cancel" if running else "Close")
        self.bar.setValue(0 if running else self.bar.value())
        self._enable()

    def _draw(self) -> None:
        self._redraw.stop()
        self.results.show_rows(self._rows, self.ticks.labels)

    # Closing

    def reject(self) -> None:
        """Esc cancels a running evaluation before it closes the window."""
        self.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel, and wait until nothing runs any more."""
        self.shut_down()
        super().closeEvent(event)

    def shut_down(self) -> None:
        """Stop and wait."""
        self._redraw.stop()
        if self._task is not None:
            self._task.close()


def _candidate(engine: Engine, one: Tickable, stop) -> Candidate:
    if one.folder is not None:
        return FolderResults(one.name, one.folder)
    known = baseline(one.name)
    if known is not None:
        return known
    return recipe_method(engine, one.name, one.recipe, stop)
