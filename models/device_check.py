"""Whether a device computes a network as the CPU does: a probe picture, and a verdict."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

import torch
from torch import Tensor

from models.remembered import Remembered

SIDE = 96
LEVELS = 255
MOST_LEVELS = 3
NEARLY_ALL = 0.99
LEAST_DECIBELS = 48.0
BLACK = 0.5 / LEVELS


class Verdict(Enum):
    """What a device made of the probe; the value is the end of a sentence."""

    GOOD = "gave the CPU's picture"
    BLACK = "gave a black picture"
    NAN = "gave values that are not numbers"
    WRONG = "gave another picture than the CPU"
    FAILED = "could not run it"
    NO_ROOM = "had not enough memory"


def probe(channels: int, multiple: int) -> Tensor:
    """Slopes, edges and grain: 1×C×H×W in [0, 1], its sides multiples of ``multiple``."""
    side = -(-SIDE // multiple) * multiple
    across = torch.linspace(0, 1, side)
    slopes = (across[None, :] + across[:, None]) / 2
    edges = ((across[None, :] > 0.4) != (across[:, None] > 0.6)).float()
    grain = torch.rand(channels, side, side, generator=torch.Generator().manual_seed(5))
    return (0.5 * slopes + 0.3 * edges + 0.2 * grain)[None]


def verdict(result: Tensor, truth: Tensor) -> Verdict:
    """Compare a device's result with the CPU's in float32.

    It is good if 99 % of the values are within one level of 8 bits, none is further away than
    three, and the noise is 48 dB below the largest value.

    Parameters
    ----------
    result, truth
        Of one shape, ``float32``; what lies outside [0, 1] is clipped, as in every run.
    """
    if not torch.isfinite(result).all():
        return Verdict.NAN
    if result.shape != truth.shape:
        return Verdict.WRONG
    result, truth = result.clamp(0, 1), truth.clamp(0, 1)
    if result.max() < BLACK <= truth.max():
        return Verdict.BLACK
    return Verdict.GOOD if _alike(result, truth) else Verdict.WRONG


def _alike(result: Tensor, truth: Tensor) -> bool:
    levels = ((result * LEVELS).round() - (truth * LEVELS).round()).abs()
    close = (levels <= 1).float().mean() >= NEARLY_ALL
    noise = (result - truth).square().mean().sqrt().clamp(min=1e-9)
    decibels = -20 * torch.log10(noise)
    return bool(close and levels.max() <= MOST_LEVELS and decibels >= LEAST_DECIBELS)


class Verdicts:
    """Verdicts kept in a small file, so that every start but the first trusts them.

    Parameters
    ----------
    path
        JSON file; a missing or damaged one counts as empty. None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._remembered = Remembered(path)

    def get(self, key: str) -> Verdict | None:
        """What is known; None if nothing is."""
        name = self._remembered.get(key)
        return Verdict[name] if name in Verdict.__members__ else None

    def put(self, key: str, found: Verdict) -> None:
        """Remember a verdict; where the folder cannot be written to, the check runs again."""
        self._remembered.put(key, found.name)
