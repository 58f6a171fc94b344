"""Random blur for training: Gaussian, defocus and motion of many radii."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.degradations import degradation


@dataclass(frozen=True)
class BlurKind:
    """A kind of blur: how often it is drawn and from which ranges its parameters come."""

    share: float
    name: str
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)


KINDS: tuple[BlurKind, ...] = (
    BlurKind(0.5, "blur"),
    BlurKind(0.25, "blur", {"sigma": (0.5, 2.6)}),
    BlurKind(0.125, "defocus", {"radius": (1.0, 3.5)}),
    BlurKind(0.125, "motion", {"length": (2.0, 9.0), "angle": (-90.0, 90.0)}),
)


def random_blur(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Blur an H×W×3 ``uint8`` picture by one of `KINDS` and round it to 8 bits."""
    kind = KINDS[rng.choice(len(KINDS), p=[kind.share for kind in KINDS])]
    values = {name: rng.uniform(*limits) for name, limits in kind.ranges.items()}
    chosen = degradation(kind.name)
    return chosen.apply(picture, rng, chosen.values(values))
