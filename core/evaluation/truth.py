"""The ground truth beside a photo: brought to its size, and what results are worth against it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from core.colour.display_colour import DisplayTransform
from core.colour.profiles import profile_name
from core.degradations import blackened, degradation, generator_for
from core.errors import InputError
from core.evaluation.evaluation_set import eight_bits
from core.evaluation.reference import Fit, Spoiling
from core.hole_mask import HoleMask
from core.metrics import Protocol, Scores, measure
from core.photo import Photo
from core.region import Region, Size
from core.resample import crop_to_multiple, enlarger, pillow_resized, reduce_area
from core.view.strokes import stroke_mask

MARGIN = 4
"""Photo pixels around a place that enlarging a smaller result needs."""


@dataclass(frozen=True, eq=False)
class Degraded:
    """A photo that was made worse on purpose.

    Attributes
    ----------
    photo
        What methods get, the mask of its holes included; it keeps path, profile and metadata of
        the good one.
    good
        The truth, ``factor`` times larger, in 8 bits.
    """

    photo: Photo
    good: Photo

    @property
    def mask(self) -> np.ndarray | None:
        """H×W ``bool``, True where the picture was destroyed; None where nothing was."""
        return None if self.photo.mask is None else self.photo.mask.holes


def degraded_photo(good: Photo, spoiling: Spoiling) -> Degraded:
    """Degrade a good photo as `evaluate` does: equal names, seeds and values, equal bytes.

    Raises
    ------
    UsageError
        If the photo is too small for it.
    """
    spoil = degradation(spoiling.name)
    pixels = np.ascontiguousarray(crop_to_multiple(eight_bits(good.pixels), spoil.reduces))
    if spoiling.strokes:
        mask = stroke_mask(pixels.shape[:2], spoiling.strokes)
        made = blackened(pixels, mask)
    else:
        rng = generator_for(good.name, spoil.name, spoiling.seed)
        made, mask = spoil.apply_with_mask(pixels, rng, dict(spoiling.values))
    photo = replace(
        good,
        pixels=np.ascontiguousarray(made),
        content_hash="",
        alpha=None,
        mask=None if mask is None else HoleMask(mask, str(spoiling)),
        file_bits=8,
        notes=(*good.notes, f"Degraded on purpose: {spoiling}."),
    )
    truth = replace(good, pixels=pixels, alpha=None, content_hash=good.content_hash)
    return Degraded(photo, truth)


def misfit(photo: Photo, truth: Photo) -> str:
    """Why a reference cannot be compared as it is; empty if it can.

    It must have the photo's size or a whole multiple of it; rows and columns that are too few for
    one more photo pixel may be left over.
    """
    factor = _factor(photo, truth)
    spare = (truth.height - factor * photo.height, truth.width - factor * photo.width)
    if factor and max(spare) < max(factor, 1):
        return ""
    return (
        f"{truth.name} has {truth.width}×{truth.height} pixels, {photo.name} "
        f"{photo.width}×{photo.height}."
    )


def can_crop(photo: Photo, truth: Photo) -> bool:
    """Whether a part of the reference is as large as the photo."""
    return truth.height >= photo.height and truth.width >= photo.width


@dataclass(frozen=True, eq=False)
class Truth:
    """A reference that is ready to be compared.

    Attributes
    ----------
    pixels
        H×W×C ``uint8``, ``factor`` times the photo's size.
    factor
        Own pixels per pixel of the photo.
    icc
        Its colour profile.
    notes
        Sentences on what had to be done to it.
    mask
        Of the photo's size, where it was destroyed; None where nothing was.
    """

    pixels: np.ndarray
    factor: int = 1
    icc: bytes | None = None
    notes: tuple[str, ...] = ()
    mask: np.ndarray | None = None

    @property
    def photo_size(self) -> Size:
        """Size of the photo that it belongs to."""
        height, width = self.pixels.shape[:2]
        return Size(height // self.factor, width // self.factor)

    def protocol(self, region: Region) -> Protocol:
        """How a place is measured: only the whole picture of an enlargement loses its border."""
        whole = region == self.photo_size.region
        return Protocol(border=self.factor if whole and self.factor > 1 else 0)

    def scores(
        self,
        pixels: np.ndarray,
        covers: Region,
        region: Region,
        *,
        scale: int = 1,
        icc: bytes | None = None,
    ) -> Scores | None:
        """Measure a result on a place.

        Parameters
        ----------
        pixels
            H×W×C, ``uint8`` or ``uint16``: the result on ``covers``.
        covers
            What the pixels show, in photo pixels; `MARGIN` more than ``region`` where there is
            room, so that a smaller result can be enlarged without a seam.
        region
            The place to measure, in photo pixels.
        scale
            Pixels of the result per photo pixel.
        icc
            The result's profile; where it differs from the truth's, both are compared in sRGB.

        Returns
        -------
        Scores or None
            None where the sizes have no whole factor between them.

        Notes
        -----
        A smaller result is enlarged by bicubic, a larger one reduced by area; `treatment` says so.
        """
        if self.factor % scale and scale % self.factor:
            return None
        truth = region.scaled(self.factor).of(self.pixels)
        if _colours(icc) != _colours(self.icc):
            pixels = _in_srgb(pixels, icc)
            truth = _in_srgb(np.ascontiguousarray(truth), self.icc)
        result = _on_grid_of_truth(eight_bits(pixels), covers, region, scale, self.factor)
        mask = region.of(self.mask) if self.mask is not None and self.factor == 1 else None
        return measure(result, truth, protocol=self.protocol(region), mask=mask, colour=False)

    def reduction(self, scale: int) -> int:
        """By how much a result of this enlargement is reduced before it is measured."""
        return 1 if scale % self.factor else max(1, scale // self.factor)

    def treatment(self, scale: int) -> str:
        """What is done to a result of this enlargement before it is measured; empty if nothing."""
        if self.reduction(scale) > 1:
            return f"reduced ×{self.reduction(scale)} by area to the reference's size"
        if self.factor > scale and not self.factor % scale:
            return f"enlarged ×{self.factor // scale} by bicubic to the reference's size"
        return "" if scale == self.factor else "not measured: no whole factor to the reference"


def truth_for(photo: Photo, truth: Photo, fit: Fit = Fit.EXACT) -> Truth:
    """Bring a reference to the photo's size as it was chosen, and say so.

    Raises
    ------
    InputError
        If it is of another size and nothing was chosen, or is too small to be cropped.
    """
    problem = misfit(photo, truth)
    pixels, notes = eight_bits(truth.pixels), list(_notes(photo, truth))
    if not problem:
        factor = _factor(photo, truth)
        fitted = pixels[: photo.height * factor, : photo.width * factor]
        return Truth(np.ascontiguousarray(fitted), factor, truth.icc, tuple(notes))
    if fit is Fit.RESIZE:
        fitted = pillow_resized(pixels, (photo.width, photo.height), Image.Resampling.BICUBIC)
        notes.append(f"Resized from {truth.width}×{truth.height} (bicubic) as chosen.")
    elif fit is Fit.CROP and can_crop(photo, truth):
        fitted = _middle(photo, truth).of(pixels)
        notes.append(f"Cropped to its middle from {truth.width}×{truth.height} as chosen.")
    else:
        raise InputError(problem, remedy="Choose whether it shall be cropped or resized.")
    return Truth(np.ascontiguousarray(fitted), 1, truth.icc, tuple(notes))


def truth_of(made: Degraded) -> Truth:
    """The truth behind a degraded photo."""
    found = truth_for(made.photo, made.good)
    return replace(found, mask=made.mask)


def _factor(photo: Photo, truth: Photo) -> int:
    return min(truth.height // photo.height, truth.width // photo.width)


def _notes(photo: Photo, truth: Photo) -> list[str]:
    notes = []
    if photo.bits != truth.bits:
        bits = f"The reference has {truth.bits} bits, the photo {photo.bits}"
        notes.append(f"{bits}: both are compared at 8.")
    names = _colours(photo.icc), _colours(truth.icc)
    if names[0] != names[1]:
        profiles = f"The reference is {names[1]}, the photo {names[0]}"
        notes.append(f"{profiles}: both are compared in sRGB.")
    if photo.channels != truth.channels:
        notes.append("One is grey and one in colour: grey counts as three equal channels.")
    return notes


def _colours(icc: bytes | None) -> str:
    """Name of the colour space; what has no profile is taken for sRGB everywhere."""
    return profile_name(icc) if icc else "sRGB"


def _middle(photo: Photo, truth: Photo) -> Region:
    left, top = (truth.width - photo.width) // 2, (truth.height - photo.height) // 2
    return Region(left, top, left + photo.width, top + photo.height)


def _in_srgb(pixels: np.ndarray, icc: bytes | None) -> np.ndarray:
    channels, bits = pixels.shape[2], 8 * pixels.itemsize
    return DisplayTransform.for_photo(icc, channels, bits).rgb(np.ascontiguousarray(pixels))


def _on_grid_of_truth(
    pixels: np.ndarray, covers: Region, region: Region, scale: int, factor: int
) -> np.ndarray:
    """Enlarge a smaller result by bicubic, or reduce a larger one; then cut the margin off."""
    if factor > scale:
        by = factor // scale
        pixels = enlarger("bicubic", by)(np.ascontiguousarray(pixels), by)
    elif scale > factor:
        pixels = reduce_area(np.ascontiguousarray(pixels), scale // factor)
    return region.relative_to(covers).scaled(factor).of(pixels)
