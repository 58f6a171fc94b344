"""``main.py figure``: the paper's figure out of a photo and some methods."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from core.commands.arguments import (
    MakeEngine,
    add_device,
    command_parser,
    existing_file,
)
from core.commands.methods import named_recipe, split_methods
from core.comparison import BOX_COLOURS, ZoomBox
from core.degradations import DEGRADATIONS
from core.engine import Engine
from core.errors import UsageError
from core.figures import FigureSpec, Layout, WidthPreset, save_figure
from core.figures.figure_methods import (
    ENLARGERS,
    FigureMethods,
    ShownMethod,
    Subject,
    degraded_subject,
    provenance,
    referenced_subject,
)
from core.figures.notes import missing_note
from core.photos.reading import open_photo
from core.region import Region

WIDTHS = {
    "one-column": WidthPreset.ONE_COLUMN,
    "two-columns": WidthPreset.TWO_COLUMNS,
    "slide": WidthPreset.SLIDE,
    "screen": WidthPreset.SCREEN,
}
PLAIN = "({letter}) {label}"
MEASURED = "({letter}) {label}, {psnr_y:.2f} dB"


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Make a figure; PHOTO is degraded first with --degrade and is then the ground truth.",
        "main.py figure bird.png -o fig.pdf --layout triple --degrade area-x3 "
        "--methods bicubic,espcn-x3",
    )
    result.add_argument("photo", metavar="PHOTO")
    result.add_argument("-o", "--output", required=True, metavar="FIG.png|tiff|pdf|svg|html|gif")
    result.add_argument(
        "--methods",
        required=True,
        metavar="M,M,…",
        help="networks, recipes, input, bicubic, lanczos, nearest, or NAME=FILE",
    )
    result.add_argument("--layout", choices=[kind.value for kind in Layout], default="pair")
    names = ", ".join(d.name for d in DEGRADATIONS)
    result.add_argument("--degrade", metavar="NAME", help=names)
    result.add_argument("--reference", metavar="FILE", help="the ground truth")
    result.add_argument("--box", action="append", default=[], metavar="X,Y,W,H", type=box_rect)
    result.add_argument("--caption", metavar="TEMPLATE", help=f"default: {PLAIN} or {MEASURED}")
    result.add_argument("--width", choices=tuple(WIDTHS), default="two-columns")
    result.add_argument("--tex", action="store_true", help="print a LaTeX snippet")
    result.add_argument("--no-provenance", action="store_true", help="embed nothing")
    result.add_argument("--overwrite", action="store_true", help="replace an existing figure")
    add_device(result)
    return result


def box_rect(text: str) -> Region:
    """``X,Y,W,H`` in pixels of PHOTO."""
    try:
        x, y, width, height = (int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not X,Y,W,H in whole pixels") from None
    if width <= 0 or height <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} holds no pixel")
    return Region(x, y, x + width, y + height)


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Make the figure; returns the exit status."""
    engine = make_engine(args.device)
    subject = subject_of(args)
    shown = shown_methods(engine, subject, split_methods(args.methods), Layout(args.layout))
    spec = FigureSpec(
        layout=Layout(args.layout),
        panels=tuple(method.panel for method in shown),
        boxes=zoom_boxes(args.box, subject.factor if args.degrade else 1),
        width=WIDTHS[args.width],
        caption=args.caption or (MEASURED if subject.truth else PLAIN),
        title=subject.photo.name,
    )
    settings = {"degrade": args.degrade, "layout": args.layout}
    embedded = None if args.no_provenance else provenance(subject.photo, shown, settings)
    save_figure(spec, args.output, provenance=embedded, overwrite=args.overwrite)
    print(args.output)
    if missing_note(spec):
        print(missing_note(spec), file=sys.stderr)
    if args.tex:
        from core.figures import snippet

        print(snippet(spec, Path(args.output), "latex"))
    return 0


def subject_of(args: argparse.Namespace) -> Subject:
    """The photo, degraded or with its reference.

    Raises
    ------
    UsageError
        If both are asked for.
    """
    if args.degrade and args.reference:
        raise UsageError("--degrade makes PHOTO the reference.", remedy="Leave out --reference.")
    photo = open_photo(existing_file(args.photo))
    if args.degrade:
        return degraded_subject(photo, args.degrade)
    if args.reference:
        return referenced_subject(photo, open_photo(existing_file(args.reference)))
    return Subject(photo)


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
        return methods.other_program(label, existing_file(place))
    return methods.made(recipes[name])


def zoom_boxes(rects: Sequence[Region], factor: int) -> tuple[ZoomBox, ...]:
    """Boxes in the colours of the palette, in pixels of what the methods get."""
    return tuple(
        ZoomBox(rect.covering(factor), BOX_COLOURS[number % len(BOX_COLOURS)])
        for number, rect in enumerate(rects)
    )
