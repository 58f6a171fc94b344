"""A small table of figures: one row a result, best and second best marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gui.theme import figures_font

if TYPE_CHECKING:  # loaded with the first reference: the window appears sooner
    from core.evaluation.table_means import Figure, Rank
    from core.metrics import Scores

KEYS = ("psnr_y", "ssim", "ms_ssim")
HEADS = {"psnr_y": "PSNR-Y", "ssim": "SSIM", "ms_ssim": "MS-SSIM", "psnr_mask": "In holes"}
PLACES = {"BEST": "Best", "SECOND": "Second best"}
ROW_HEIGHT, FIGURE_MARGINS = 22, 15
WIDEST = {4: "0.0000", 2: "00.00"}


@dataclass(frozen=True)
class ScoreRow:
    """A result and its figures; None while they are not there.

    Attributes
    ----------
    name, scores
        What it is called, and what was measured.
    index
        Its place in the comparison.
    """

    name: str
    scores: Scores | None
    index: int


class ScoreTable(QTableWidget):
    """Shows rows in the order of the comparison; choosing one shows that result.

    Signals
    -------
    row_chosen
        With the result's place in the comparison.
    """

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Figures against the reference")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.setStyleSheet(
            "QTableView { background: transparent; font-size: 12px; }"
            "QHeaderView { background: transparent; }"
            "QHeaderView::section { background: transparent; padding: 1px 2px; font-size: 10px; }"
            "QTableView::item { padding: 0 2px; }"
        )
        self._indices: list[int] = []
        self.cellClicked.connect(lambda row, _column: self.row_chosen.emit(self._indices[row]))

    def show_rows(self, rows: Sequence[ScoreRow], shown: int) -> None:
        """Draw the figures; ``shown`` is the place of what is under examination."""
        from core.evaluation.table_means import FIGURES

        self._indices = [row.index for row in rows]
        masked = any(row.scores is not None and row.scores.psnr_mask is not None for row in rows)
        keys = (*KEYS[:2], "psnr_mask") if masked else KEYS
        figures = [next(f for f in FIGURES if f.key == key) for key in keys]
        self._head(figures)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self._name(number, row.name)
        for column, figure in enumerate(figures, start=1):
            self._column(column, figure, rows)
        self.clearSelection()
        if shown in self._indices:
            self.selectRow(self._indices.index(shown))
        self.setFixedHeight(ROW_HEIGHT * len(rows) + self.horizontalHeader().sizeHint().height())

    def _head(self, figures: Sequence[Figure]) -> None:
        self.setColumnCount(1 + len(figures))
        self.setHorizontalHeaderLabels(["", *(HEADS[f.key] for f in figures)])
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, figure in enumerate(figures, start=1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, self._width(figure))
            item = self.horizontalHeaderItem(column)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(figure.title)

    def _width(self, figure: Figure) -> int:
        """Room for a bold figure, and for the head above it."""
        bold = figures_font(self.font())
        bold.setBold(True)
        bold.setPixelSize(12)
        small = figures_font(self.font())
        small.setPixelSize(10)
        number = QFontMetrics(bold).horizontalAdvance(WIDEST[figure.digits])
        head = QFontMetrics(small).horizontalAdvance(HEADS[figure.key])
        return max(number + FIGURE_MARGINS, head + 8)

    def _name(self, number: int, name: str) -> None:
        item = QTableWidgetItem(name)
        item.setToolTip(name)
        self.setItem(number, 0, item)

    def _column(self, column: int, figure: Figure, rows: Sequence[ScoreRow]) -> None:
        from core.evaluation.table_means import ranks

        values = [getattr(row.scores, figure.key) if row.scores else None for row in rows]
        for number, (value, rank) in enumerate(zip(values, ranks(values, figure), strict=True)):
            item = QTableWidgetItem(figure_text(value, figure))
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setFont(ranked_font(self.font(), rank))
            item.setToolTip(PLACES.get(rank.name, ""))
            self.setItem(number, column, item)


def figure_text(value: float | None, figure: Figure) -> str:
    """A figure as tables print it; a dash for what was not measured."""
    if value is None:
        return "–"
    return "∞" if math.isinf(value) else f"{value:.{figure.digits}f}"


def ranked_font(font: QFont, rank: Rank) -> QFont:
    """Best in bold, second best underlined, as in papers; figures of equal width."""
    made = figures_font(font)
    made.setBold(rank.name == "BEST")
    made.setUnderline(rank.name == "SECOND")
    return made
