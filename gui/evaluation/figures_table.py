"""A table of figures that sorts by its numbers and marks the best and the second best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from core.evaluation.table_means import Rank
from gui.reference.score_table import ranked_font

NUMBER = Qt.ItemDataRole.UserRole
NARROWEST, ROOM_FOR_ARROW, ROOM_BETWEEN = 70, 28, 14
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Cell:
    """What stands in one place.

    Attributes
    ----------
    text
        As it is printed.
    number
        By which it is sorted; None for names.
    rank
        Best, second best or other.
    """

    text: str
    number: float | None = None
    rank: Rank = Rank.OTHER


class FiguresTable(QTableView):
    """Rows of cells under sortable heads."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = QStandardItemModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(NUMBER)
        self.setModel(self._sorted)
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setHighlightSections(False)

    def show_cells(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Draw other rows; the order the user chose stays."""
        order = self.horizontalHeader().sortIndicatorSection()
        direction = self.horizontalHeader().sortIndicatorOrder()
        self._model.clear()
        self._model.setHorizontalHeaderLabels(list(heads))
        for row in rows:
            self._model.appendRow([self._item(cell) for cell in row])
        self._align(rows)
        for column in range(len(heads)):
            head = self.fontMetrics().horizontalAdvance(heads[column]) + ROOM_FOR_ARROW
            wide = self.sizeHintForColumn(column) + ROOM_BETWEEN
            self.setColumnWidth(column, max(head, wide, NARROWEST))
        self.sortByColumn(order if order < len(heads) else -1, direction)

    @property
    def texts(self) -> list[list[str]]:
        """What is shown, row by row in the present order."""
        model = self._sorted
        return [
            [model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def _item(self, cell: Cell) -> QStandardItem:
        item = QStandardItem(cell.text)
        named = cell.number is None and cell.text not in ("–", "")
        number = -math.inf if cell.number is None else cell.number
        item.setData(cell.text.casefold() if named else number, NUMBER)
        item.setToolTip(cell.text if named else "")
        item.setFont(ranked_font(self.font(), cell.rank))
        return item

    def _align(self, rows: Sequence[Sequence[Cell]]) -> None:
        for column in range(self._model.columnCount()):
            if any(row[column].number is not None for row in rows):
                self._model.horizontalHeaderItem(column).setTextAlignment(RIGHT)
                for row in range(len(rows)):
                    self._model.item(row, column).setTextAlignment(RIGHT)
            else:
                left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                self._model.horizontalHeaderItem(column).setTextAlignment(left)
