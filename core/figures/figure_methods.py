"""What stands in a figure: methods run on a photo, shown in screen colours and measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from core.colour.display_colour import DisplayTransform
from core.engine import Engine
from core.evaluation.reference import Fit, Spoiling
from core.evaluation.truth import Truth, degraded_photo, truth_for
from core.figures import FigurePanel
from core.photo import Photo
from core.photos.reading import open_photo
from core.recipe import Recipe, recipe_to_json
from core.rendition import RunReport
from core.resample import enlarger

ENLARGERS = ("bicubic", "lanczos", "nearest")


@dataclass(frozen=True, eq=False)
class Subject:
    """A photo to work on, and the truth where it is known.

    Attributes
    ----------
    photo
        What the methods get.
    truth
        What they should give.
    fit
        What is done to a truth that is not of the photo's size or a whole factor larger.
    """

    photo: Photo
    truth: Photo | None = None
    fit: Fit = Fit.EXACT

    @property
    def factor(self) -> int:
        """How much larger the truth is; 1 without one."""
        truth = self.measured_against()
        return 1 if truth is None else truth.factor

    def measured_against(self) -> Truth | None:
        """The truth as results are compared with it; None without one.

        Raises
        ------
        InputError
            If it is of another size and nothing was chosen, or too small to be cropped.
        """
        if self.truth is None:
            return None
        mask = self.photo.mask
        found = truth_for(self.photo, self.truth, self.fit)
        return replace(found, mask=None if mask is None else mask.holes)


@dataclass(frozen=True, eq=False)
class ShownMethod:
    """A panel, and what it takes to make it again."""

    panel: FigurePanel
    recipe: Recipe | None = None
    report: RunReport | None = None
    file: Path | None = None

    def provenance(self) -> dict[str, Any]:
        """Recipe, report and file as plain data."""
        return {
            "label": self.panel.label,
            "recipe": recipe_to_json(self.recipe) if self.recipe else None,
            "report": self.report.to_json() if self.report else None,
            "file": self.file.name if self.file else None,
            "metrics": dict(self.panel.metrics),
            "protocol": self.panel.protocol,
            "treatment": self.panel.treatment,
        }


def degraded_subject(good: Photo, name: str, *, seed: int = 0) -> Subject:
    """Take a good photo as truth and degrade it by name, seeded as in evaluations."""
    made = degraded_photo(good, Spoiling.by(name, None, seed))
    return Subject(made.photo, made.good)


@dataclass(frozen=True, eq=False)
class FigureMethods:
    """Makes the panels of one subject.

    Attributes
    ----------
    engine
        Runs the recipes.
    subject
        What they run on.
    labels
        Captions by method, where the method's own name should not be used.
    """

    engine: Engine
    subject: Subject
    labels: Mapping[str, str] = field(default_factory=dict)

    def original(self) -> ShownMethod:
        """The photo, or the truth where it is known."""
        truth = self.subject.measured_against()
        if truth is None:
            return self.input()
        return ShownMethod(self._panel("Original", truth.pixels, truth.icc, measured=False))

    def input(self) -> ShownMethod:
        """What the methods get."""
        photo = self.subject.photo
        label = self.labels.get("input", "Input")
        return ShownMethod(self._panel(label, photo.pixels, photo.icc))

    def enlarged(self, name: str, factor: int) -> ShownMethod:
        """The input enlarged by ``"bicubic"``, ``"lanczos"`` or ``"nearest"``."""
        photo = self.subject.photo
        pixels = enlarger(name, factor)(photo.pixels, factor)
        label = self.labels.get(name, f"{name.capitalize()} ×{factor}")
        return ShownMethod(self._panel(label, pixels, photo.icc))

    def made(self, recipe: Recipe) -> ShownMethod:
        """The result of a recipe."""
        rendition = self.engine.run(self.subject.photo, recipe)
        label = self.labels.get(recipe.name, self._label(recipe))
        panel = self._panel(label, rendition.pixels, self.subject.photo.icc)
        return ShownMethod(panel, recipe, rendition.report)

    def other_program(self, label: str, path: Path) -> ShownMethod:
        """The result of another program, from its file, in its own colours."""
        result = open_photo(path)
        return ShownMethod(self._panel(label, result.pixels, result.icc), file=path)

    def _label(self, recipe: Recipe) -> str:
        """A single step's own label says more than its id."""
        single = len(recipe.steps) == 1 and recipe.steps[0].op == recipe.name
        return self.engine.ops[recipe.name].label if single else recipe.name

    def _panel(
        self, label: str, pixels: np.ndarray, icc: bytes | None, *, measured: bool = True
    ) -> FigurePanel:
        """A picture in screen colours; one without a profile counts as sRGB, as in the window."""
        photo = self.subject.photo
        shown = DisplayTransform.for_photo(icc, pixels.shape[2], 8 * pixels.itemsize)
        scale = max(1, pixels.shape[0] // photo.height)
        panel = FigurePanel(label, shown.rgb(pixels), scale)
        metrics = self._metrics(pixels, scale, icc) if measured else {}
        return self._told(panel, metrics) if metrics else panel

    def _told(self, panel: FigurePanel, metrics: Mapping[str, float]) -> FigurePanel:
        """The panel with its metrics and how they were measured."""
        truth = self.subject.measured_against()
        protocol = f"8 bits, {truth.protocol(truth.photo_size.region)}"
        treatment = truth.treatment(panel.scale)
        return replace(panel, metrics=metrics, protocol=protocol, treatment=treatment)

    def _metrics(self, pixels: np.ndarray, scale: int, icc: bytes | None) -> dict[str, float]:
        """PSNR and SSIM against the truth, as `core.evaluation.truth.Truth` measures them."""
        truth = self.subject.measured_against()
        if truth is None:
            return {}
        whole = truth.photo_size.region
        scores = truth.scores(pixels, whole, whole, scale=scale, icc=icc)
        if scores is None:
            return {}
        found = {
            "psnr": scores.psnr,
            "psnr_y": scores.psnr_y,
            "psnr_mask": scores.psnr_mask,
            "ssim": scores.ssim,
            "ms_ssim": scores.ms_ssim,
        }
        return {name: value for name, value in found.items() if value is not None}


def provenance(photo: Photo, shown: Sequence[ShownMethod], settings: Mapping[str, Any]) -> dict:
    """What a figure embeds so that it can be made again."""
    return {
        "photo": {"name": photo.name, "sha256": photo.content_hash},
        "methods": [method.provenance() for method in shown],
        "settings": dict(settings),
    }
