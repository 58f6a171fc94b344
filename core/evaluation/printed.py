"""Figures as tables print them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.evaluation.table_means import Figure

NOTHING = "–"
INFINITE = "∞"


def formatted(value: float | None, figure: Figure) -> str:
    """A figure with its digits; what is too small for them is said to be below the last."""
    if value is None:
        return NOTHING
    if math.isinf(value):
        return INFINITE
    least = 10**-figure.digits
    return f"<{least:g}" if 0 < value < least / 2 else f"{value:.{figure.digits}f}"
