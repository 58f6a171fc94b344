"""Weights on disk: found by the card, checked by hash, loaded without running code."""

from __future__ import annotations

import hashlib
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load
from torch import nn

from core.errors import WeightsError
from models.architectures import build
from models.card import ModelCard
from models.registry import weights_path


def load_network(card: ModelCard) -> nn.Module:
    """Build a card's network and fill in its weights.

    Raises
    ------
    WeightsError
        If the file is missing, is not the one the card names, or fits another architecture.
    """
    data = _checked_bytes(card, weights_path(card))
    network = build(card)
    try:
        network.load_state_dict(load(data), strict=True)
    except RuntimeError as error:
        message = f"{card.weights} holds the weights of another architecture than {card.id}."
        raise WeightsError(message, remedy=_remedy(card), detail=str(error)) from error
    return network.eval().requires_grad_(False)


def fill_weights(network: nn.Module, path: Path) -> None:
    """Fill a network with the weights of any file, to be trained further.

    Raises
    ------
    WeightsError
        If the file cannot be read, or belongs to another architecture.
    """
    try:
        weights = load(path.read_bytes())
    except (OSError, SafetensorError) as error:
        message = f"{path} cannot be read as weights."
        remedy = "Choose a safetensors file that a training has written."
        raise WeightsError(message, remedy=remedy, detail=str(error)) from error
    try:
        network.load_state_dict(weights, strict=True)
    except RuntimeError as error:
        message = f"{path} holds the weights of another architecture."
        remedy = "Choose weights of the network that is trained."
        raise WeightsError(message, remedy=remedy, detail=str(error)) from error


def _checked_bytes(card: ModelCard, path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"The weights of {card.name} are missing: {path.name}."
        raise WeightsError(message, remedy=_remedy(card), detail=str(error)) from error
    if hashlib.sha256(data).hexdigest() != card.sha256:
        message = f"{path.name} is not the file that the card of {card.name} was measured with."
        raise WeightsError(message, remedy=_remedy(card))
    return data


def _remedy(card: ModelCard) -> str:
    return f"Restore {card.weights} from the program's own copy, or train {card.id} again."
