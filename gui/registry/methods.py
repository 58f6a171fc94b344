"""What the registry offers: networks, classical methods and recipes."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.op import Op
from core.recipe import Recipe, Step
from models.card import ModelCard

RECIPE, PRESET, DEPTH = "recipe:", "preset:", "depth:"


@dataclass(frozen=True)
class Methods:
    """Everything that can be ticked, by id.

    Attributes
    ----------
    ops
        All ops, the networks' among them.
    cards
        The networks.
    depth_networks
        Files of the user's depth networks, by name.
    recipes
        Saved and bundled recipes; their ids begin with ``preset:`` and ``recipe:``.
    """

    ops: Mapping[str, Op]
    cards: Mapping[str, ModelCard] = field(default_factory=dict)
    recipes: Mapping[str, Recipe] = field(default_factory=dict)
    depth_networks: Mapping[str, Path] = field(default_factory=dict)

    @property
    def classical(self) -> tuple[Op, ...]:
        """The ops that are no networks."""
        return tuple(op for key, op in self.ops.items() if key not in self.cards)

    @property
    def bundled(self) -> dict[str, Recipe]:
        """The recipes that came with the program."""
        return {key: one for key, one in self.recipes.items() if not key.startswith(PRESET)}

    def with_own(self, presets: Mapping[str, Recipe], networks: Mapping[str, Path]) -> Methods:
        """The same and the user's recipes and depth networks, also those that come later."""
        recipes = ChainMap(dict(self.recipes), presets)
        return replace(self, recipes=recipes, depth_networks=networks)

    def recipe(self, method: str) -> Recipe:
        """What ticking a method adds to the comparison; without a name its steps name it."""
        if method in self.recipes:
            return self.recipes[method]
        return Recipe("", (Step(method),))
