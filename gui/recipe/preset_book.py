"""All recipes with their one line on when to use them: to be used, compared and deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.errors import DiptychError
from core.op import Op
from core.recipe import Recipe
from gui.pane_parts import secondary
from gui.recipe.preset_list import PresetList, steps_line
from gui.recipe.presets import Presets

SIZE = (620, 560)
MINE, BUNDLED = "My recipes", "Bundled"
NONE_YET = "Save as preset in the recipe's menu keeps a recipe of your own here."


class PresetBook(QDialog):
    """Lists the user's recipes and the bundled ones.

    Parameters
    ----------
    presets
        The user's own.
    bundled
        The others, by id.
    ops
        Name the steps.

    Signals
    -------
    used
        ``(id, Recipe)``: to take the place of the recipe that is shown.
    added
        ``(id, Recipe)``: to be compared as one more result.
    """

    used = Signal(str, object)
    added = Signal(str, object)

    def __init__(
        self,
        presets: Presets,
        bundled: Mapping[str, Recipe],
        ops: Mapping[str, Op],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recipes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._presets, self._bundled, self._ops = presets, bundled, ops
        self.list = PresetList()
        self._steps, self._line = secondary(" ", wrap=True), secondary(" ", wrap=True)
        self.delete_button = QPushButton("Delete")
        self.back_button = QPushButton()
        self.add_button = QPushButton("Add as new result")
        self.use_button = QPushButton("Use in place of this recipe")
        self._can_replace = False
        self._build()
        self._refresh()
        self.resize(*SIZE)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.delete_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.add_button)
        row.addWidget(self.use_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(self._steps)
        column.addWidget(self._line)
        column.addLayout(row)
        self.list.chosen.connect(self._show_chosen)
        self.list.doubleClicked.connect(self._use_or_add)
        self.use_button.clicked.connect(self._use)
        self.add_button.clicked.connect(self._add)
        self.delete_button.clicked.connect(lambda: self._attempt(self._delete))
        self.back_button.clicked.connect(lambda: self._attempt(self._presets.put_back))
        self._presets.changed.connect(self._refresh)

    @property
    def recipe(self) -> Recipe | None:
        """The one that is selected."""
        key = self.list.current
        return self._presets.recipes.get(key) or self._bundled.get(key)

    def let_replace(self, possible: bool) -> None:
        """Whether a recipe is shown whose place another can take."""
        self._can_replace = possible
        self._show_chosen(self.list.current)

    def _refresh(self) -> None:
        groups = {MINE: self._presets.recipes, BUNDLED: self._bundled}
        self.list.show_recipes(groups, self._ops)
        deleted = self._presets.deleted
        self.back_button.setText(f"Put “{deleted}” back")
        self.back_button.setVisible(bool(deleted))
        problems = [f"{error.message} {error.remedy}" for error in self._presets.problems]
        self._line.setText("\n".join(problems) or ("" if self._presets.recipes else NONE_YET))
        self._line.setVisible(bool(self._line.text()))

    def _show_chosen(self, key: str) -> None:
        recipe = self.recipe
        self._steps.setText(steps_line(recipe, self._ops) if recipe else " ")
        self.delete_button.setEnabled(key in self._presets.recipes)
        self.add_button.setEnabled(recipe is not None)
        self.use_button.setEnabled(recipe is not None and self._can_replace)
        (self.use_button if self._can_replace else self.add_button).setDefault(True)

    def _use(self) -> None:
        self.used.emit(self.list.current, self.recipe)

    def _add(self) -> None:
        self.added.emit(self.list.current, self.recipe)

    def _use_or_add(self) -> None:
        """What a double click means: the button that stands out."""
        if self.recipe is not None:
            (self._use if self._can_replace else self._add)()

    def _delete(self) -> None:
        self._presets.delete(self.list.current)

    def _attempt(self, does: Callable[[], None]) -> None:
        """Failures are said here: the dialog may cover the window's message bar."""
        try:
            does()
        except DiptychError as error:
            self._line.setText(f"{error.message} {error.remedy}")
            self._line.show()
