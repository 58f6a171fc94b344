"""What ``main.py figure`` shows of each photo: its truth, its methods and its zoom boxes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.commands.arguments import existing_file
from core.commands.depth_arguments import depth_settings
from core.commands.methods import named_recipe
from core.commands.reference_arguments import file_for, fit_of, fitted_truth, opened_reference
from core.comparison import BOX_COLOURS, Comparison, ZoomBox
from core.depth import GUESSED
from core.depths.depth_choice import weighs_depth, with_chosen_depth
from core.depths.depth_settings import DepthSettings
from core.engine import Engine
from core.errors import UsageError
from core.evaluation.reference import Reference, Spoiling
from core.evaluation.truth import degraded_photo
from core.figures import FigureRow, Layout
from core.figures.figure_methods import ENLARGERS, FigureMethods, ShownMethod, Subject
from core.photo import Photo
from core.photos.reading import open_photo
from core.recipe import Recipe
from core.region import Region, Size
from core.session import Session
from core.view.box_geometry import rescaled_boxes


@dataclass(frozen=True)
class BoxArgument:
    """``[N:]X,Y,W,H``: a place in pixels of a photo.

    Attributes
    ----------
    rect
        The place.
    number
        Which photo it belongs to, from 1; None for one that is on all of them.
    """

    rect: Region
    number: int | None = None


def box_argument(text: str) -> BoxArgument:
    """Read ``[N:]X,Y,W,H``."""
    number, colon, place = text.rpartition(":")
    try:
        x, y, width, height = (int(part) for part in place.split(","))
        which = int(number) if colon else None
    except ValueError:
        message = f"{text!r} is not X,Y,W,H in whole pixels, nor N:X,Y,W,H for the N-th photo"
        raise argparse.ArgumentTypeError(message) from None
    if width <= 0 or height <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} holds no pixel")
    return BoxArgument(Region(x, y, x + width, y + height), which)


@dataclass(frozen=True, eq=False)
class FigurePhoto:
    """A photo and what is shown of it.

    Attributes
    ----------
    good
        The photo as opened.
    subject
        What methods get, and the truth.
    shown
        The panels in order.
    boxes
        In pixels of what methods get.
    reference
        Where the truth comes from.
    depth
        Which depth map the methods got.
    """

    good: Photo
    subject: Subject
    shown: tuple[ShownMethod, ...]
    boxes: tuple[ZoomBox, ...]
    reference: Reference | None = None
    depth: DepthSettings = field(default_factory=DepthSettings)

    @property
    def depth_notes(self) -> list[str]:
        """What has to be said about the depth that methods weighed; nothing where none did."""
        reports = [method.report for method in self.shown if method.report]
        told = [w for r in reports for w in r.warnings if w.endswith(GUESSED)]
        return list(dict.fromkeys((*self.subject.photo.depth_notes, *told)))

    def row(self, *, titled: bool) -> FigureRow:
        """Its pictures and boxes."""
        panels = tuple(method.panel for method in self.shown)
        return FigureRow(panels, self.boxes, self.good.name if titled else "")

    @property
    def session(self) -> Session:
        """The session in which the figure can be gone on with."""
        session = Session(self.good.path, self.subject.photo.content_hash)
        for method in self.shown:
            if method.file is not None:
                session = session.with_candidate(Recipe(method.panel.label), file=method.file)
            elif method.recipe is not None:
                recipe, origin = _unnamed(method.recipe)
                session = session.with_candidate(recipe, origin=origin)
        comparison = Comparison(shown=len(session.candidates), boxes=self.boxes)
        made = replace(session, comparison=comparison, depth=self.depth)
        return replace(made, reference=self.reference)


def figure_photos(
    args: argparse.Namespace, engine: Engine, names: Sequence[str]
) -> list[FigurePhoto]:
    """Open every photo, degrade it or find its truth, and run the methods.

    Raises
    ------
    UsageError
        If a box lies outside its photo, or arguments contradict each other.
    """
    if args.degrade and args.reference:
        raise UsageError("--degrade makes PHOTO the reference.", remedy="Leave out --reference.")
    paths = [existing_file(name) for name in args.photo]
    lost = [box.number for box in args.box if box.number and not 0 < box.number <= len(paths)]
    if lost:
        raise UsageError(f"--box names photo {lost[0]} of {len(paths)}.")
    photos = [open_photo(path) for path in paths]
    return [
        _figure_photo(args, engine, names, photo, _rects(args.box, number, photo, photos[0]))
        for number, photo in enumerate(photos, start=1)
    ]


def _figure_photo(
    args: argparse.Namespace,
    engine: Engine,
    names: Sequence[str],
    photo: Photo,
    rects: Sequence[Region],
) -> FigurePhoto:
    subject, reference = _subject(args, photo)
    depth = depth_settings(args)
    depth = depth if len(args.photo) == 1 else depth.for_folder
    subject = seen_subject(engine, subject, names, depth)
    shown = shown_methods(engine, subject, names, Layout(args.layout))
    boxes = zoom_boxes(rects, subject.factor if args.degrade else 1)
    return FigurePhoto(photo, subject, tuple(shown), boxes, reference, depth)


def _subject(args: argparse.Namespace, photo: Photo) -> tuple[Subject, Reference | None]:
    if args.degrade:
        spoiling = Spoiling.by(args.degrade, None, args.seed)
        made = degraded_photo(photo, spoiling)
        reference = Reference(photo.path, photo.content_hash, spoiled=spoiling)
        return Subject(made.photo, made.good), reference
    if not args.reference:
        return Subject(photo), None
    found, fit = opened_reference(args, photo), fit_of(args)
    fitted_truth(photo, found, fit)
    return Subject(photo, found, fit), Reference(found.path, found.content_hash, fit)


def seen_subject(
    engine: Engine, subject: Subject, names: Sequence[str], depth: DepthSettings
) -> Subject:
    """The subject with the depth that methods get to see, guessed where one of them weighs it."""
    recipes = [named_recipe(engine, name) for name in names if _is_recipe(name)]
    weighed = any(weighs_depth(recipe, engine.ops) for recipe in recipes)
    return replace(subject, photo=with_chosen_depth(subject.photo, depth, weighed=weighed))


def shown_methods(
    engine: Engine, subject: Subject, names: Sequence[str], layout: Layout
) -> list[ShownMethod]:
    """The panels in order; the original leads where the truth is known or one is missing."""
    methods = FigureMethods(engine, subject)
    recipes = {n: named_recipe(engine, n) for n in names if _is_recipe(n)}
    factor = max([subject.factor, *(engine.scale(recipe) for recipe in recipes.values())])
    shown = [_shown(methods, name, recipes, factor) for name in names]
    lacks_one = layout is Layout.PAIR and len(shown) == 1
    wants_truth = subject.truth is not None and layout is not Layout.PAIR
    if lacks_one:
        return [methods.input(), *shown]
    return [methods.original(), *shown] if wants_truth else shown


def _is_recipe(name: str) -> bool:
    return name != "input" and name not in ENLARGERS and "=" not in name


def _shown(methods: FigureMethods, name: str, recipes: dict, factor: int) -> ShownMethod:
    if name == "input":
        return methods.input()
    if name in ENLARGERS:
        return methods.enlarged(name, factor)
    label, is_pair, place = name.partition("=")
    if is_pair:
        found = file_for(place, methods.subject.photo, "result")
        return methods.other_program(label, Path(found))
    return methods.made(recipes[name])


def _rects(boxes: Sequence[BoxArgument], number: int, photo: Photo, first: Photo) -> list[Region]:
    """A photo's own boxes, else those of all, which keep their places on another size."""
    own = [box.rect for box in boxes if box.number == number]
    if own:
        return [_inside(rect, photo) for rect in own]
    common = [_inside(box.rect, first) for box in boxes if box.number is None]
    sizes = Size(first.height, first.width), Size(photo.height, photo.width)
    if sizes[0] == sizes[1]:
        return common
    return [box.rect for box in rescaled_boxes(tuple(map(ZoomBox, common)), *sizes)]


def _inside(rect: Region, photo: Photo) -> Region:
    if rect.within(Size(photo.height, photo.width)) != rect:
        place = f"{rect.left},{rect.top},{rect.width},{rect.height}"
        raise UsageError(
            f"--box {place} lies outside {photo.name} ({photo.width}×{photo.height} pixels).",
            remedy="Give X,Y of the upper left corner, then width and height, in its pixels.",
        )
    return rect


def zoom_boxes(rects: Sequence[Region], factor: int) -> tuple[ZoomBox, ...]:
    """Boxes in the colours of the palette, in pixels of what the methods get."""
    return tuple(
        ZoomBox(rect.covering(factor), BOX_COLOURS[number % len(BOX_COLOURS)])
        for number, rect in enumerate(rects)
    )


def _unnamed(recipe: Recipe) -> tuple[Recipe, str]:
    """A single method as ticking it in the window gives it: without a name, with its origin."""
    single = len(recipe.steps) == 1 and recipe.steps[0].op == recipe.name
    return (replace(recipe, name=""), recipe.name) if single else (recipe, "")
