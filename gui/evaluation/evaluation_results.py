"""What an evaluation gave: two tables and a plot, to be looked at and given away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.atomic_write import write_text
from core.errors import DiptychError
from core.evaluation.evaluate import EvaluationRow
from core.evaluation.table_means import present_figures
from core.evaluation.tables import table_text
from gui.evaluation.evaluation_table import AGAINST, mean_cells, picture_cells, scatter_scene
from gui.evaluation.figures_table import FiguresTable
from gui.evaluation.scatter_plot import ScatterPlot
from gui.pane_parts import secondary
from gui.recipe.choice_controls import ChoiceBox
from models.card import ModelCard

TABLE_FILTER = "Tables (*.csv *.md *.tex *.json)"
PLOT_FILTER = "Plots (*.pdf *.png *.svg)"
FORMATS = (("Copy as Markdown", ".md"), ("Copy as LaTeX", ".tex"), ("Copy as CSV", ".csv"))
QUALITIES = ("psnr_y", "psnr", "ssim", "ms_ssim", "psnr_mask", "vmaf")
MOST_SKIPPED = 3


class EvaluationResults(QWidget):
    """Shows rows as they come.

    Parameters
    ----------
    cards
        The networks, for parameters and operations.

    Signals
    -------
    said
        With a sentence on what was saved or copied.
    """

    said = Signal(str)

    def __init__(self, cards: Mapping[str, ModelCard], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = Path.home()
        self._cards = cards
        self._rows: list[EvaluationRow] = []
        self._labels: Mapping[str, str] = {}
        self.means = FiguresTable("Means of every method")
        self.pictures = FiguresTable("Every picture")
        self.plot = ScatterPlot("Speed or complexity against quality")
        self.against, self.quality = ChoiceBox(), ChoiceBox()
        self.tabs = QTabWidget()
        self.protocol, self.skipped = secondary("", wrap=True), secondary("", wrap=True)
        self.copy_button, self.save_button = QPushButton("Copy"), QPushButton("Save table …")
        self.plot_button = QPushButton("Save plot …")
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        self.tabs.addTab(self.means, "Means")
        self.tabs.addTab(self.pictures, "Each picture")
        self.tabs.addTab(self._plot_page(), "Speed and quality")
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Results")
        self.tabs.tabBar().setDrawBase(False)
        self.protocol.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.protocol)
        row = QHBoxLayout()
        row.addWidget(self.skipped, 1)
        self.copy_button.setMenu(self._copy_menu())
        for button in (self.copy_button, self.save_button):
            row.addWidget(button)
            button.setEnabled(False)
        column.addLayout(row)

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
        for text, box in (("Across", self.against), ("Up", self.quality)):
            box.setAccessibleName(f"Axis {text.lower()}")
            box.setMinimumWidth(130)
            row.addWidget(secondary(text))
            row.addWidget(box)
        row.addStretch(1)
        row.addWidget(self.plot_button)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        return page

    def _connect(self) -> None:
        self.save_button.clicked.connect(self._ask_table)
        self.plot_button.clicked.connect(self._ask_plot)
        self.against.currentIndexChanged.connect(self._draw_plot)
        self.quality.currentIndexChanged.connect(self._draw_plot)

    # Showing

    def show_rows(self, rows: Sequence[EvaluationRow], labels: Mapping[str, str]) -> None:
        """Draw these rows; ``labels`` are what methods are called in the window."""
        self._rows, self._labels = list(rows), labels
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(rows))
        empty: tuple = ([], [])
        self.means.show_cells(*(mean_cells(rows, labels, self._cards) if rows else empty))
        self.pictures.show_cells(*(picture_cells(rows, labels) if rows else empty))
        self.protocol.setText(f"Protocol: {rows[0].protocol}." if rows else "")
        self._offer_qualities()
        self._draw_plot()

    def show_skipped(self, sentences: Sequence[str]) -> None:
        """Say what had to be left out."""
        rest = len(sentences) - MOST_SKIPPED
        more = f" … and {rest} more" if rest > 0 else ""
        self.skipped.setText(" ".join(sentences[:MOST_SKIPPED]) + more)
        self.skipped.setToolTip("\n".join(sentences))

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
            scene = (self._rows, figure, self.against.currentText(), self._labels)
            self.plot.show_scene(scatter_scene(*scene, self._cards))

    # Giving away

    def copy(self, suffix: str) -> None:
        """Put the table on the clipboard as ``.md``, ``.tex`` or ``.csv``."""
        QGuiApplication.clipboard().setText(table_text(self._rows, suffix))
        self.said.emit("Copied the table.")

    def save(self, path: Path) -> None:
        """Write the table in the format that its name ends in."""
        self._attempt(lambda: write_text(path, table_text(self._rows, path.suffix), overwrite=True))

    def save_plot(self, path: Path) -> None:
        """Write the plot as PDF, PNG or SVG."""
        self._attempt(lambda: self.plot.save(path))

    def _ask_table(self) -> None:
        start = str(self.folder / "methods.md")
        name, _ = QFileDialog.getSaveFileName(self, "Save table", start, TABLE_FILTER)
        if name:
            self.save(Path(name))

    def _ask_plot(self) -> None:
        start = str(self.folder / "methods.pdf")
        name, _ = QFileDialog.getSaveFileName(self, "Save plot", start, PLOT_FILTER)
        if name:
            self.save_plot(Path(name))

    def _attempt(self, does: Callable[[], None]) -> None:
        try:
            does()
        except DiptychError as error:
            self.said.emit(str(error))
        else:
            self.said.emit("Saved.")
