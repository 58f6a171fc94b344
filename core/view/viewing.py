"""How the modes show what they compare: gain, filter, pace. Part of every comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from core.view.at_scale import Enlarging
from core.view.derived_picture import DifferenceStyle

FASTEST_BLINK, SLOWEST_BLINK = 20, 10_000


@dataclass(frozen=True)
class Viewing:
    """Chosen in the menu of the view.

    Attributes
    ----------
    difference
        Gain and colours of the difference.
    enlarging
        Filter for pictures that stand beside larger ones.
    blink_milliseconds
        Time for which each of two blinking pictures is shown.
    divider_follows
        The divider follows the mouse without a button.
    magnifying
        Filter for the crops of the zoom boxes.
    """

    difference: DifferenceStyle = field(default_factory=DifferenceStyle)
    enlarging: Enlarging = Enlarging.BICUBIC
    blink_milliseconds: int = 500
    divider_follows: bool = False
    magnifying: Enlarging = Enlarging.NEAREST


def viewing_to_json(viewing: Viewing) -> dict[str, Any]:
    """As plain data for `json.dump`."""
    filters = {name: getattr(viewing, name).name.lower() for name in ("enlarging", "magnifying")}
    return {**asdict(viewing), **filters}


def viewing_from_json(data: Mapping[str, Any]) -> Viewing:
    """Read it back; what is not there is as it is at first.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it holds something else.
    """
    first = Viewing()
    difference = DifferenceStyle(**data.get("difference", {}))
    if not difference.gain > 0:
        raise ValueError(f"a gain of {difference.gain!r}")
    milliseconds = int(data.get("blink_milliseconds", first.blink_milliseconds))
    return Viewing(
        difference,
        Enlarging[str(data.get("enlarging", first.enlarging.name)).upper()],
        min(max(milliseconds, FASTEST_BLINK), SLOWEST_BLINK),
        bool(data.get("divider_follows", first.divider_follows)),
        Enlarging[str(data.get("magnifying", first.magnifying.name)).upper()],
    )
