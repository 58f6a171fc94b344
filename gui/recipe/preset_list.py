"""Recipes as rows of two lines: the name, and when to use it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from core.op import Op
from core.recipe import Recipe
from gui.registry.entry import Entry
from gui.registry.registry_list import INSET, RowPainter, paint_elided, small_font
from gui.registry.registry_model import Index, RegistryModel, Role

ROW_HEIGHT = 46


class PresetList(QListView):
    """The user's recipes and the bundled ones, each under its heading.

    Signals
    -------
    chosen
        Id of the row that is selected now; empty without one.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RegistryModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(PresetPainter(self))
        self.setAccessibleName("Recipes")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current))

    @property
    def current(self) -> str:
        """Id of the selected recipe."""
        entry = self.currentIndex().data(Role.ENTRY)
        return entry.id if entry is not None else ""

    def show_recipes(
        self, groups: Mapping[str, Mapping[str, Recipe]], ops: Mapping[str, Op]
    ) -> None:
        """Show recipes by heading and id; what was selected stays selected where it still is."""
        before = self.current
        entries = [
            Entry(key, group, recipe.name, recipe.when or steps_line(recipe, ops))
            for group, recipes in groups.items()
            for key, recipe in recipes.items()
        ]
        self._rows.fill(entries, frozenset())
        self.choose(before or (entries[0].id if entries else ""))

    def choose(self, key: str) -> None:
        """Select a row, if there is one of this id."""
        row = self._rows.row_of(key)
        if row is None:
            self.chosen.emit("")
        else:
            self.setCurrentIndex(self._rows.index(row, 0))


def steps_line(recipe: Recipe, ops: Mapping[str, Op]) -> str:
    """``Sub-pixel CNN ×3 → Unsharp masking``."""
    return " → ".join(ops[s.op].label if s.op in ops else s.op for s in recipe.steps)


class PresetPainter(RowPainter):
    """Paints a heading, or a name with its line."""

    row_height = ROW_HEIGHT

    def paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Name above, line below."""
        entry = index.data(Role.ENTRY)
        room = option.rect.adjusted(INSET, 5, -INSET, -5)
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        lower = upper.translated(0, upper.height())
        for place, text, pixels, tone in (
            (upper, entry.name, 13, QPalette.ColorRole.Text),
            (lower, entry.detail, 12, QPalette.ColorRole.PlaceholderText),
        ):
            painter.setFont(small_font(option.font, pixels))
            painter.setPen(option.palette.color(tone))
            paint_elided(painter, place, text)
