"""A depth map: how near each place of a photo is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

RELATIVE, ESTIMATE = "relative", "estimate"
GUESSED = "depth was estimated, not measured."


@dataclass(frozen=True, eq=False)
class DepthMap:
    """Relative nearness over the whole photo, at its own resolution.

    Attributes
    ----------
    nearness
        h×w ``float32`` in [0, 1]: 1 at the nearest place, 0 at the farthest. It covers the same
        picture as the photo, upright, whatever its resolution.
    source
        For people: "From the photo (HEIC)", "Sidecar IMG_1.depth.png", "Estimate" …
    near, far
        Distances in metres where the file states them.
    kind
        What the source's values are, for people: ``"disparity"``, ``"distance"``, ``"relative"``;
        an estimate says so here.
    """

    nearness: np.ndarray
    source: str
    near: float | None = None
    far: float | None = None
    kind: str = RELATIVE

    def __post_init__(self) -> None:
        self.nearness.flags.writeable = False

    @cached_property
    def digest(self) -> str:
        """SHA-256 over shape and values, so that no result of another map is taken for this one."""
        seen = hashlib.sha256(str(self.nearness.shape).encode())
        seen.update(np.ascontiguousarray(self.nearness))
        return seen.hexdigest()
