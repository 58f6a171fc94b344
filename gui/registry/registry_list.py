"""The rows of the registry: what can be added to the comparison, as a list that is painted."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.recipe.choice_controls import TICK_SIDE, paint_tick
from gui.registry.entry import Entry
from gui.registry.registry_model import Index, RegistryModel, Role
from gui.theme import figures_font

ROW_HEIGHT = 42
GROUP_HEIGHT = 32
INSET = 12
SPEED_PLACE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RegistryList(QListView):
    """Rows under group headings; ticking proposes, the owner of the state decides.

    Signals
    -------
    tick_proposed
        ``(id, on)``.
    chosen
        ``id`` of the row whose card is wanted.
    menu_wanted
        ``(id, place)``: the menu of a row, by the right mouse button or the Menu key.
    """

    tick_proposed = Signal(str, bool)
    chosen = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._ticked: frozenset[str] = frozenset()
        self._words = ""
        self._rows = RegistryModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(RowPainter(self))
        self.setMouseTracking(True)
        self.setAccessibleName("Registry")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._current_changed)

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these rows; nothing happens if they are the same."""
        if entries != self._entries:
            self._entries = entries
            self._fill()

    def set_ticked(self, ids: frozenset[str]) -> None:
        """Draw the ticks."""
        if ids == self._ticked:
            return
        self._ticked = ids
        self._rows.tick(ids)

    def search(self, words: str) -> None:
        """Show only rows that hold every word."""
        self._words = words
        self._fill()

    def choose(self, entry_id: str) -> None:
        """Select a row, if it is to be seen."""
        row = self._rows.row_of(entry_id)
        if row is not None:
            self.setCurrentIndex(self._rows.index(row, 0))

    def entry_at(self, index: Index) -> Entry | None:
        """The entry of a row; None for a heading."""
        return index.data(Role.ENTRY)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the tick box ticks, anywhere else chooses."""
        index = self.indexAt(event.position().toPoint())
        entry = self.entry_at(index) if index.isValid() else None
        super().mousePressEvent(event)
        inside = event.position().x() < INSET + TICK_SIDE + 10
        if entry is not None and inside and event.button() == Qt.MouseButton.LeftButton:
            self._propose(entry)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a row ticks it."""
        entry = self.entry_at(self.indexAt(event.position().toPoint()))
        if entry is not None and event.position().x() >= INSET + TICK_SIDE + 10:
            self._propose(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter tick."""
        entry = self.entry_at(self.currentIndex())
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entry is not None and event.key() in keys:
            self._propose(entry)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the mouse; of the one that is chosen, by key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        entry = self.entry_at(index) if index.isValid() else None
        if entry is not None:
            low = self.visualRect(index).bottomLeft()
            self.menu_wanted.emit(
                entry.id, event.globalPos() if by_mouse else self.mapToGlobal(low)
            )

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        super().leaveEvent(event)
        self.viewport().update()

    def _propose(self, entry: Entry) -> None:
        self.tick_proposed.emit(entry.id, entry.id not in self._ticked)

    def _fill(self) -> None:
        chosen = self.entry_at(self.currentIndex())
        seen = [entry for entry in self._entries if entry.matches(self._words)]
        self._rows.fill(seen, self._ticked)
        if chosen is not None:
            self.choose(chosen.id)

    def _current_changed(self, now: QModelIndex) -> None:
        entry = self.entry_at(now)
        if entry is not None:
            self.chosen.emit(entry.id)


class RowPainter(QStyledItemDelegate):
    """Paints a heading, or a row: tick box, name and detail, speed at the right."""

    row_height = ROW_HEIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Height of a row or heading."""
        return QSize(0, GROUP_HEIGHT if index.data(Role.ENTRY) is None else self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry = index.data(Role.ENTRY)
        if entry is None:
            _paint_heading(painter, option, index.data())
        else:
            _paint_ground(painter, option)
            self.paint_entry(painter, option, index)
        painter.restore()

    def paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """What a row says."""
        on = index.data(Qt.ItemDataRole.CheckStateRole)
        _paint_tick(painter, option, Qt.CheckState(on) == Qt.CheckState.Checked)
        _paint_text(painter, option, index.data(Role.ENTRY))


def small_font(font: QFont, pixels: int, *, bold: bool = False) -> QFont:
    """The same font in another size."""
    small = QFont(font)
    small.setPixelSize(pixels)
    small.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return small


def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
    """A group's name in small capitals."""
    painter.setFont(small_font(option.font, 11, bold=True))
    painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
    room = option.rect.adjusted(INSET, 0, -INSET, -6)
    painter.drawText(room, Qt.AlignmentFlag.AlignBottom, text.upper())


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Lighter where the row is selected or under the mouse."""
    selected = option.state & QStyle.StateFlag.State_Selected
    hovered = option.state & QStyle.StateFlag.State_MouseOver
    if not selected and not hovered:
        return
    tone = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.AlternateBase
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(option.palette.color(tone))
    painter.drawRoundedRect(option.rect.adjusted(INSET - 6, 1, -INSET + 6, -1), 5, 5)


def _paint_tick(painter: QPainter, option: QStyleOptionViewItem, on: bool) -> None:
    side = TICK_SIDE - 1
    box = QRect(INSET, option.rect.center().y() - side // 2, side, side)
    paint_tick(painter, box, option.palette, on=on)


def _paint_text(painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
    text = option.palette.color(QPalette.ColorRole.Text)
    faint = option.palette.color(QPalette.ColorRole.PlaceholderText)
    room = option.rect.adjusted(INSET + TICK_SIDE + 11, 4, -INSET, -4)
    upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
    lower = QRect(room.left(), upper.bottom() + 1, room.width(), room.height() // 2)
    painter.setFont(figures_font(small_font(option.font, 12)))
    painter.setPen(faint)
    used = painter.fontMetrics().horizontalAdvance(entry.speed) + 8 if entry.speed else 0
    name_font = small_font(option.font, 13)
    beside = QFontMetrics(name_font).horizontalAdvance(entry.name) + used <= room.width()
    painter.drawText(upper if beside else lower, SPEED_PLACE, entry.speed)
    paint_elided(painter, lower.adjusted(0, 0, 0 if beside else -used, 0), entry.detail)
    painter.setFont(name_font)
    painter.setPen(faint if entry.missing else text)
    paint_elided(painter, upper.adjusted(0, 0, -used if beside else 0, 0), entry.name)


def paint_elided(painter: QPainter, room: QRect, text: str) -> None:
    """As much of a text as fits."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
