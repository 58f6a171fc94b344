"""The rows of the registry as a model of plain data.

Rows are Python data and not `QStandardItem`: those are deleted on the C++ side without their
Python halves hearing of it, which may then be handed out for whatever takes their place in memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.registry.entry import Entry

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What the model tells beyond Qt's own roles."""

    ENTRY = Qt.ItemDataRole.UserRole


class RegistryModel(QAbstractListModel):
    """Entries under their headings; a heading is a plain string."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Entry | str] = []
        self._ticked: frozenset[str] = frozenset()

    def fill(self, entries: Iterable[Entry], ticked: frozenset[str]) -> None:
        """Show these entries, in their order, each group under its heading."""
        self.beginResetModel()
        self.rows, self._ticked = [], ticked
        group = None
        for entry in entries:
            if entry.group != group:
                group = entry.group
                self.rows.append(group)
            self.rows.append(entry)
        self.endResetModel()

    def tick(self, ticked: frozenset[str]) -> None:
        """Draw other ticks."""
        self._ticked = ticked
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))

    def row_of(self, entry_id: str) -> int | None:
        """Where an entry stands, if it is to be seen."""
        places = (i for i, r in enumerate(self.rows) if isinstance(r, Entry) and r.id == entry_id)
        return next(places, None)

    def rowCount(self, parent: Index | None = None) -> int:
        """Headings and entries."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Entries can be chosen, headings cannot."""
        if not index.isValid() or isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tick, tooltip, and the entry itself."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if isinstance(row, str):
            return row if role == Qt.ItemDataRole.DisplayRole else None
        return self._of_entry(row, role)

    def _of_entry(self, entry: Entry, role: int) -> Any:
        if role == Role.ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = entry.id in self._ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.name}, {entry.detail}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.name}\n{entry.detail}\n{entry.speed}".strip()
        return None
