"""Architectures by the key that cards use."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn

from models.arch.autoencoder import Autoencoder
from models.arch.damage_repair import DamageRepair
from models.arch.dped import DpedGenerator
from models.arch.espcn import SubPixelCnn
from models.arch.esrgan import EsrganGenerator
from models.arch.lightweight import LightweightSr
from models.arch.lightweight_enhancer import LightweightEnhancer
from models.arch.low_light import LowLightCnn
from models.arch.mirnet import MirNet
from models.arch.sftgan import SftganGenerator
from models.arch.srgan import SrganGenerator
from models.arch.strided_generator import StridedGenerator
from models.card import ModelCard

ARCHITECTURES: dict[str, Callable[..., nn.Module]] = {
    "autoencoder": Autoencoder,
    "damage-repair": DamageRepair,
    "dped": DpedGenerator,
    "esrgan": EsrganGenerator,
    "lightweight-enhancer": LightweightEnhancer,
    "lightweight-sr": LightweightSr,
    "low-light": LowLightCnn,
    "mirnet": MirNet,
    "sftgan": SftganGenerator,
    "srgan": SrganGenerator,
    "strided-generator": StridedGenerator,
    "sub-pixel-cnn": SubPixelCnn,
}


def build(card: ModelCard) -> nn.Module:
    """A network with fresh weights."""
    return ARCHITECTURES[card.architecture](**card.arguments)
