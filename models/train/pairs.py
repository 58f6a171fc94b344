"""Batches of (input, target) made from good photos by a seeded degradation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.colour.luma import luma
from models.train.data import PatchSampler

SHARE_SCENES = 2 / 3

Degrade = Callable[[np.ndarray, np.random.Generator], np.ndarray]


class BatchMaker(ABC):
    """Makes pairs, and batches of them."""

    @abstractmethod
    def pair(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """One (input, target), C×H×W ``float32`` in [0, 1]."""

    def batch(self, rng: np.random.Generator, size: int) -> tuple[Tensor, Tensor]:
        """``size`` pairs as two N×C×H×W tensors."""
        inputs, targets = zip(*(self.pair(rng) for _ in range(size)), strict=True)
        return torch.from_numpy(np.stack(inputs)), torch.from_numpy(np.stack(targets))


@dataclass(frozen=True)
class PairMaker(BatchMaker):
    """Makes training pairs the way the evaluation will: degraded, then rounded to 8 bits.

    Attributes
    ----------
    sampler
        Source of sharp H×W×3 ``uint8`` patches.
    degrade
        Maps a patch and a random generator to the degraded ``uint8`` picture.
    channels
        ``"luma"`` or ``"rgb"``.
    crop
        Side of the target that is kept of each patch, at a random place; 0 keeps all. A
        degradation with a grid of its own (JPEG) is then met at every offset.
    whole
        Share of the crops that begin at the corner where the grid begins, as a file does.
    """

    sampler: PatchSampler
    degrade: Degrade
    channels: str = "rgb"
    crop: int = 0
    whole: float = 0.0

    def pair(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """One (input, target), C×H×W ``float32`` in [0, 1]."""
        sharp = self.sampler.draw(rng)
        degraded = self.degrade(sharp, rng)
        if self.crop:
            at_corner = rng.random() < self.whole
            degraded, sharp = cropped_pair(degraded, sharp, self.crop, None if at_corner else rng)
        return self.planes(degraded), self.planes(sharp)

    def planes(self, picture: np.ndarray) -> np.ndarray:
        """An 8-bit picture as C×H×W ``float32`` in [0, 1]."""
        values = as_floats(picture)
        return as_planes(luma(values) if self.channels == "luma" else values)


@dataclass(frozen=True)
class RealPairs(BatchMaker):
    """Pairs as they were taken.

    Attributes
    ----------
    sampler
        Source of H×W×6 ``uint8`` patches, input before reference.
    scenes
        Source of whole scenes, reduced to the same size. None without.
    darkest
        Half of the inputs are multiplied by a number between this and 1: other exposures.
    """

    sampler: PatchSampler
    scenes: PatchSampler | None = None
    darkest: float = 1.0

    def pair(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """One (input, target); two of three are whole scenes, if there are scenes."""
        whole = self.scenes is not None and rng.random() < SHARE_SCENES
        values = as_floats((self.scenes if whole else self.sampler).draw(rng))
        bad, good = values[..., :3], values[..., 3:]
        if self.darkest < 1 and rng.random() < 0.5:
            bad = np.rint(bad * np.float32(255 * rng.uniform(self.darkest, 1))) / np.float32(255)
        return as_planes(bad), as_planes(good)


@dataclass(frozen=True)
class MixedPairs(BatchMaker):
    """Now from one maker, now from the other.

    Attributes
    ----------
    first, second
        Makers of pairs of one size.
    share
        Of the first one.
    """

    first: BatchMaker
    second: BatchMaker
    share: float

    def pair(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """One (input, target) of either maker."""
        return (self.first if rng.random() < self.share else self.second).pair(rng)


def as_floats(picture: np.ndarray) -> np.ndarray:
    """8-bit values as ``float32`` in [0, 1]."""
    return picture.astype(np.float32) / 255


def as_planes(values: np.ndarray) -> np.ndarray:
    """H×W×C as contiguous C×H×W."""
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def cropped_pair(
    degraded: np.ndarray, sharp: np.ndarray, size: int, rng: np.random.Generator | None
) -> tuple[np.ndarray, np.ndarray]:
    """The same random place of both pictures, ``size`` pixels of ``sharp`` on a side; the upper
    left corner without ``rng``.
    """
    factor = sharp.shape[0] // degraded.shape[0]
    side = size // factor
    free = [n - side + 1 for n in degraded.shape[:2]]
    top, left = (0, 0) if rng is None else (int(rng.integers(n)) for n in free)
    small = degraded[top : top + side, left : left + side]
    top, left = top * factor, left * factor
    return small, sharp[top : top + size, left : left + size]
