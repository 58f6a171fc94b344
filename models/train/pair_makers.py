"""Ways to make training pairs from the photos of a recipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.degradations import degradation
from core.errors import InputError
from models.train.data import PatchSampler
from models.train.detail import DetailSampler
from models.train.drawn import WithDrawnPages
from models.train.pairs import BatchMaker, Degrade, MixedPairs, PairMaker, RealPairs
from models.train.prints import SometimesGrey, aged_print
from models.train.scenes import SceneSampler

JPEG_BLOCK = 16
DARKEST_EXPOSURE = 0.6


def degraded_pairs(
    photos: Sequence[np.ndarray], size: int, *, name: str, channels: str, native: float = 0.0
) -> BatchMaker:
    """Pairs made from sharp patches by the degradation of this name."""
    spoil = degradation(name).apply
    return spoiled_pairs(photos, size, spoil=spoil, channels=channels, native=native)


def spoiled_pairs(
    photos: Sequence[np.ndarray],
    size: int,
    *,
    spoil: Degrade,
    channels: str = "rgb",
    native: float = 0.0,
) -> BatchMaker:
    """Pairs made from sharp patches by a degradation whose strength may vary; ``native`` is the
    share of patches that are not reduced before.
    """
    sampler = WithDrawnPages(DetailSampler(photos, size, native=native))
    return PairMaker(sampler, spoil, channels)


def printed_pairs(photos: Sequence[np.ndarray], size: int, *, grey: float) -> BatchMaker:
    """Pairs of an aged print and the photo; ``grey`` is the share of black and white ones."""
    patches = WithDrawnPages(DetailSampler(photos, size, native=0.5))
    return PairMaker(SometimesGrey(patches, grey), aged_print)


def compressed_pairs(photos: Sequence[np.ndarray], size: int, *, name: str) -> BatchMaker:
    """Pairs whose input went through JPEG: half of them begin where its 16-pixel grid does, as
    files do, the others at every offset.
    """
    chosen = degradation(name)
    sampler = WithDrawnPages(DetailSampler(photos, size + JPEG_BLOCK * chosen.reduces))
    return PairMaker(sampler, chosen.apply, crop=size, whole=0.5)


def real_and_degraded_pairs(
    photos: Sequence[np.ndarray], size: int, *, name: str, share: float, scenes: bool = False
) -> BatchMaker:
    """Real pairs, and pairs made from the good photos by a degradation of random strength.

    Parameters
    ----------
    photos
        H×W×6 pictures are real pairs, H×W×3 ones good photos.
    size
        Side of a patch in pixels.
    name
        Degradation of the good photos.
    share
        Of the real pairs.
    scenes
        Take whole scenes, reduced, for most pairs, and darken half of the inputs: for a network
        that judges the whole picture.

    Raises
    ------
    InputError
        If there is no real pair.
    """
    pairs = [photo for photo in photos if photo.shape[2] == 6]
    good = [photo for photo in photos if photo.shape[2] == 3]
    if not pairs:
        remedy = "Choose a folder with input/ and reference/."
        raise InputError("There are no real pairs to train on.", remedy=remedy)
    real = _exposed_pairs(pairs, size) if scenes else RealPairs(PatchSampler(pairs, size))
    if not good:
        return real
    sharp = SceneSampler(good, size) if scenes else PatchSampler(good, size)
    return MixedPairs(real, PairMaker(sharp, degradation(name).apply_varied), share)


def _exposed_pairs(pairs: Sequence[np.ndarray], size: int) -> RealPairs:
    return RealPairs(PatchSampler(pairs, size), SceneSampler(pairs, size), DARKEST_EXPOSURE)


@dataclass(frozen=True)
class HalfVaried:
    """The degradation of this name, every second time with strengths drawn at random."""

    name: str

    def __call__(self, picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Degrade an H×W×3 ``uint8`` picture."""
        chosen = degradation(self.name)
        apply = chosen.apply if rng.random() < 0.5 else chosen.apply_varied
        return apply(picture, rng)
