"""Where a photo was destroyed: a mask that methods which fill holes are told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.region import Region


@dataclass(frozen=True, eq=False)
class HoleMask:
    """The destroyed places of a photo.

    Attributes
    ----------
    holes
        H×W ``bool`` of the photo's size, upright, True where it was destroyed.
    source
        For people: "Black holes, seed 3", "mask.png" …
    """

    holes: np.ndarray
    source: str = ""

    def __post_init__(self) -> None:
        self.holes.flags.writeable = False

    @cached_property
    def digest(self) -> str:
        """SHA-256 over shape and values, so that no result of another mask is taken for this."""
        seen = hashlib.sha256(str(self.holes.shape).encode())
        seen.update(np.packbits(self.holes))
        return seen.hexdigest()

    def within(self, region: Region, scale: int) -> np.ndarray:
        """The mask of a region of the photo enlarged by a whole factor, H×W ``bool``."""
        part = region.covering(scale).of(self.holes)
        large = part.repeat(scale, 0).repeat(scale, 1) if scale > 1 else part
        return region.relative_to(region.covering(scale).scaled(scale)).of(large)
