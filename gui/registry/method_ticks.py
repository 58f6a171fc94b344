"""A list in which methods are ticked: networks, recipes, classical ones, folders of results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core.evaluation.evaluation_methods import BASELINES
from core.recipe import Recipe
from gui.registry.methods import Methods
from gui.row_list import Row, RowList

BASELINE_LABELS = {
    "input": "Input, unchanged",
    "bicubic": "Bicubic",
    "lanczos": "Lanczos",
    "telea": "Inpainting (Telea)",
    "navier-stokes": "Inpainting (Navier–Stokes)",
    "tuned-unsharp": "Unsharp masking, tuned with the truth",
    "wiener": "Wiener filter that knows the blur",
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


class MethodTicks(RowList):
    """Ticks; a method that does not suit the degradation cannot be ticked and says why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Methods to evaluate", parent)
        self._known: dict[str, Tickable] = {}

    def offer(self, found: list[Tickable]) -> None:
        """Show these; what was ticked stays ticked."""
        ticked = {row.key for row in self.rows if row.on}
        self._known = {}
        for one in found:
            self._known.setdefault(one.name, one)
        self.show_rows([_row(one, on=one.name in ticked) for one in self._known.values()])

    def add_folder(self, folder: Path) -> None:
        """Offer another program's results, ticked; two folders of one name tell by their parents'.

        The folders are called so in tables, too.
        """
        if any(one.folder == folder for one in self._known.values()):
            return
        name = folder.name
        if name in self._known:
            name = f"{folder.parent.name}/{folder.name}"
        one = Tickable(name, f"{name} (folder)", folder=folder)
        self._known[name] = one
        self.show_rows([*self.rows, _row(one, on=True)])
        self.changed.emit()

    @property
    def offered(self) -> tuple[Tickable, ...]:
        """Everything in the list."""
        return tuple(self._known.values())

    @property
    def labels(self) -> dict[str, str]:
        """What methods are called in the window, by their name in tables."""
        return {name: one.label for name, one in self._known.items()}

    @property
    def chosen_methods(self) -> list[Tickable]:
        """What is ticked and can run."""
        return [self._known[key] for key in self.ticked]

    def allow(self, why_not: Mapping[str, str]) -> None:
        """Grey out methods with a reason; all others can be ticked."""
        self.show_rows([replace(row, why_not=why_not.get(row.key, "")) for row in self.rows])


def _row(one: Tickable, *, on: bool) -> Row:
    return Row(one.name, one.label, on=on)
