"""What the registry offers: networks, classical methods and recipes."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.depths.known_networks import KnownNetworks
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
    networks
        The user's depth networks.
    recipes
        Saved and bundled recipes; their ids begin with ``preset:`` and ``recipe:``.
    """

    ops: Mapping[str, Op]
    cards: Mapping[str, ModelCard] = field(default_factory=dict)
    recipes: Mapping[str, Recipe] = field(default_factory=dict)
    networks: KnownNetworks = field(default_factory=KnownNetworks)

    @property
    def classical(self) -> tuple[Op, ...]:
        """The ops that are no networks."""
        return tuple(op for key, op in self.ops.items() if key not in self.cards)

    @property
    def bundled(self) -> dict[str, Recipe]:
        """The recipes that came with the program."""
        return {key: one for key, one in self.recipes.items() if not key.startswith(PRESET)}

    def with_presets(self, presets: Mapping[str, Recipe]) -> Methods:
        """The same methods and the user's own recipes, also those that are saved later on."""
        return replace(self, recipes=ChainMap(dict(self.recipes), presets))

    def recipe(self, method: str) -> Recipe:
        """What ticking a method adds to the comparison; without a name its steps name it."""
        if method in self.recipes:
            return self.recipes[method]
        return Recipe("", (Step(method),))
