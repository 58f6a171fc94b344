"""What is evaluated: networks and recipes, other programs' results, and the baselines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from core.errors import InputError, UsageError
from core.evaluation.deblurring import tuned_unsharp, wiener
from core.evaluation.evaluation_set import Case, eight_bit_pixels, partner
from core.photos.photo_files import photos_in
from core.resample import enlarger

INPAINTING_RADIUS = 3


@dataclass(frozen=True, eq=False)
class EvaluationResult:
    """A result and what it cost.

    Attributes
    ----------
    pixels
        H×W×C ``uint8`` or ``uint16``.
    seconds
        Wall time without loading; None if unknown.
    peak_mb
        Peak memory above what was there before, in 10⁶ bytes; None if unknown.
    device, dtype
        What it ran on; None if unknown.
    """

    pixels: np.ndarray
    seconds: float | None = None
    peak_mb: float | None = None
    device: str | None = None
    dtype: str | None = None


class Candidate(Protocol):
    """Anything that has a result for a case."""

    @property
    def name(self) -> str:
        """In tables."""

    def on(self, case: Case) -> EvaluationResult:
        """The result for a case."""


@dataclass(frozen=True)
class Method:
    """A network or a recipe.

    Attributes
    ----------
    name
        In tables.
    scale
        Whole factor of enlargement.
    run
        Maps H×W×C ``uint8`` pixels to the result.
    run_masked
        For methods that are told where the holes are: the same with an H×W ``bool`` mask; used
        where the case has one.
    """

    name: str
    scale: int
    run: Callable[[np.ndarray], EvaluationResult]
    run_masked: Callable[[np.ndarray, np.ndarray], EvaluationResult] | None = None

    def on(self, case: Case) -> EvaluationResult:
        """Run on a case's input.

        Raises
        ------
        UsageError
            If the case wants another enlargement.
        """
        if self.scale != case.scale:
            raise UsageError(
                f"{self.name} enlarges ×{self.scale}, but the reference of {case.image} is "
                f"×{case.scale} of its input."
            )
        if self.run_masked is not None and case.mask is not None:
            return self.run_masked(case.pixels, case.mask)
        return self.run(case.pixels)


@dataclass(frozen=True)
class FolderResults:
    """Results of another program: one file a picture, named like it.

    Raises
    ------
    InputError
        If the folder is not there.
    """

    name: str
    folder: Path

    def __post_init__(self) -> None:
        if not self.folder.is_dir():
            raise InputError(
                f"The folder {self.folder} of {self.name} is not there.", remedy="Check the path."
            )

    def on(self, case: Case) -> EvaluationResult:
        """Read the result.

        Raises
        ------
        InputError
            If it is missing or cannot be read.
        """
        found = partner(case.image, photos_in(self.folder))
        if found is None:
            raise InputError(
                f"{self.folder.name} has no result for {case.image}.",
                remedy="Name it like the picture.",
            )
        return EvaluationResult(eight_bit_pixels(found))


@dataclass(frozen=True)
class Baseline:
    """A classical method that needs no weights; one that is tuned with the truth has no time."""

    name: str
    make: Callable[[Case], np.ndarray]
    tuned: bool = False

    def on(self, case: Case) -> EvaluationResult:
        """Compute and time it."""
        start = time.perf_counter()
        pixels = self.make(case)
        seconds = None if self.tuned else time.perf_counter() - start
        return EvaluationResult(pixels, seconds, None, "cpu", "uint8")


def baseline(name: str) -> Baseline | None:
    """The baseline of a name, None if there is none; see `BASELINES`."""
    return next((found for found in BASELINES if found.name == name), None)


def with_baselines(methods: Iterable[Candidate], scale: int) -> list[Candidate]:
    """The methods behind the baselines that every table shows: what an enlargement without a
    network gives, or the input itself."""
    wanted = list(methods)
    names = {method.name for method in wanted}
    always = ("bicubic", "lanczos") if scale > 1 else ("input",)
    return [b for b in BASELINES if b.name in always and b.name not in names] + wanted


def _enlarged(name: str) -> Callable[[Case], np.ndarray]:
    return lambda case: enlarger(name, case.scale)(case.pixels, case.scale)


def _inpainted(algorithm: int) -> Callable[[Case], np.ndarray]:
    def make(case: Case) -> np.ndarray:
        if case.mask is None:
            raise UsageError(
                f"{case.image} has no mask to fill in.", remedy="Use it with --degrade holes."
            )
        mask = case.mask.astype(np.uint8)
        filled = cv2.inpaint(case.pixels, mask, INPAINTING_RADIUS, algorithm)
        return filled.reshape(case.pixels.shape)

    return make


BASELINES: tuple[Baseline, ...] = (
    Baseline("input", _enlarged("nearest")),
    Baseline("bicubic", _enlarged("bicubic")),
    Baseline("lanczos", _enlarged("lanczos")),
    Baseline("telea", _inpainted(cv2.INPAINT_TELEA)),
    Baseline("navier-stokes", _inpainted(cv2.INPAINT_NS)),
    Baseline("tuned-unsharp", tuned_unsharp, tuned=True),
    Baseline("wiener", wiener, tuned=True),
)
"""``input`` is the input itself, its pixels repeated where it was reduced; ``telea`` and
``navier-stokes`` are OpenCV's inpainting with a radius of 3 (doi:10.1080/10867651.2004.10487596,
doi:10.1109/CVPR.2001.990497); ``tuned-unsharp`` and ``wiener`` are those of
`core.evaluation.deblurring`."""
