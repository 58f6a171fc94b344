"""A small table of figures: one row a result, best and second best marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from core.evaluation.printed import formatted
from gui.theme import figures_font

if TYPE_CHECKING:  # loaded with the first reference: the window appears sooner
    from core.evaluation.table_means import Figure, Rank
    from core.metrics import Scores

KEYS = ("psnr_y", "ssim", "ms_ssim")
HEADS = {"psnr_y": "PSNR-Y", "ssim": "SSIM", "ms_ssim": "MS-SSIM", "psnr_mask": "In holes"}
PLACES = {"BEST": "Best", "SECOND": "Second best"}
ROW_HEIGHT, FIGURE_MARGINS = 22, 15
WIDEST = {4: "0.0000", 2: "00.00"}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class ScoreRow:
    """A result and its figures; None while they are not there.

    Attributes
    ----------
    name, scores
        What it is called, and what was measured.
    index
        Its place in the comparison.
    treatment
        What was done to it before it was measured; empty if nothing.
    """

    name: str
    scores: Scores | None
    index: int
    treatment: str = ""


class ScoreModel(QAbstractTableModel):
    """Names and figures as plain data; see `gui.registry.registry_model`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ScoreRow, ...] = ()
        self.figures: tuple[Figure, ...] = ()
        self._ranks: tuple[tuple[Rank, ...], ...] = ()
        self._font = QFont()

    def fill(self, rows: Sequence[ScoreRow], figures: Sequence[Figure], font: QFont) -> None:
        """Show other rows, ranks marked by variations of a font."""
        from core.evaluation.table_means import ranks

        self.beginResetModel()
        self.rows, self.figures, self._font = tuple(rows), tuple(figures), font
        columns = [[self._value(row, figure) for row in rows] for figure in figures]
        self._ranks = tuple(
            tuple(ranks(column, figure)) for column, figure in zip(columns, figures, strict=True)
        )
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Results."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The name, and a column a figure."""
        return 0 if parent is not None and parent.isValid() else 1 + len(self.figures)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Short name, full name and alignment of a figure."""
        if orientation != Qt.Orientation.Horizontal or not 0 < section <= len(self.figures):
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        figure = self.figures[section - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[figure.key]
        if role == Qt.ItemDataRole.ToolTipRole:
            return figure.title
        return RIGHT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, font, tooltip and alignment of a cell."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if index.column() == 0:
            return self._of_name(row, role)
        figure = self.figures[index.column() - 1]
        rank = self._ranks[index.column() - 1][index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return formatted(self._value(row, figure), figure)
        if role == Qt.ItemDataRole.FontRole:
            return ranked_font(self._font, rank)
        if role == Qt.ItemDataRole.ToolTipRole:
            return PLACES.get(rank.name)
        return RIGHT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _of_name(self, row: ScoreRow, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.name, row.treatment) if part)
        return None

    def _value(self, row: ScoreRow, figure: Figure) -> float | None:
        return getattr(row.scores, figure.key) if row.scores else None


class ScoreTable(QTableView):
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
        self._rows = ScoreModel(self)
        self.setModel(self._rows)
        self.clicked.connect(lambda at: self.row_chosen.emit(self._rows.rows[at.row()].index))

    def show_rows(self, rows: Sequence[ScoreRow], shown: int) -> None:
        """Draw the figures; ``shown`` is the place of what is under examination."""
        from core.evaluation.table_means import FIGURES

        masked = any(row.scores is not None and row.scores.psnr_mask is not None for row in rows)
        keys = (*KEYS[:2], "psnr_mask") if masked else KEYS
        figures = [next(f for f in FIGURES if f.key == key) for key in keys]
        self._rows.fill(rows, figures, self.font())
        self._make_room(figures)
        self.clearSelection()
        places = [row.index for row in rows]
        if shown in places:
            self.selectRow(places.index(shown))
        self.setFixedHeight(ROW_HEIGHT * len(rows) + self.horizontalHeader().sizeHint().height())

    def _make_room(self, figures: Sequence[Figure]) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, figure in enumerate(figures, start=1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, self._width(figure))

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


def ranked_font(font: QFont, rank: Rank) -> QFont:
    """Best in bold, second best underlined, as in papers; figures of equal width."""
    made = figures_font(font)
    made.setBold(rank.name == "BEST")
    made.setUnderline(rank.name == "SECOND")
    return made
