"""Finds cards, and says whether their weights are here; needs no torch."""

from __future__ import annotations

from pathlib import Path

from core.errors import UsageError
from models.card import ModelCard
from models.cards import CARDS

WEIGHTS = Path(__file__).parent / "weights"


def card(network_id: str) -> ModelCard:
    """The card of a network.

    Raises
    ------
    UsageError
        If there is none of that id.
    """
    for candidate in CARDS:
        if candidate.id == network_id:
            return candidate
    known = ", ".join(c.id for c in CARDS)
    raise UsageError(f"There is no network {network_id!r}.", remedy=f"Known: {known}.")


def weights_path(model: ModelCard) -> Path:
    """Where a network's weights belong."""
    return WEIGHTS / model.weights


def weights_are_here(model: ModelCard) -> bool:
    """True if the file exists; its hash is checked when it is loaded."""
    return weights_path(model).is_file()
