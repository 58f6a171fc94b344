"""Reading a reference: from a file, or from a folder in which it has the photo's name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InputError
from core.evaluation.reference import Fit, Reference, Spoiling
from core.photo import Photo
from core.photos.photo_files import photos_in

if TYPE_CHECKING:  # loaded with the first reference: the window appears sooner
    from core.evaluation.truth import Degraded, Truth


@dataclass(frozen=True, eq=False)
class Loaded:
    """A reference that was read.

    Attributes
    ----------
    photo
        What it belongs to.
    reference
        What the session keeps of it.
    picture
        As it was in its file.
    truth
        Ready to be compared; None where it does not fit the photo.
    problem, can_crop
        Why it does not fit, and whether a part of it would.
    """

    photo: Photo
    reference: Reference
    picture: Photo
    truth: Truth | None
    problem: str = ""
    can_crop: bool = False


def as_photo(truth: Truth | None, reference: Reference | None) -> Photo | None:
    """The truth as a picture that can be shown and put into figures."""
    if truth is None or reference is None:
        return None
    known = f"{reference.photo_hash} {reference.fit.value} {truth.pixels.shape}"
    return Photo(truth.pixels, path=reference.path, content_hash=known, icc=truth.icc)


def named_like(photo: Photo, folder: Path) -> Path:
    """The picture of the photo's name in a folder.

    Raises
    ------
    InputError
        If there is none.
    """
    from core.evaluation.evaluation_set import partner

    found = partner(photo.name, photos_in(folder))
    if found is None:
        raise InputError(
            f"{folder.name} holds no picture named like {photo.name}.",
            remedy="Name the reference like the photo, or open its file.",
        )
    return found


def load_reference(photo: Photo, path: Path, fit: Fit) -> Loaded:
    """Read a reference; ``fit`` counts only where its size is another one.

    Raises
    ------
    PhotoError
        If it cannot be read.
    """
    from core.evaluation.truth import can_crop, misfit, truth_for
    from core.photos.reading import open_photo

    picture = open_photo(path)
    problem = misfit(photo, picture)
    reference = Reference(path, picture.content_hash, fit if problem else Fit.EXACT)
    truth = None if problem and fit is Fit.EXACT else truth_for(photo, picture, fit)
    return Loaded(photo, reference, picture, truth, problem, can_crop(photo, picture))


def fit_reference(loaded: Loaded, fit: Fit) -> Loaded:
    """Bring a reference that did not fit to the photo's size."""
    from core.evaluation.truth import truth_for

    truth = truth_for(loaded.photo, loaded.picture, fit)
    return replace(loaded, reference=replace(loaded.reference, fit=fit), truth=truth)


def degrade_again(photo: Photo, spoiling: Spoiling) -> tuple[Spoiling, Degraded, Photo]:
    """Make the degraded photo of a session from the good one."""
    from core.evaluation.truth import degraded_photo

    return spoiling, degraded_photo(photo, spoiling), photo
