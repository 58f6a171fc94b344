"""The user's own recipes, kept as files, as the window shows and changes them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.errors import DiptychError
from core.recipe import Recipe
from core.recipe_files import delete_preset, preset_path, presets, save_preset
from gui.registry.methods import PRESET


class Presets(QObject):
    """Reads the presets once and keeps up with what is saved and deleted.

    Signals
    -------
    changed
        Other presets than before are there.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recipes: dict[str, Recipe] = {}
        self.problems: list[DiptychError] = []
        self._deleted: Recipe | None = None
        self._read()

    @property
    def deleted(self) -> str:
        """The name of the preset deleted last, which can be put back; empty if there is none."""
        return self._deleted.name if self._deleted else ""

    def known(self, name: str) -> Recipe | None:
        """The preset that a name stands for, upper case or not.

        Raises
        ------
        UsageError
            If nothing of the name can stand in a file name.
        """
        return self.recipes.get(PRESET + preset_path(name).stem)

    def save(self, recipe: Recipe, name: str) -> None:
        """Keep a recipe under a name; one of that name is replaced.

        Raises
        ------
        UsageError, OutputError
            See `core.recipe_files.save_preset`.
        """
        save_preset(recipe, name, overwrite=True)
        self._read()
        self.changed.emit()

    def delete(self, key: str) -> None:
        """Forget a preset; `put_back` undoes it.

        Raises
        ------
        OutputError
            If its file cannot be removed.
        """
        delete_preset(key.removeprefix(PRESET))
        self._deleted = self.recipes[key]
        self._read()
        self.changed.emit()

    def put_back(self) -> None:
        """Save the preset deleted last once more.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        if self._deleted is not None:
            recipe, self._deleted = self._deleted, None
            self.save(recipe, recipe.name)

    def _read(self) -> None:
        found, self.problems = presets()
        self.recipes.clear()
        self.recipes.update({PRESET + name: recipe for name, recipe in found.items()})
