"""A table of figures that sorts by its numbers and marks the best and the second best."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gui.evaluation.figures_model import NUMBER, Cell, FiguresModel

NARROWEST, ROOM_FOR_ARROW, ROOM_BETWEEN = 70, 28, 14


class FiguresTable(QTableView):
    """Rows of cells under sortable heads."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = FiguresModel(self)
        self._widths: list[int] = []
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
        self._model.fill(heads, rows, self.font())
        self._widths = []
        for column in range(len(heads)):
            head = self.fontMetrics().horizontalAdvance(heads[column]) + ROOM_FOR_ARROW
            wide = self.sizeHintForColumn(column) + ROOM_BETWEEN
            self._widths.append(max(head, wide, NARROWEST))
        self._share_room()
        self.sortByColumn(order if order < len(heads) else -1, direction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new width."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """What is left over goes to the names, or where there are none to all columns."""
        spare = max(0, self.viewport().width() - sum(self._widths))
        named = bool(self._widths) and self._model.is_named(0)
        each = [spare, *[0] * len(self._widths[1:])]
        if not named:
            each = [spare // max(len(self._widths), 1)] * len(self._widths)
        for column, (width, more) in enumerate(zip(self._widths, each, strict=True)):
            self.setColumnWidth(column, width + more)

    @property
    def texts(self) -> list[list[str]]:
        """What is shown, row by row in the present order."""
        model = self._sorted
        return [
            [model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]
