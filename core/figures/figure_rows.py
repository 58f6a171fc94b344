"""More photos in one figure: the same methods, degradation and zoom boxes on each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.evaluation.truth import degraded_photo
from core.figures.figure_draft import FigureSource
from core.figures.figure_methods import Subject
from core.photo import Photo
from core.photos.reading import open_photo
from core.region import Size
from core.view.box_geometry import rescaled_boxes


def row_source(like: FigureSource, path: Path) -> FigureSource:
    """Another photo treated like the one of a figure.

    Recipes run on it, a degradation is repeated with its seed, and zoom boxes lie in the same
    places. Results of other programs and references from files belong to one photo only and are
    left out.

    Raises
    ------
    PhotoError
        If it cannot be opened.
    UsageError
        If it is too small to be degraded.
    """
    photo = open_photo(path)
    subject, old = Subject(photo), like.subject.photo
    reference = like.session.reference
    if reference is not None and reference.spoiled is not None:
        made = degraded_photo(photo, reference.spoiled)
        subject = Subject(made.photo, made.good)
    session = like.session.without_files()
    boxes = rescaled_boxes(session.comparison.boxes, _size(old), _size(subject.photo))
    session = replace(
        session,
        path=path,
        photo_hash=photo.content_hash,
        comparison=replace(session.comparison, boxes=boxes),
        reference=None,
    )
    return FigureSource(like.engine, subject, session)


def _size(photo: Photo) -> Size:
    return Size(photo.height, photo.width)
