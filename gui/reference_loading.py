"""Reading a reference: from a file, or from a folder in which it has the photo's name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import InputError
from core.evaluation_set import partner
from core.photo import Photo
from core.photo_files import photos_in
from core.reading import open_photo
from core.reference import Fit, Reference
from core.truth import Truth, misfit, truth_for


@dataclass(frozen=True, eq=False)
class Loaded:
    """A reference that was read; ``truth`` is None where it does not fit the photo."""

    photo: Photo
    reference: Reference
    picture: Photo
    truth: Truth | None


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
    picture = open_photo(path)
    fits = not misfit(photo, picture)
    reference = Reference(path, picture.content_hash, Fit.EXACT if fits else fit)
    truth = truth_for(photo, picture, fit) if fits or fit is not Fit.EXACT else None
    return Loaded(photo, reference, picture, truth)


def fit_reference(loaded: Loaded, fit: Fit) -> Loaded:
    """Bring a reference that did not fit to the photo's size."""
    truth = truth_for(loaded.photo, loaded.picture, fit)
    return replace(loaded, reference=replace(loaded.reference, fit=fit), truth=truth)
