"""A recipe: steps in order, as data that travels as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.errors import UsageError
from core.op import Op
from core.params import Value, Values

SCHEMA = 1


@dataclass(frozen=True)
class Step:
    """One op with its values.

    Attributes
    ----------
    op
        Id of the op.
    values
        Values of its parameters; what is missing takes the default.
    enabled
        A step that is switched off is kept but not run.
    strength
        Share of the step's effect in [0, 1]; its input is the rest.
    keep_colours
        Give the result the large-scale colours of its input; see `core.colour.input_colours`.
    """

    op: str
    values: Values = field(default_factory=dict)
    enabled: bool = True
    strength: float = 1.0
    keep_colours: bool = False

    def with_value(self, name: str, value: Value) -> Step:
        """The same step with one value changed."""
        return replace(self, values={**self.values, name: value})


@dataclass(frozen=True)
class Recipe:
    """Steps in the order in which they run.

    Attributes
    ----------
    name
        For people.
    steps
        May be empty: then the result is the photo.
    when
        One line on when to use it.
    """

    name: str
    steps: tuple[Step, ...] = ()
    when: str = ""

    @property
    def digest(self) -> str:
        """Hash of what the recipe does, whatever its name."""
        return steps_digest(self.steps)

    @property
    def active(self) -> tuple[Step, ...]:
        """The steps that run."""
        return tuple(step for step in self.steps if step.enabled and step.strength > 0)


def steps_digest(steps: Sequence[Step]) -> str:
    """Hash over ops, values, strengths and kept colours of the steps that run."""
    content = [
        [s.op, sorted(s.values.items()), s.strength, *(["keep_colours"] * s.keep_colours)]
        for s in steps
        if s.enabled
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def recipe_to_json(recipe: Recipe) -> dict[str, Any]:
    """The recipe as plain data for `json.dump`."""
    steps = [_step_to_json(step) for step in recipe.steps]
    return {"schema": SCHEMA, "name": recipe.name, "when": recipe.when, "steps": steps}


def recipe_from_json(data: object) -> Recipe:
    """Read a recipe back.

    Raises
    ------
    UsageError
        If the data is no recipe, or of a newer schema.
    """
    if not isinstance(data, dict) or not isinstance(data.get("steps"), list):
        raise UsageError("This is not a recipe: it has no list of steps.")
    if data.get("schema") != SCHEMA:
        raise UsageError(
            f"The recipe has schema {data.get('schema')!r}; this program reads {SCHEMA}.",
            remedy="Use the version of the program that wrote it.",
        )
    steps = tuple(_step_from_json(step) for step in data["steps"])
    return Recipe(str(data.get("name", "Recipe")), steps, str(data.get("when", "")))


def _step_to_json(step: Step) -> dict[str, Any]:
    return {
        "op": step.op,
        "values": dict(step.values),
        "enabled": step.enabled,
        "strength": step.strength,
        "keep_colours": step.keep_colours,
    }


def _step_from_json(data: object) -> Step:
    if not isinstance(data, dict) or not isinstance(data.get("op"), str):
        raise UsageError("A step of the recipe does not name its op.")
    values = data.get("values", {})
    strength = data.get("strength", 1.0)
    if not isinstance(values, dict) or not isinstance(strength, int | float):
        raise UsageError(f"The step {data['op']!r} of the recipe is not complete.")
    enabled, keeps = bool(data.get("enabled", True)), bool(data.get("keep_colours", False))
    return Step(data["op"], values, enabled, float(strength), keeps)


def checked_recipe(recipe: Recipe, ops: Mapping[str, Op]) -> Recipe:
    """The recipe with every value filled in, ready to run.

    Raises
    ------
    UsageError
        If an op is unknown, or a value or strength not allowed.
    """
    return replace(recipe, steps=tuple(_checked_step(step, ops) for step in recipe.steps))


def _checked_step(step: Step, ops: Mapping[str, Op]) -> Step:
    if step.op not in ops:
        known = ", ".join(sorted(ops))
        raise UsageError(f"There is no method {step.op!r}.", remedy=f"Known: {known}.")
    if not 0 <= step.strength <= 1:
        raise UsageError(f"The strength of {step.op} is {step.strength:g}, not from 0 to 1.")
    return replace(step, values=ops[step.op].values(step.values))
