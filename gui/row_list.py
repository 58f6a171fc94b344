"""Lists of plain rows, with ticks where there is something to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from gui.registry.tick_delegate import TickDelegate

ROW_HEIGHT = 24
MARGINS = 6
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes
    ----------
    key
        What it stands for; unique in its list.
    label, tooltip
        For people.
    on
        Whether it is ticked; None for a row without a tick.
    why_not
        Why it cannot be chosen; empty if it can.
    """

    key: str
    label: str
    tooltip: str = ""
    on: bool | None = None
    why_not: str = ""


class RowModel(QAbstractListModel):
    """Rows of plain data.

    Signals
    -------
    changed
        The user ticked something or moved a row.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, movable: bool = False) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.movable = movable

    def fill(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def put(self, place: int, row: Row) -> None:
        """Show one row differently."""
        self.rows = (*self.rows[:place], row, *self.rows[place + 1 :])
        self.dataChanged.emit(self.index(place, 0), self.index(place, 0))

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be done with a row; between rows others can be dropped."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self.movable else Qt.ItemFlag.NoItemFlags
        row = self.rows[index.row()]
        can = Qt.ItemFlag.ItemIsSelectable
        if not row.why_not:
            can |= Qt.ItemFlag.ItemIsEnabled
        if row.on is not None:
            can |= Qt.ItemFlag.ItemIsUserCheckable
        return can | Qt.ItemFlag.ItemIsDragEnabled if self.movable else can

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Label, tooltip, tick and height of a row."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.why_not or row.tooltip or None
        if role == Qt.ItemDataRole.CheckStateRole and row.on is not None:
            return Qt.CheckState.Checked if row.on else Qt.CheckState.Unchecked
        return QSize(0, ROW_HEIGHT) if role == Qt.ItemDataRole.SizeHintRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take over a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        on = Qt.CheckState(value) is Qt.CheckState.Checked
        self.put(index.row(), replace(self.rows[index.row()], on=on))
        self.changed.emit()
        return True

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def moveRows(self, source: Index, first: int, count: int, target: Index, before: int) -> bool:
        """Move rows within the list."""
        if not self.beginMoveRows(source, first, first + count - 1, target, before):
            return False
        moved = self.rows[first : first + count]
        left, right = self.rows[:before], self.rows[before:]
        kept = ([row for row in part if row not in moved] for part in (left, right))
        above, below = kept
        self.rows = (*above, *moved, *below)
        self.endMoveRows()
        self.changed.emit()
        return True


class RowList(QListView):
    """Shows rows; those with a tick are ticked by a click on the square or with Space.

    Where rows can be moved, they are dragged, or moved with Alt and an arrow key.

    Signals
    -------
    changed
        The user ticked something or moved a row.
    chosen
        With the number of the row that became the current one.
    """

    changed = Signal()
    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None, *, movable: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(TickDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if movable:
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._rows = RowModel(self, movable=movable)
        self.setModel(self._rows)
        self._rows.changed.connect(self.changed)
        self.selectionModel().currentChanged.connect(
            lambda index, _before: index.isValid() and self.chosen.emit(index.row())
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown, from the top."""
        return self._rows.rows

    def show_rows(self, rows: Sequence[Row], *, most: int | None = None) -> None:
        """Show other rows; ``most`` makes the list as high as its rows, at most that many."""
        self._rows.fill(rows)
        if most is not None:
            self.setFixedHeight(ROW_HEIGHT * min(max(len(rows), 1), most) + MARGINS)

    @property
    def ticked(self) -> tuple[str, ...]:
        """Keys of the rows that are ticked and can be chosen, from the top."""
        return tuple(row.key for row in self.rows if row.on and not row.why_not)

    def tick(self, key: str, *, on: bool = True) -> None:
        """Tick or untick a row as the user would."""
        for place, row in enumerate(self.rows):
            if row.key == key and row.on is not None and row.on != on:
                state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
                index = self._rows.index(place, 0)
                self._rows.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def choose(self, place: int) -> None:
        """Make a row the current one."""
        self.setCurrentIndex(self._rows.index(place, 0))

    @property
    def current(self) -> int:
        """Number of the current row; the first while there is none."""
        return max(self.currentIndex().row(), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow move the current row."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if not (self._rows.movable and alt and event.key() in steps):
            super().keyPressEvent(event)
            return
        place, step = self.currentIndex().row(), steps[Qt.Key(event.key())]
        if 0 <= place + step < len(self.rows):
            before = place + step + (step > 0)
            self._rows.moveRows(QModelIndex(), place, 1, QModelIndex(), before)
