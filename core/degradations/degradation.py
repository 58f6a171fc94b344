"""What a degradation is, and how it is seeded."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from core.errors import UsageError
from core.params import Param, ParamScale, Values, checked_values

Make = Callable[[np.ndarray, np.random.Generator, Values], np.ndarray]
MakeMask = Callable[[tuple[int, int], np.random.Generator, Values], np.ndarray]


@dataclass(frozen=True, eq=False)
class Degradation:
    """A named way to spoil a good photo.

    Attributes
    ----------
    name
        As on the command line.
    label
        For people.
    reduces
        Factor by which the picture gets smaller; 1 if it keeps its size.
    make
        Maps an H×W×C ``uint8`` picture, a random generator and the values to the degraded
        ``uint8`` picture.
    source
        Paper that uses it.
    params
        Its parameters; their defaults are the protocol.
    training
        Ranges from which `vary` draws for training; the others keep their defaults.
    mask
        For what destroys places: maps (height, width), a generator and the values to the H×W
        ``bool`` mask of the places that ``make`` blackens with an equal generator.
    chance
        Whether another seed gives another picture.
    kernel
        For what blurs: maps the values to the blur's weights.
    """

    name: str
    label: str
    reduces: int
    make: Make
    source: str
    params: tuple[Param, ...] = ()
    training: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    mask: MakeMask | None = None
    chance: bool = False
    kernel: Callable[[Values], np.ndarray] | None = None

    def values(self, given: Mapping[str, object] | None = None) -> Values:
        """All values, defaults filled in.

        Raises
        ------
        UsageError
            If one is unknown or not allowed.
        """
        return checked_values(self.name, self.params, given or {})

    def apply(
        self, picture: np.ndarray, rng: np.random.Generator, values: Values | None = None
    ) -> np.ndarray:
        """Degrade an H×W×C ``uint8`` picture; an equal generator gives equal bytes.

        Raises
        ------
        UsageError
            If the picture is too small, or a value is not allowed.
        """
        height, width = picture.shape[:2]
        if min(height, width) < self.reduces:
            raise UsageError(
                f"{width}×{height} pixels cannot be reduced ×{self.reduces}.",
                remedy="Choose a larger picture.",
            )
        return self.make(picture, rng, self.values(values))

    def apply_with_mask(
        self, picture: np.ndarray, rng: np.random.Generator, values: Values | None = None
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Like `apply`, with the H×W ``bool`` mask of destroyed places; None without any."""
        if self.mask is None:
            return self.apply(picture, rng, values), None
        mask = self.mask(picture.shape[:2], rng, self.values(values))
        return blackened(picture, mask), mask

    def blur_kernel(self, values: Values | None = None) -> np.ndarray | None:
        """The blur's weights, of odd height and width; None for what does not blur."""
        return None if self.kernel is None else self.kernel(self.values(values))

    def apply_varied(self, picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Degrade with strengths drawn by `vary`: for training."""
        return self.apply(picture, rng, self.vary(rng))

    def vary(self, rng: np.random.Generator) -> Values:
        """Values drawn evenly from the training ranges (on a log scale for such parameters)."""
        return self.values({p.name: self._drawn(p, rng) for p in self.params})

    def _drawn(self, param: Param, rng: np.random.Generator) -> object:
        if param.name not in self.training:
            return param.default
        low, high = self.training[param.name]
        if param.scale is ParamScale.LOG:
            return math.exp(rng.uniform(math.log(low), math.log(high)))
        return rng.uniform(low, high)


def blackened(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """A copy of an H×W×C picture that is black where the H×W mask is set."""
    return np.where(mask[..., None], np.zeros(1, picture.dtype), picture)


def generator_for(image: str, degradation_name: str, seed: int = 0) -> np.random.Generator:
    """The random generator of one picture, the same in every run and on every machine.

    Parameters
    ----------
    image
        The file's name without its folder.
    degradation_name
        So that two degradations of one picture are independent.
    seed
        Another seed gives another, equally reproducible draw.
    """
    digest = hashlib.sha256(f"{seed}\n{degradation_name}\n{image}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "little"))
