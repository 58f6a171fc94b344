"""What a run gives: pixels, and a report that defends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from core.photo import Photo
from core.recipe import Recipe
from core.region import Region


@dataclass(frozen=True)
class StepReport:
    """One step of a run.

    Attributes
    ----------
    op, fingerprint
        Id of the op, and the SHA-256 of its weights if it has some.
    device, dtype
        What it ran on.
    tile, halo, tiles
        Side of a tile and halo in pixels of the step's input, and how many tiles were computed.
    cold_seconds
        Time of the first tile, with what had to be loaded for it.
    seconds
        Time of all tiles together.
    warm_seconds
        What all tiles would take at the pace of those after the first, counted in pixels.
    operations
        Useful floating-point operations of those tiles in 10⁹, halos not counted; 0 if unknown.
    peak_gflops
        The device's fastest matrix product, in 10⁹ operations a second; 0 if it was not measured.
    """

    op: str
    fingerprint: str
    device: str
    dtype: str
    tile: int
    halo: int
    tiles: int
    cold_seconds: float
    seconds: float
    warm_seconds: float
    operations: float = 0.0
    peak_gflops: float = 0.0

    @property
    def gflops(self) -> float:
        """Useful operations a second in 10⁹, warm."""
        return self.operations / self.warm_seconds if self.warm_seconds > 0 else 0.0

    @property
    def share_of_peak(self) -> float:
        """The same as a share of the fastest matrix product; 0 if that is not known."""
        return self.gflops / self.peak_gflops if self.peak_gflops > 0 else 0.0


@dataclass(frozen=True)
class RunReport:
    """How a picture came about.

    Attributes
    ----------
    recipe_digest, photo_hash
        What was done, and to what.
    steps
        One report a step that ran.
    load_seconds
        Time to load networks that were not loaded yet.
    seconds
        Wall time of the run after that.
    megapixels
        Input pixels in millions that were computed.
    peak_mb
        Peak resident memory above what was there before the run, in 10⁶ bytes; the result counts.
    result_mb
        Size of the result in memory, in 10⁶ bytes.
    device_peak_mb
        Peak of the accelerator's allocator; None on the CPU.
    warnings
        What the user should know.
    versions
        Program and libraries.
    """

    recipe_digest: str
    photo_hash: str
    steps: tuple[StepReport, ...]
    load_seconds: float
    seconds: float
    megapixels: float
    peak_mb: float
    result_mb: float
    device_peak_mb: float | None = None
    warnings: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()

    @property
    def working_mb(self) -> float:
        """Peak memory above what was there before the run and its result, in 10⁶ bytes."""
        return max(0.0, self.peak_mb - self.result_mb)

    @property
    def device(self) -> str:
        """Device of the heaviest step."""
        return self._heaviest("device", "cpu")

    @property
    def dtype(self) -> str:
        """Precision of the heaviest step."""
        return self._heaviest("dtype", "float32")

    @property
    def cold_seconds(self) -> float:
        """What the user waited: loading and running."""
        return self.load_seconds + self.seconds

    @property
    def share_of_peak(self) -> float:
        """Of the heaviest step: useful operations as a share of the fastest matrix product."""
        return self._heaviest("share_of_peak", 0.0)

    @property
    def warm_seconds(self) -> float:
        """Sum of the steps' warm times."""
        return sum(step.warm_seconds for step in self.steps)

    def _heaviest(self, name: str, default: Any) -> Any:
        heaviest = max(self.steps, key=lambda step: step.seconds, default=None)
        return default if heaviest is None else getattr(heaviest, name)

    def to_json(self) -> dict[str, Any]:
        """The report as plain data for `json.dump`."""
        derived = {
            "versions": dict(self.versions),
            "cold_seconds": self.cold_seconds,
            "warm_seconds": self.warm_seconds,
            "working_mb": self.working_mb,
            "share_of_peak": self.share_of_peak,
        }
        return {**asdict(self), **derived}


@dataclass(frozen=True, eq=False)
class Rendition:
    """Pixels and the report that goes with them.

    Attributes
    ----------
    pixels
        H×W×C in the photo's depth and colour space, ``scale`` times larger than the region.
    alpha
        H×W, or None.
    region
        Part of the photo that was computed, in the photo's pixels.
    scale
        Enlargement over the whole recipe.
    photo, recipe, report
        Where it came from.
    reduced
        The pixels averaged in groups as they were asked for, by factor; empty where they have to
        be averaged afterwards.
    """

    pixels: np.ndarray
    alpha: np.ndarray | None
    region: Region
    scale: int
    photo: Photo
    recipe: Recipe
    report: RunReport
    reduced: Mapping[int, np.ndarray] = field(default_factory=dict)
