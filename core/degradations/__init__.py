"""Seeded degradations: what turns a good photo into the input that a paper starts from."""

from core.degradations.degradation import Degradation, blackened, generator_for
from core.degradations.resolution import area_x3
from core.degradations.table import DEGRADATIONS, degradation

__all__ = [
    "DEGRADATIONS",
    "Degradation",
    "area_x3",
    "blackened",
    "degradation",
    "generator_for",
]
