"""Architectures by the key that cards use."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn

from models.arch.autoencoder import Autoencoder
from models.arch.espcn import SubPixelCnn
from models.arch.lightweight import LightweightSr
from models.card import ModelCard

ARCHITECTURES: dict[str, Callable[..., nn.Module]] = {
    "autoencoder": Autoencoder,
    "lightweight-sr": LightweightSr,
    "sub-pixel-cnn": SubPixelCnn,
}


def build(card: ModelCard) -> nn.Module:
    """A network with fresh weights."""
    return ARCHITECTURES[card.architecture](**card.arguments)
