"""Cells of a table of figures as a model of plain data; see `gui.registry.registry_model`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from core.evaluation.table_means import Rank
from gui.reference.score_table import ranked_font

NUMBER = Qt.ItemDataRole.UserRole
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


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

    @property
    def named(self) -> bool:
        """True for a name, False for a figure or nothing."""
        return self.number is None and self.text not in ("–", "")

    @property
    def order(self) -> str | float:
        """By what it is sorted."""
        if self.named:
            return self.text.casefold()
        return -math.inf if self.number is None else self.number


class FiguresModel(QAbstractTableModel):
    """Rows of cells under heads; a column with a figure in it is aligned at the right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._rows: tuple[tuple[Cell, ...], ...] = ()
        self._font = QFont()

    def fill(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], font: QFont) -> None:
        """Show other rows, ranks marked by variations of a font."""
        self.beginResetModel()
        self._heads, self._rows = tuple(heads), tuple(tuple(row) for row in rows)
        self._font = font
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows below the heads."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Heads."""
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Text and alignment of a head."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self._heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, order, font, tooltip and alignment of a cell."""
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == NUMBER:
            return cell.order
        if role == Qt.ItemDataRole.FontRole:
            return ranked_font(self._font, cell.rank)
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.text if cell.named else None
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def is_named(self, column: int) -> bool:
        """Whether a column holds names, not figures."""
        return not any(row[column].number is not None for row in self._rows)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        return LEFT if self.is_named(column) else RIGHT
