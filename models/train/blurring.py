"""Random blur for training: Gaussian, defocus and motion of many radii."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.degradations import degradation

STRONGEST_NOISE = 4.0


@dataclass(frozen=True)
class BlurKind:
    """A kind of blur: how often it is drawn and from which ranges its parameters come.

    ``noisy`` kinds get noise of a standard deviation of up to 4 levels every second time.
    """

    share: float
    name: str
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    noisy: bool = False


KINDS: tuple[BlurKind, ...] = (
    BlurKind(0.5, "blur"),
    BlurKind(0.25, "blur", {"sigma": (0.2, 2.6)}, noisy=True),
    BlurKind(0.125, "defocus", {"radius": (1.0, 3.5)}, noisy=True),
    BlurKind(0.125, "motion", {"length": (2.0, 9.0), "angle": (-90.0, 90.0)}, noisy=True),
)


def random_blur(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Blur an H×W×3 ``uint8`` picture by one of `KINDS`, rounded to 8 bits."""
    kind = KINDS[rng.choice(len(KINDS), p=[kind.share for kind in KINDS])]
    values = {name: rng.uniform(*limits) for name, limits in kind.ranges.items()}
    chosen = degradation(kind.name)
    blurred = chosen.apply(picture, rng, chosen.values(values))
    return with_noise(blurred, rng) if kind.noisy and rng.random() < 0.5 else blurred


def with_noise(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Add Gaussian noise of a random strength to a ``uint8`` picture."""
    spread = rng.uniform(0, STRONGEST_NOISE)
    noisy = picture + spread * rng.standard_normal(picture.shape, np.float32)
    return np.rint(noisy).clip(0, 255).astype(np.uint8)
