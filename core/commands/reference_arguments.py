"""Arguments that say what the ground truth is, and what is done where its size is another one."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.commands.arguments import existing_file
from core.errors import InputError
from core.evaluation.evaluation_set import partner
from core.evaluation.reference import Fit
from core.evaluation.truth import Truth, truth_for
from core.photo import Photo
from core.photos.photo_files import photos_in
from core.photos.reading import open_photo

FITS = {fit.value: fit for fit in (Fit.CROP, Fit.RESIZE)}


def add_reference(parser: argparse.ArgumentParser) -> None:
    """``--reference`` and ``--fit``."""
    parser.add_argument(
        "--reference",
        metavar="FILE|DIR",
        help="the ground truth, or a folder in which it has the photo's name",
    )
    parser.add_argument(
        "--fit", choices=tuple(FITS), help="a reference of another size: its middle, or all of it"
    )


def fit_of(args: argparse.Namespace) -> Fit:
    """What was chosen for a reference of another size."""
    return FITS.get(args.fit, Fit.EXACT)


def file_for(place: str, photo: Photo, what: str) -> Path:
    """A file that belongs to a photo, or the one of its name in a folder.

    Raises
    ------
    UsageError
        If there is no such file.
    InputError
        If the folder holds none for the photo.
    """
    if not Path(place).is_dir():
        return existing_file(place)
    found = partner(photo.name, photos_in(Path(place)))
    if found is None:
        raise InputError(
            f"{place} holds no {what} for {photo.name}.", remedy="Name it like the photo."
        )
    return found


def opened_reference(args: argparse.Namespace, photo: Photo) -> Photo:
    """The photo's ground truth, as it is in its file.

    Raises
    ------
    InputError, UsageError
        If it is missing or cannot be read.
    """
    return open_photo(file_for(args.reference, photo, "reference"))


def fitted_truth(photo: Photo, reference: Photo, fit: Fit) -> Truth:
    """The truth brought to the photo's size as it was chosen.

    Raises
    ------
    InputError
        If it is of another size and nothing was chosen, or too small to be cropped.
    """
    try:
        return truth_for(photo, reference, fit)
    except InputError as error:
        remedy = "Choose --fit resize." if fit is Fit.CROP else "Choose --fit crop or --fit resize."
        raise InputError(error.message, remedy=remedy) from error
