"""Discriminators, and the losses of the game they play with a generator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

GREY = (0.299, 0.587, 0.114)
SLOPE = 0.2


class Game(Enum):
    """What the discriminator is asked."""

    STANDARD = "is this real?"
    RELATIVISTIC = "is this more real than the others are on average?"


class TextureDiscriminator(nn.Module):
    """Judges grey pictures (A. Ignatov et al., ICCV 2017; de Stoutz et al., section 2.3).

    Notes
    -----
    The mean over all places stands before the dense layer, so that patches of any size can be
    judged.
    """

    def __init__(self) -> None:
        super().__init__()
        plan = (
            (1, 48, 11, 4),
            (48, 128, 5, 2),
            (128, 192, 3, 1),
            (192, 192, 3, 1),
            (192, 128, 3, 2),
        )
        layers: list[nn.Module] = []
        for number, (inputs, outputs, kernel, stride) in enumerate(plan):
            layers.append(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2))
            layers.append(nn.LeakyReLU(SLOPE))
            layers += [nn.BatchNorm2d(outputs)] if number else []
        self.convolutions = nn.Sequential(*layers)
        self.dense = nn.Sequential(nn.Linear(128, 1024), nn.LeakyReLU(SLOPE), nn.Linear(1024, 1))

    def forward(self, picture: Tensor) -> Tensor:
        """How real N×3×H×W is, N×1, before the sigmoid."""
        grey = (picture * picture.new_tensor(GREY).view(1, 3, 1, 1)).sum(1, keepdim=True)
        return self.dense(self.convolutions(grey).mean((2, 3)))


class PatchDiscriminator(nn.Module):
    """Judges overlapping places of colour pictures (P. Isola et al., CVPR 2017)."""

    def __init__(self, features: int = 32) -> None:
        super().__init__()
        sizes = (3, features, 2 * features, 4 * features)
        layers: list[nn.Module] = []
        for inputs, outputs in pairwise(sizes):
            layers += [nn.Conv2d(inputs, outputs, 4, 2, 1), nn.LeakyReLU(SLOPE)]
        self.layers = nn.Sequential(*layers, nn.Conv2d(sizes[-1], 1, 3, padding=1))

    def forward(self, picture: Tensor) -> Tensor:
        """How real each place of N×3×H×W is, N×1×H/8×W/8, before the sigmoid."""
        return self.layers(picture)


def generator_loss(game: Game, fake: Tensor, real: Tensor) -> Tensor:
    """What the generator wants to be small; ``fake`` and ``real`` are judgements.

    Standard: −log D(fake). Relativistic (A. Jolicoeur-Martineau, "The relativistic
    discriminator", 2018; Baek et al., equation 8, with the sigmoid that is missing there): both
    judgements, each relative to the mean of the other, with the roles exchanged.
    """
    if game is Game.STANDARD:
        return F.softplus(-fake).mean()
    return F.softplus(real - fake.mean()).mean() + F.softplus(real.mean() - fake).mean()


def discriminator_loss(game: Game, fake: Tensor, real: Tensor) -> Tensor:
    """What the discriminator wants to be small."""
    if game is Game.STANDARD:
        return F.softplus(fake).mean() + F.softplus(-real).mean()
    return F.softplus(fake.mean() - real).mean() + F.softplus(fake - real.mean()).mean()


@dataclass(frozen=True)
class Adversary:
    """A discriminator that a recipe trains beside its network.

    Attributes
    ----------
    make
        Makes the discriminator.
    game
        What it is asked.
    weight
        Of its loss beside the recipe's own.
    lr
        Step of its Adam.
    """

    make: Callable[[], nn.Module]
    game: Game = Game.RELATIVISTIC
    weight: float = 5e-3
    lr: float = 1e-4


@dataclass
class Opponent:
    """A discriminator while it trains."""

    adversary: Adversary
    network: nn.Module
    optimiser: torch.optim.Optimizer = field(init=False)

    def __post_init__(self) -> None:
        """Make the optimiser of the network's weights."""
        self.optimiser = torch.optim.Adam(
            self.network.parameters(), lr=self.adversary.lr, betas=(0.5, 0.999)
        )

    def loss_of(self, result: Tensor, target: Tensor) -> Tensor:
        """What the generator has to pay, weighted."""
        with torch.no_grad():
            real = self.network(target)
        loss = generator_loss(self.adversary.game, self.network(result), real)
        return self.adversary.weight * loss

    def learn(self, result: Tensor, target: Tensor) -> None:
        """One step of the discriminator on what the generator made."""
        game = self.adversary.game
        loss = discriminator_loss(game, self.network(result.detach()), self.network(target))
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()


def opponent(adversary: Adversary | None, device: torch.device) -> Opponent | None:
    """The discriminator of a recipe, ready to train; None if the recipe has none."""
    return None if adversary is None else Opponent(adversary, adversary.make().to(device))
