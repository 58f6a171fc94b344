"""The pictures of an evaluation: good photos to be degraded, or pairs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.degradations import Degradation, generator_for
from core.errors import InputError, UsageError
from core.levels import sixteen_to
from core.photos.photo_files import photos_in
from core.photos.reading import open_photo
from core.resample import crop_to_multiple

PLAIN_NAMES = {"hr", "gt", "good", "reference", "original", "images", "photos", "test", "valid"}


@dataclass(frozen=True, eq=False)
class Case:
    """One picture to be enhanced, and its truth.

    Attributes
    ----------
    image
        File name.
    pixels
        What methods start from, H×W×C ``uint8``.
    reference
        The truth, ``scale`` times larger, ``uint8``.
    scale
        Whole factor between the two.
    mask
        H×W ``bool``, True where the picture was destroyed; None where nothing was.
    origin
        Where the input comes from, for the protocol.
    kernel
        The blur's weights, where the input is the reference blurred; None elsewhere.
    """

    image: str
    pixels: np.ndarray
    reference: np.ndarray
    scale: int = 1
    mask: np.ndarray | None = None
    origin: str = "input as given"
    kernel: np.ndarray | None = None


@dataclass(frozen=True)
class CaseFiles:
    """Where a case comes from; without ``degraded`` it is made from ``reference``."""

    image: str
    reference: Path
    degraded: Path | None = None
    mask: Path | None = None


@dataclass(frozen=True)
class EvaluationSet:
    """A folder's cases, not read yet.

    Attributes
    ----------
    name
        For tables.
    files
        One entry a case.
    unpaired
        Files of ``input/`` or ``reference/`` without a partner, as ``"input/a.png"``.
    degradation
        How the input is made from the reference; None for pairs.
    """

    name: str
    files: tuple[CaseFiles, ...]
    unpaired: tuple[str, ...] = ()
    degradation: Degradation | None = None


def evaluation_set(folder: Path, degradation: Degradation | None) -> EvaluationSet:
    """Find the cases of a folder of good photos, or of one with ``input/`` and ``reference/``.

    A third folder, ``mask/``, may show in white where the inputs were destroyed.

    Raises
    ------
    InputError
        If the folder is not there or holds no photo or pair.
    UsageError
        If good photos come without a degradation, or pairs with one.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise InputError(f"The folder {folder.name} is not there.", remedy="Check the path.")
    if (folder / "input").is_dir() and (folder / "reference").is_dir():
        return _pairs(folder, degradation)
    files = tuple(CaseFiles(path.name, path) for path in photos_in(folder))
    if not files:
        raise InputError(f"There is no photo in {folder.name}.", remedy=_other_places(folder))
    if degradation is None:
        raise UsageError(
            f"{folder.name} holds good photos without inputs.",
            remedy="Say how to degrade them with --degrade, or give a folder with input/ and "
            "reference/.",
        )
    return EvaluationSet(_name(folder), files, degradation=degradation)


def open_case(files: CaseFiles, degradation: Degradation | None, seed: int = 0) -> Case:
    """Read, or make, one case.

    Raises
    ------
    InputError
        If a file cannot be read, or two sizes do not belong together.
    """
    reference = eight_bit_pixels(files.reference)
    if files.degraded is not None:
        return _paired_case(files, eight_bit_pixels(files.degraded), reference)
    if degradation is None:
        raise UsageError(f"{files.image} has no input.", remedy="Say how to degrade it.")
    rng = generator_for(files.image, degradation.name, seed)
    pixels, mask = degradation.apply_with_mask(reference, rng)
    scale = degradation.reduces
    origin = f"input by {degradation.name}, seed {seed}"
    truth = crop_to_multiple(reference, scale)
    return Case(files.image, pixels, truth, scale, mask, origin, degradation.blur_kernel())


def eight_bit_pixels(path: Path) -> np.ndarray:
    """A photo's pixels, upright, rounded to 8 bits; without alpha.

    Raises
    ------
    PhotoError
        If it cannot be opened.
    """
    return eight_bits(open_photo(path).pixels)


def eight_bits(pixels: np.ndarray) -> np.ndarray:
    """``uint8`` or ``uint16`` pixels rounded to 8 bits."""
    return pixels if pixels.dtype == np.uint8 else sixteen_to(pixels, np.uint8)


def _pairs(folder: Path, degradation: Degradation | None) -> EvaluationSet:
    if degradation is not None:
        raise UsageError(
            f"{folder.name} holds pairs of input and reference already.",
            remedy=f"Leave out --degrade, or evaluate {folder.name}/reference.",
        )
    inputs, references = photos_in(folder / "input"), photos_in(folder / "reference")
    masks = photos_in(folder / "mask") if (folder / "mask").is_dir() else []
    partners = {path: partner(path.name, references) for path in inputs}
    files = tuple(
        CaseFiles(path.name, found, path, partner(path.name, masks))
        for path, found in partners.items()
        if found is not None
    )
    alone = [f"input/{path.name}" for path, found in partners.items() if found is None]
    alone += [f"reference/{p.name}" for p in references if p not in partners.values()]
    if not files:
        raise InputError(
            f"No file in {folder.name}/input has a partner in {folder.name}/reference.",
            remedy="Give both the same name.",
        )
    return EvaluationSet(_name(folder), files, tuple(alone))


def partner(name: str, candidates: list[Path]) -> Path | None:
    """The file of the same name; else the only one that differs in its suffix alone."""
    same = [path for path in candidates if path.name == name]
    stem = Path(name).stem
    alike = same or [path for path in candidates if path.stem == stem]
    return alike[0] if len(alike) == 1 else None


def _paired_case(files: CaseFiles, pixels: np.ndarray, reference: np.ndarray) -> Case:
    scale = max(reference.shape[0] // pixels.shape[0], 1)
    cropped = crop_to_multiple(reference, scale)
    if cropped.shape[:2] != (pixels.shape[0] * scale, pixels.shape[1] * scale):
        raise InputError(
            f"{files.image}: the input has {pixels.shape[1]}×{pixels.shape[0]} pixels, the "
            f"reference {reference.shape[1]}×{reference.shape[0]}.",
            remedy="Both must show the same crop, the reference larger by a whole factor.",
        )
    mask = None if files.mask is None else eight_bit_pixels(files.mask)[..., 0] > 127
    if mask is not None and mask.shape != cropped.shape[:2]:
        raise InputError(f"{files.image}: its mask is of another size than its reference.")
    return Case(files.image, pixels, cropped, scale, mask)


def _name(folder: Path) -> str:
    if folder.name.lower() in PLAIN_NAMES and folder.parent.name:
        return f"{folder.parent.name}/{folder.name}"
    return folder.name


def _other_places(folder: Path) -> str:
    inner = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    return f"It has the folders {', '.join(inner[:8])}." if inner else "Choose another folder."
