"""The networks whose speed is compared: shipped ones, and untrained ones with seeded weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from models.architectures import ARCHITECTURES
from models.card import Channels, Licence, ModelCard
from models.network_facts import (
    inputs_of,
    macs_per_pixel,
    multiple_of,
    parameter_count,
    receptive_halo,
)
from models.registry import card, weights_are_here
from models.weights import load_network

SEED = 7
COMPARED = ("fast-strided", "dped-baseline", "espcn-x3", "lightweight-sr-x4")
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
    """The network of that id; where its weights are missing, one with random ones.

    Raises
    ------
    UsageError
        If there is none.
    """
    model = card(network_id)
    if weights_are_here(model):
        return Subject(model, load_network(model), trained=True)
    return untrained(model.id, model.architecture, model.arguments)


def untrained(network_id: str, architecture: str, arguments: Mapping[str, Any]) -> Subject:
    """A network with seeded random weights, and the card that fits it."""
    with torch.random.fork_rng():
        torch.manual_seed(SEED)
        network = ARCHITECTURES[architecture](**arguments).eval().requires_grad_(False)
    made_up = ModelCard(
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
    return Subject(made_up, network, trained=False)
