"""A folder through a recipe: where from, where to, how it goes, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.batch import BatchProgress, run_batch
from core.batch_report import BatchReport, Outcome
from core.depths.depth_settings import DepthSettings
from core.engine import Engine
from core.recipe import Recipe
from gui.background import Task
from gui.export.depth_sentence import NO_DEPTH, depth_sentence
from gui.export.file_field import FileField
from gui.export.save_options_form import SaveOptionsForm
from gui.messages import message_of
from gui.pane_parts import align_labels, secondary
from gui.recipe.choice_controls import ChoiceBox
from gui.run_pane import duration
from gui.settings import Settings


class BatchDialog(QDialog):
    """Runs a batch on a thread of its own; closing cancels it and waits.

    Parameters
    ----------
    engine
        Runs the recipe.
    folder
        Where the photos are.
    settings
        Remembers how pictures are saved.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Batch folder")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._engine = engine
        self._recipes: Mapping[str, Recipe] = {}
        self._depth = DepthSettings()
        self._task: Task | None = None
        self._report: BatchReport | None = None
        self.source = FileField("Folder of the photos", folder=True)
        self.target = FileField("Folder for the results", folder=True)
        self.recipe = ChoiceBox()
        self.depth_line = secondary(wrap=True)
        self.form = SaveOptionsForm(settings)
        self.resume = QCheckBox("Go on where an earlier batch stopped")
        self.bar = QProgressBar()
        self.line = secondary(" ", wrap=True)
        self.line.setMinimumWidth(1)  # or a long name makes the dialog wider
        self.log = QPlainTextEdit(readOnly=True)
        self.start_button = QPushButton("Start")
        self.cancel_button = QPushButton("Close")
        self.report_button = QPushButton("Open report")
        self._build()
        self.source.set_path(folder)
        self.target.set_path(folder / "enhanced")

    def offer(self, recipes: Mapping[str, Recipe], depth: DepthSettings) -> None:
        """Say what can be chosen; nothing changes while a batch runs.

        Parameters
        ----------
        recipes
            By the name that is shown; the first is chosen at once.
        depth
            Of the open photo; what of it can be said of other photos holds for all.
        """
        if not self.running:
            self._recipes, self._depth = recipes, depth
            self.recipe.clear()
            self.recipe.addItems(list(recipes))
            self._show_depth()

    def _show_depth(self) -> None:
        recipe = self._recipes[self.recipe.currentText()]
        ops = (self._engine.ops.get(step.op) for step in recipe.active)
        looks = any(op is not None and op.uses_depth for op in ops)
        self.depth_line.setText(depth_sentence(self._depth) if looks else NO_DEPTH)

    def _build(self) -> None:
        self.recipe.setAccessibleName("Method")
        self.recipe.textActivated.connect(self._show_depth)
        self.resume.setChecked(True)
        form = QFormLayout()
        form.addRow("Photos", self.source)
        form.addRow("Results", self.target)
        form.addRow("Method", self.recipe)
        form.addRow("Depth", self.depth_line)
        self.form.layout().addRow(QLabel(), self.resume)
        align_labels(form, self.form.layout())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addLayout(form)
        for part in (self.form, self.bar, self.line, self.log):
            column.addWidget(part)
        column.addLayout(self._buttons())
        self.start_button.setDefault(True)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the batch")
        self.log.setAccessibleName("What became of each photo")
        self.log.setMinimumHeight(120)
        self.log.setPlaceholderText("What becomes of each photo is listed here.")
        self.log.setMaximumBlockCount(2000)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.report_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.start_button)
        self.report_button.hide()
        self.start_button.clicked.connect(self.start)
        self.cancel_button.clicked.connect(self.cancel)
        self.report_button.clicked.connect(self._open_report)
        return row

    @property
    def report(self) -> BatchReport | None:
        """What the last batch did."""
        return self._report

    @property
    def running(self) -> bool:
        """Whether a batch is at work."""
        return self._task is not None

    def start(self) -> None:
        """Run what is chosen."""
        source, target = self.source.path, self.target.path
        if source is None or target is None:
            self.line.setText("Choose both folders first.")
            return
        recipe, options = self._recipes[self.recipe.currentText()], self.form.options()
        resume, engine, depth = self.resume.isChecked(), self._engine, self._depth.for_folder
        self._task = Task(
            lambda report, stop: run_batch(
                *(engine, source, target, recipe, options),
                depth=depth,
                progress=report,
                cancelled=stop,
                resume=resume,
            ),
            self,
        )
        self._task.progressed.connect(self._progressed)
        self._task.done.connect(self._done)
        self._task.failed.connect(self._failed)
        self.log.clear()
        self.report_button.hide()
        self._show_running(True)
        self._task.start()

    def cancel(self) -> None:
        """Stop the batch; without one, close the dialog."""
        if self._task is None:
            self.close()
        else:
            self._task.cancel()
            self.line.setText("Stopping …")

    def _progressed(self, progress: BatchProgress) -> None:
        self.bar.setRange(0, 1000)
        share = progress.share if progress.item is None else 0.0
        self.bar.setValue(round(1000 * (progress.done + share) / progress.total))
        left = progress.seconds_left
        rest = f" · {duration(left)} left" if left else ""
        self.line.setText(f"{progress.done} of {progress.total} · {progress.name}{rest}")
        item = progress.item
        if item is not None:
            text = item.reason if item.outcome is not Outcome.DONE else duration(item.seconds)
            self.log.appendPlainText(f"{item.outcome.value}: {item.name} – {text}")

    def _done(self, report: BatchReport) -> None:
        self._report = report
        self._end(report.sentence)
        self.report_button.show()

    def _failed(self, error: Exception) -> None:
        message = message_of(error)
        self._end(f"{message.sentence} {message.remedy}" if message else "Cancelled.")

    def _end(self, sentence: str) -> None:
        self._task.wait()
        self._task = None
        self.line.setText(sentence)
        self._show_running(False)

    def _show_running(self, running: bool) -> None:
        for part in (self.source, self.target, self.recipe, self.form, self.resume):
            part.setEnabled(not running)
        self.start_button.setEnabled(not running)
        self.cancel_button.setText("Cancel" if running else "Close")

    def _open_report(self) -> None:
        if self._report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report.path)))

    def reject(self) -> None:
        """Esc cancels a running batch before it closes the dialog."""
        self.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel, and wait until nothing is written any more."""
        if self._task is not None:
            self._task.close()
        super().closeEvent(event)
