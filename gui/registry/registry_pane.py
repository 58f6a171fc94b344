"""The registry: every network and sharpener, searchable, ready to be ticked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from core.depths.depth_settings import DepthOrigin
from core.estimate import SpeedHistory
from core.op import Op
from core.recipe import Recipe
from core.session import Session
from gui.pane_parts import MARGIN, caption, scrolled, secondary
from gui.registry.entry import Entry
from gui.registry.method_card import MethodCard
from gui.registry.methods import DEPTH, PRESET, Methods
from gui.registry.registry_list import RegistryList
from models.card import ModelCard
from models.registry import weights_are_here

CARD_SHARE = 0.36


class RegistryPane(QWidget):
    """Search field, rows by task, and the card of the row that is chosen.

    Signals
    -------
    tick_proposed
        ``(id, on)`` of a method.
    depth_proposed
        ``(name, on)`` of a depth network of the user's.
    forget_proposed
        Its name, to be taken off the registry.
    """

    tick_proposed = Signal(str, bool)
    depth_proposed = Signal(str, bool)
    forget_proposed = Signal(str)

    def __init__(
        self,
        methods: Methods,
        history: SpeedHistory,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._methods, self._history = methods, history
        self.search_field = SearchField()
        self.list = RegistryList()
        self.card = MethodCard()
        self._nothing = secondary("Nothing fits. Esc clears the search.", wrap=True)
        self._build()
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, MARGIN, 0, MARGIN)
        column.setSpacing(6)
        for widget in (caption("Registry"), self.search_field, self._nothing):
            column.addWidget(_inset(widget))
        column.addWidget(self.list, 1)
        self._card_area = scrolled(self.card)
        column.addWidget(_inset(self._card_area))
        self._nothing.hide()
        self._card_area.hide()
        self.search_field.textChanged.connect(self._search)
        self.search_field.down.connect(self.list.setFocus)
        self.list.tick_proposed.connect(self._ticked)
        self.list.menu_wanted.connect(self._show_menu)
        self.list.chosen.connect(self._show_card)

    def refresh(self) -> None:
        """Read the speeds again."""
        self.list.set_entries(tuple(registry_entries(self._methods, self._history)))

    def show_session(self, session: Session) -> None:
        """Draw the ticks."""
        ticked = {c.origin for c in session.candidates}
        if session.depth.origin is DepthOrigin.NETWORK:
            known = self._methods.networks.networks.items()
            ticked |= {DEPTH + name for name, file in known if file == session.depth.file}
        self.list.set_ticked(frozenset(ticked))

    def _ticked(self, row: str, on: bool) -> None:
        if row.startswith(DEPTH):
            self.depth_proposed.emit(row.removeprefix(DEPTH), on)
        else:
            self.tick_proposed.emit(row, on)

    def _show_menu(self, row: str, place: QPoint) -> None:
        """What can be done with a row that the user brought."""
        if row.startswith(DEPTH):
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            name = row.removeprefix(DEPTH)
            menu.addAction("Forget this network", lambda: self.forget_proposed.emit(name))
            menu.popup(place)

    def _search(self, words: str) -> None:
        self.list.search(words)
        self._nothing.setVisible(self.list.model().rowCount() == 0)

    def _show_card(self, method: str) -> None:
        if method in self._methods.cards:
            card = self._methods.cards[method]
            self.card.show_network(card, weights_here=weights_are_here(card))
        elif method in self._methods.ops:
            self.card.show_op(self._methods.ops[method])
        elif method.startswith(DEPTH):
            name = method.removeprefix(DEPTH)
            self.card.show_depth_network(name, self._methods.networks.networks[name])
        else:
            self.card.show_recipe(self._methods.recipe(method), self._methods.ops)
        self._card_area.show()
        self._fit_card()
        self._card_area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card takes what it needs, at most a third of the pane."""
        super().resizeEvent(event)
        self._fit_card()

    def _fit_card(self) -> None:
        width = max(self.width() - 2 * MARGIN, 1)
        needed = self.card.layout().totalHeightForWidth(width)
        most = max(round(CARD_SHARE * self.height()), 0)
        bar = Qt.ScrollBarPolicy
        fits = needed <= most  # a bar that is there takes width: then more lines would need it
        self._card_area.setVerticalScrollBarPolicy(
            bar.ScrollBarAlwaysOff if fits else bar.ScrollBarAsNeeded
        )
        self._card_area.setFixedHeight(min(max(needed, 0), most))


class SearchField(QLineEdit):
    """Esc clears it; the down key goes to the rows."""

    down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Search networks, tasks, papers …")
        self.setAccessibleName("Search the registry")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that lead away from the field."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


def registry_entries(methods: Methods, history: SpeedHistory) -> list[Entry]:
    """Rows by group: networks first, in the order of their list, then ops, then recipes."""
    networks = [_network(card, history) for card in methods.cards.values()]
    classical = [_classical(op, history) for op in methods.classical]
    recipes = [_recipe(key, recipe, methods) for key, recipe in methods.recipes.items()]
    depth = [_depth_network(name, file) for name, file in methods.networks.networks.items()]
    rows = [*networks, *depth, *classical, *recipes]
    groups = list(dict.fromkeys(row.group for row in rows))
    return sorted(rows, key=lambda row: groups.index(row.group))


def _network(card: ModelCard, history: SpeedHistory) -> Entry:
    here = weights_are_here(card)
    parts = [counted(card.parameters), card.channels.value, card.licence.value]
    if not here:
        parts.append("weights missing")
    search = f"{card.citation} {card.authors} {card.training}"
    speed = speed_text(history, card.id)
    return Entry(card.id, card.task, card.name, " · ".join(parts), speed, not here, search)


def _classical(op: Op, history: SpeedHistory) -> Entry:
    names = ", ".join(param.label.lower() for param in op.params) or op.help
    search = f"{op.citation} {op.help}"
    return Entry(
        op.id, op.group or "Other", op.label, names, speed_text(history, op.id), False, search
    )


def _recipe(key: str, recipe: Recipe, methods: Methods) -> Entry:
    names = [methods.ops[s.op].label for s in recipe.steps if s.op in methods.ops]
    missing = len(names) < len(recipe.steps)
    group = "My recipes" if key.startswith(PRESET) else "Recipes"
    return Entry(key, group, recipe.name, " → ".join(names), "", missing, recipe.when)


def _depth_network(name: str, file: Path) -> Entry:
    missing = not file.is_file()
    detail = f"{file.name} · {'missing' if missing else 'yours'}"
    return Entry(DEPTH + name, "Depth", name, detail, "", missing, f"depth estimate {file}")


def speed_text(history: SpeedHistory, op: str) -> str:
    """``0.43 s/MP`` as measured on this machine; empty if it never ran."""
    speed = history.speed(op)
    if speed is None:
        return ""
    seconds = speed.seconds_per_megapixel
    return f"{seconds:.2f} s/MP" if seconds >= 0.1 else f"{seconds * 1000:.0f} ms/MP"


def counted(parameters: int) -> str:
    """``212 k`` or ``1.3 M``."""
    if parameters >= 1_000_000:
        return f"{parameters / 1e6:.1f} M"
    return f"{parameters / 1e3:.0f} k" if parameters >= 1000 else str(parameters)


def _inset(widget: QWidget) -> QWidget:
    """The same widget with the pane's margin at its sides."""
    holder = QWidget()
    row = QVBoxLayout(holder)
    row.setContentsMargins(MARGIN, 0, MARGIN, 0)
    row.addWidget(widget)
    return holder
