"""The dialog that asks under which name a recipe is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from core.errors import UsageError
from core.recipe import Recipe
from gui.asking_dialog import AskingDialog
from gui.pane_parts import secondary

NAME_WIDTH = 380


class SavePresetDialog(AskingDialog):
    """Asks for a name and for one line on when to use the recipe.

    Parameters
    ----------
    recipe
        Brings the first name and line.
    known
        The preset of a name, if there is one.

    Signals
    -------
    chosen
        ``(name, when)``.
    """

    chosen = Signal(str, str)

    def __init__(
        self,
        recipe: Recipe,
        known: Callable[[str], Recipe | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Save recipe as preset", "Save", parent)
        self._known = known
        self.name, self.when = QLineEdit(recipe.name), QLineEdit(recipe.when)
        self._line = secondary(" ", wrap=True)
        form = QFormLayout()
        form.addRow("Name", self.name)
        form.addRow("When to use it", self.when)
        self.column.addLayout(form)
        self.column.addWidget(self._line)
        self.column.addWidget(self.buttons)
        self.name.setMinimumWidth(NAME_WIDTH)
        self.name.setAccessibleName("Name of the preset")
        self.when.setAccessibleName("When to use it")
        self.when.setPlaceholderText("One line, for example: hazy views from a plane")
        self.name.textChanged.connect(self._named)
        self.accepted.connect(lambda: self.chosen.emit(self.name.text(), self.when.text().strip()))
        self._named(self.name.text())
        self.name.selectAll()

    def _named(self, name: str) -> None:
        """Say what will happen; without a usable name nothing can."""
        try:
            known, problem = self._known(name), ""
        except UsageError as error:
            known, problem = None, error.remedy
        self.accept_button.setEnabled(not problem)
        self.accept_button.setText("Replace" if known else "Save")
        replaces = f"The preset “{known.name}” is replaced." if known else ""
        self._line.setText(problem or replaces or "It appears in the registry, under My recipes.")
