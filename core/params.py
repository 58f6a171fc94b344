"""Parameters of ops: declared once, for sliders, validation, JSON, command line and help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from core.errors import UsageError

Value = float | str
Values = Mapping[str, Value]


class ParamScale(Enum):
    """How a slider spreads the range."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True)
class Param:
    """One adjustable number, or one choice among names.

    Attributes
    ----------
    name
        In JSON and on the command line.
    label
        On the slider.
    default
        A number, or one of ``choices``.
    low, high, step
        Range and grain of a number; unused with ``choices``.
    scale
        How a slider spreads the range.
    unit
        Shown behind the number: ``"px"``, ``"%"`` …
    help
        One sentence on what it does.
    choices
        If not empty, the value is one of these names.
    """

    name: str
    label: str
    default: Value
    low: float = 0.0
    high: float = 1.0
    step: float = 0.01
    scale: ParamScale = ParamScale.LINEAR
    unit: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()

    def checked(self, value: object) -> Value:
        """The value as it is used, from JSON or from the command line.

        Raises
        ------
        UsageError
            If it is no number, outside the range, or not among the choices.
        """
        return self._choice(str(value)) if self.choices else self._number(value)

    def _choice(self, value: str) -> str:
        if value not in self.choices:
            allowed = ", ".join(self.choices)
            raise UsageError(f"{self.name} cannot be {value!r}.", remedy=f"Choose from {allowed}.")
        return value

    def _number(self, value: object) -> float:
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise UsageError(f"{self.name} must be a number, not {value!r}.") from None
        if not self.low <= number <= self.high:
            raise UsageError(
                f"{self.name} is {number:g}, outside its range.",
                remedy=f"Choose a value from {self.low:g} to {self.high:g}.",
            )
        return number


def checked_values(owner: str, params: Sequence[Param], given: Mapping[str, object]) -> Values:
    """Defaults, replaced by what is given, in the order of declaration.

    Raises
    ------
    UsageError
        If a name is unknown or a value not allowed.
    """
    names = [param.name for param in params]
    for name in given:
        if name not in names:
            known = ", ".join(names) or "none"
            raise UsageError(f"{owner} has no parameter {name!r}.", remedy=f"It has: {known}.")
    return {p.name: p.checked(given.get(p.name, p.default)) for p in params}
