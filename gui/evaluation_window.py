"""The table of methods: a folder of photos × methods, in numbers that can be defended."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.atomic_write import write_text
from core.commands.methods import recipe_method
from core.degradations import DEGRADATIONS, degradation
from core.engine import Engine
from core.errors import DiptychError
from core.evaluate import Evaluation, EvaluationRow, evaluate
from core.evaluation_methods import Candidate, FolderResults, baseline
from core.evaluation_set import evaluation_set
from core.recipe import Recipe
from core.table_means import present_figures
from core.tables import table_text
from gui.background import Report, Task
from gui.evaluation_table import AGAINST, mean_cells, picture_cells, scatter_scene
from gui.figures_table import FiguresTable
from gui.file_field import FileField
from gui.messages import message_of
from gui.method_ticks import MethodTicks, Tickable, tickables
from gui.methods import Methods
from gui.pane_parts import caption, panel, secondary
from gui.scatter_plot import ScatterPlot
from gui.theme import set_role

PAIRS = "Pairs: input and reference"
TABLE_FILTER = "Tables (*.csv *.md *.tex *.json)"
PLOT_FILTER = "Plots (*.png *.svg)"
FORMATS = (("Copy as Markdown", ".md"), ("Copy as LaTeX", ".tex"), ("Copy as CSV", ".csv"))
QUALITIES = ("psnr_y", "psnr", "ssim", "ms_ssim", "psnr_mask")


class EvaluationWindow(QDialog):
    """Runs `core.evaluate` beside the window and shows rows as they come.

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
        self.degrade = QComboBox()
        self.seed = QSpinBox()
        self.ticks = MethodTicks()
        self.bar = QProgressBar()
        self.line = secondary(" ", wrap=True)
        self.start_button = QPushButton("Start")
        self.cancel_button = QPushButton("Close")
        self.means = FiguresTable("Means of every method")
        self.pictures = FiguresTable("Every picture")
        self.plot = ScatterPlot("Speed or complexity against quality")
        self.against, self.quality = QComboBox(), QComboBox()
        self.tabs = QTabWidget()
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
        row.addLayout(self._right(), 1)
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

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        self.tabs.addTab(self.means, "Means")
        self.tabs.addTab(self.pictures, "Each picture")
        self.tabs.addTab(self._plot_page(), "Speed and quality")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        column.addWidget(self.tabs, 1)
        row = QHBoxLayout()
        self.skipped = secondary("", wrap=True)
        row.addWidget(self.skipped, 1)
        self.copy_button, self.save_button = QPushButton("Copy"), QPushButton("Save table …")
        self.copy_button.setMenu(self._copy_menu())
        for button in (self.copy_button, self.save_button):
            row.addWidget(button)
            button.setEnabled(False)
        column.addLayout(row)
        return column

    def _copy_menu(self) -> QMenu:
        menu = QMenu(self)
        for text, suffix in FORMATS:
            menu.addAction(text).triggered.connect(lambda _=False, s=suffix: self.copy(s))
        return menu

    def _plot_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        row = QHBoxLayout()
        self.against.addItems(AGAINST)
        self.plot_button = QPushButton("Save plot …")
        for text, box in (("Across", self.against), ("Up", self.quality)):
            box.setAccessibleName(f"Axis {text.lower()}")
            row.addWidget(secondary(text))
            row.addWidget(box)
        row.addStretch(1)
        row.addWidget(self.plot_button)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        return page

    def _connect(self) -> None:
        self.source.changed.connect(self._look_into_folder)
        self.degrade.currentIndexChanged.connect(self._degradation_chosen)
        self.ticks.changed.connect(self._enable)
        self.folder_button.clicked.connect(self._ask_folder)
        self.start_button.clicked.connect(self.start)
        self.cancel_button.clicked.connect(self.cancel)
        self.save_button.clicked.connect(self._ask_table)
        self.plot_button.clicked.connect(self._ask_plot)
        self.against.currentIndexChanged.connect(self._draw_plot)
        self.quality.currentIndexChanged.connect(self._draw_plot)
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
        why_not: dict[str, str] = {}
        for method in (*self._methods.cards, *(op.id for op in self._methods.classical)):
            scale = self._methods.ops[method].scale
            if reduces and scale != reduces:
                why_not[method] = f"It enlarges ×{scale}; the degradation reduces ×{reduces}."
        for recipe in self._methods.recipes.values():
            if reduces > 1:
                why_not[recipe.name] = f"It keeps the size; the degradation reduces ×{reduces}."
        self.ticks.allow(why_not)
        self._count()
        self._enable()

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
        engine, ticked = self._engine, self.ticks.ticked
        folder, degrade, seed = self.source.path, self.degrade.currentData(), self.seed.value()
        if not ticked or folder is None or self.running:
            return

        def work(report: Report, stop) -> Evaluation:
            candidates = [_candidate(engine, one, stop) for one in ticked]
            return evaluate(
                *(folder, candidates),
                degrade=degrade,
                seed=seed,
                progress=lambda share, name: report((share, name)),
                on_row=report,
                cancelled=stop,
            )

        self._rows = []
        self.skipped.setText("")
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
        left_out = [str(one) for one in found.skipped]
        more = f" … and {len(left_out) - 3} more" if len(left_out) > 3 else ""
        self.skipped.setText(" ".join(left_out[:3]) + more)
        self.skipped.setToolTip("\n".join(left_out))
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
        for part in (self.source, self.seed, self.ticks, self.folder_button):
            part.setEnabled(not running)
        self.degrade.setEnabled(not running and self.degrade.currentData() is not None)
        self.cancel_button.setText("Cancel" if running else "Close")
        self.bar.setValue(0 if running else self.bar.value())
        self._enable()

    # Showing

    def _draw(self) -> None:
        self._redraw.stop()
        rows, labels = self._rows, self.ticks.labels
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(rows))
        if rows:
            self.means.show_cells(*mean_cells(rows, labels, self._methods.cards))
            self.pictures.show_cells(*picture_cells(rows, labels))
            self.means.setToolTip(rows[0].protocol)
        else:
            self.means.show_cells([], [])
            self.pictures.show_cells([], [])
        self._offer_qualities()
        self._draw_plot()

    def _offer_qualities(self) -> None:
        figures = [f for f in present_figures(self._rows) if f.key in QUALITIES]
        titles = [figure.title for figure in figures]
        if titles == [self.quality.itemText(n) for n in range(self.quality.count())]:
            return
        self.quality.blockSignals(True)
        self.quality.clear()
        for figure in figures:
            self.quality.addItem(figure.title, figure)
        self.quality.setCurrentIndex(max(self.quality.findText("PSNR-Y (dB)"), 0))
        self.quality.blockSignals(False)

    def _draw_plot(self) -> None:
        figure = self.quality.currentData()
        if figure is not None:
            scene = (self._rows, figure, self.against.currentText(), self.ticks.labels)
            self.plot.show_scene(scatter_scene(*scene, self._methods.cards))

    # Giving away

    def copy(self, suffix: str) -> None:
        """Put the table on the clipboard as ``.md``, ``.tex`` or ``.csv``."""
        QGuiApplication.clipboard().setText(table_text(self._rows, suffix))
        self.line.setText("Copied the table.")

    def save(self, path: Path) -> None:
        """Write the table in the format that its name ends in."""
        self._attempt(lambda: write_text(path, table_text(self._rows, path.suffix), overwrite=True))

    def save_plot(self, path: Path) -> None:
        """Write the plot."""
        self._attempt(lambda: self.plot.save(path))

    def _ask_table(self) -> None:
        start = str((self.source.path or Path.home()).parent / "methods.md")
        name, _ = QFileDialog.getSaveFileName(self, "Save table", start, TABLE_FILTER)
        if name:
            self.save(Path(name))

    def _ask_plot(self) -> None:
        start = str((self.source.path or Path.home()).parent / "methods.svg")
        name, _ = QFileDialog.getSaveFileName(self, "Save plot", start, PLOT_FILTER)
        if name:
            self.save_plot(Path(name))

    def _attempt(self, does) -> None:
        try:
            does()
        except DiptychError as error:
            self.line.setText(str(error))
        else:
            self.line.setText("Saved.")

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
