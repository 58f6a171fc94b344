"""A list in which methods are ticked: networks, recipes, classical ones, folders of results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from core.evaluation.evaluation_methods import BASELINES
from core.recipe import Recipe
from gui.registry.methods import Methods
from gui.registry.tick_delegate import TickDelegate

ROW_HEIGHT = 23
ID = Qt.ItemDataRole.UserRole
BASELINE_LABELS = {
    "input": "Input, unchanged",
    "bicubic": "Bicubic",
    "lanczos": "Lanczos",
    "telea": "Inpainting (Telea)",
    "navier-stokes": "Inpainting (Navier–Stokes)",
}


@dataclass(frozen=True)
class Tickable:
    """One method that can be evaluated.

    Attributes
    ----------
    name
        In tables and on the command line.
    label
        In the window.
    recipe
        What it runs; None for baselines and folders.
    folder
        Results of another program.
    """

    name: str
    label: str
    recipe: Recipe | None = None
    folder: Path | None = None


def tickables(methods: Methods, compared: Mapping[str, Recipe]) -> list[Tickable]:
    """Everything that can be evaluated: networks, what is compared now, recipes, the rest."""
    networks = [
        Tickable(key, card.name, methods.recipe(key)) for key, card in methods.cards.items()
    ]
    known = {methods.recipe(key).digest for key in (*methods.ops, *methods.recipes)}
    own = [
        Tickable(label, f"{label} (as set now)", recipe)
        for label, recipe in compared.items()
        if recipe.digest not in known
    ]
    recipes = [Tickable(recipe.name, recipe.name, recipe) for recipe in methods.recipes.values()]
    classical = [Tickable(op.id, op.label, methods.recipe(op.id)) for op in methods.classical]
    baselines = [Tickable(one.name, BASELINE_LABELS.get(one.name, one.name)) for one in BASELINES]
    return [*networks, *own, *baselines, *recipes, *classical]


class MethodTicks(QListWidget):
    """Ticks; a method that does not suit the degradation cannot be ticked and says why.

    Signals
    -------
    changed
        Another set is ticked.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Methods to evaluate")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(TickDelegate(self))
        self._known: dict[str, Tickable] = {}
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def offer(self, found: list[Tickable]) -> None:
        """Show these; what was ticked stays ticked."""
        ticked = {one.name for one in self.ticked}
        self.blockSignals(True)
        self.clear()
        self._known = {}
        for one in found:
            if one.name not in self._known:
                self._add(one, on=one.name in ticked)
        self.blockSignals(False)

    def add_folder(self, folder: Path) -> None:
        """Offer another program's results, ticked."""
        if folder.name not in self._known:
            self._add(Tickable(folder.name, f"{folder.name} (folder)", folder=folder), on=True)
            self.changed.emit()

    def _add(self, one: Tickable, *, on: bool) -> None:
        item = QListWidgetItem(one.label)
        item.setData(ID, one.name)
        item.setSizeHint(QSize(0, ROW_HEIGHT))
        item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._known[one.name] = one
        self.addItem(item)

    @property
    def labels(self) -> dict[str, str]:
        """What methods are called in the window, by their name in tables."""
        return {name: one.label for name, one in self._known.items()}

    @property
    def ticked(self) -> list[Tickable]:
        """What is ticked and can run."""
        items = (self.item(row) for row in range(self.count()))
        return [
            self._known[item.data(ID)]
            for item in items
            if item.checkState() is Qt.CheckState.Checked
            and item.flags() & Qt.ItemFlag.ItemIsEnabled
        ]

    def tick(self, name: str, *, on: bool = True) -> None:
        """Tick a method by its name."""
        for row in range(self.count()):
            if self.item(row).data(ID) == name:
                state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
                self.item(row).setCheckState(state)

    def allow(self, why_not: Mapping[str, str]) -> None:
        """Grey out methods with a reason; all others can be ticked."""
        self.blockSignals(True)
        for row in range(self.count()):
            item = self.item(row)
            reason = why_not.get(item.data(ID), "")
            flags = item.flags() | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(flags & ~Qt.ItemFlag.ItemIsEnabled if reason else flags)
            item.setToolTip(reason)
            group = QPalette.ColorGroup.Disabled if reason else QPalette.ColorGroup.Active
            item.setForeground(self.palette().brush(group, QPalette.ColorRole.Text))
        self.blockSignals(False)


def _is_on(item: QListWidgetItem) -> bool:
    allowed = bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
    return allowed and item.checkState() is Qt.CheckState.Checked
