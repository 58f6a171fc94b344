"""The networks whose speed is compared: shipped ones, and untrained ones with seeded weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from core.errors import UsageError
from models.architectures import ARCHITECTURES
from models.card import Channels, Licence, ModelCard
from models.cards import CARDS
from models.network_facts import (
    inputs_of,
    macs_per_pixel,
    multiple_of,
    parameter_count,
    receptive_halo,
)
from models.registry import weights_are_here
from models.weights import load_network

SEED = 7
ARGUMENTS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "fast-strided": ("strided-generator", {}),
    "dped-baseline": ("dped", {}),
    "espcn-x3": ("sub-pixel-cnn", {}),
    "lightweight-sr-x4": ("lightweight-sr", {}),
}
COMPARED = tuple(ARGUMENTS)
"""Networks that are compared with other engines unless told otherwise."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A network to be measured.

    Attributes
    ----------
    card
        As shipped, or made up for an untrained one.
    network
        In evaluation mode, on the CPU, in float32.
    trained
        False if its weights are random; that changes no time.
    """

    card: ModelCard
    network: nn.Module
    trained: bool


def subject(network_id: str) -> Subject:
    """The shipped network of that id, else an untrained one of the same architecture.

    Raises
    ------
    UsageError
        If there is neither.
    """
    card = next((card for card in CARDS if card.id == network_id), None)
    if card is not None and weights_are_here(card):
        return Subject(card, load_network(card), trained=True)
    if network_id not in ARGUMENTS:
        known = ", ".join(dict.fromkeys([*COMPARED, *(card.id for card in CARDS)]))
        raise UsageError(f"There is no network {network_id!r}.", remedy=f"Known: {known}.")
    return untrained(network_id, *ARGUMENTS[network_id])


def untrained(network_id: str, architecture: str, arguments: Mapping[str, Any]) -> Subject:
    """A network with seeded random weights, and the card that fits it."""
    with torch.random.fork_rng():
        torch.manual_seed(SEED)
        network = ARCHITECTURES[architecture](**arguments).eval().requires_grad_(False)
    card = ModelCard(
        id=network_id,
        name=network_id,
        task="",
        architecture=architecture,
        arguments=arguments,
        weights="",
        sha256="",
        scale=network.scale,
        channels=Channels.LUMA if inputs_of(network) == 1 else Channels.RGB,
        halo=receptive_halo(network),
        multiple=multiple_of(network),
        parameters=parameter_count(network),
        macs=round(macs_per_pixel(network)),
        training="",
        trained="",
        licence=Licence.FREE,
        citation="",
        authors="",
    )
    return Subject(card, network, trained=False)
