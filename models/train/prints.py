"""Old prints for training: aged in every way, many hardly in some, some black and white."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from core.colour.luma import luma
from core.degradations import degradation

SHARE_STATED = 0.4
SHARE_SPARED = 0.4
FAULTS = ("softness", "colour_loss", "fade", "cast", "texture", "noise", "scratches")


class Sampler(Protocol):
    """Anything that patches come from."""

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """One H×W×3 ``uint8`` patch."""


class SometimesGrey:
    """Patches of which a share is black and white, as most old photos were.

    A network that has seen colour prints only finds colours in grey ones.

    Parameters
    ----------
    patches
        Where they come from.
    share
        Of those without colour.
    """

    def __init__(self, patches: Sampler, share: float) -> None:
        self.patches = patches
        self.share = share

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """One patch, H×W×3 ``uint8``."""
        patch = self.patches.draw(rng)
        return without_colour(patch) if rng.random() < self.share else patch


def without_colour(picture: np.ndarray) -> np.ndarray:
    """An H×W×3 ``uint8`` picture with its luma in every channel."""
    grey = np.rint(luma(picture.astype(np.float32))).astype(np.uint8)
    return np.repeat(grey, 3, axis=2)


def aged_print(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Age an H×W×3 ``uint8`` picture as stated, or else by other strengths.

    Of these, each fault spares four prints in ten: a network that always saw paper and grain
    finds them in clean prints too.
    """
    chosen = degradation("old-photo")
    if rng.random() < SHARE_STATED:
        return chosen.apply(picture, rng)
    spared = {name: 0.0 for name in FAULTS if rng.random() < SHARE_SPARED}
    return chosen.apply(picture, rng, chosen.values({**chosen.vary(rng), **spared}))
