"""``main.py figure``: the paper's figure out of a photo and some methods."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from core.commands.arguments import MakeEngine, add_device, command_parser
from core.commands.depth_arguments import add_depth
from core.commands.figure_photos import FigurePhoto, box_argument, figure_photos
from core.commands.methods import split_methods
from core.commands.reference_arguments import add_reference
from core.degradations import DEGRADATIONS
from core.figures import FigureSpec, Layout, Motion, WidthPreset, save_figure, snippet
from core.figures.figure_methods import provenance
from core.figures.notes import measuring, notes_on
from core.session import session_to_json

WIDTHS = {
    "one-column": WidthPreset.ONE_COLUMN,
    "two-columns": WidthPreset.TWO_COLUMNS,
    "slide": WidthPreset.SLIDE,
    "screen": WidthPreset.SCREEN,
}
PLAIN = "({letter}) {label}"
MEASURED = "({letter}) {label}, {psnr_y:.2f} dB"
BOX = "a place to magnify, in pixels of PHOTO; N: gives the N-th photo places of its own"


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Make a figure; PHOTO is degraded first with --degrade and is then the ground truth.",
        "main.py figure bird.png -o fig.pdf --layout triple --degrade area-x3 "
        "--methods bicubic,espcn-x3",
    )
    result.add_argument("photo", metavar="PHOTO", nargs="+", help="several get a row each")
    result.add_argument("-o", "--output", required=True, metavar="FIG.png|tiff|pdf|svg|html|gif")
    result.add_argument(
        "--methods",
        required=True,
        metavar="M,M,…",
        help="networks, recipes, input, bicubic, lanczos, nearest, or NAME=FILE (NAME=DIR)",
    )
    result.add_argument("--layout", choices=[kind.value for kind in Layout], default="pair")
    names = ", ".join(d.name for d in DEGRADATIONS)
    result.add_argument("--degrade", metavar="NAME", help=names)
    result.add_argument("--seed", type=int, default=0, metavar="N", help="of the degradation")
    add_reference(result)
    add_depth(result)
    result.add_argument(
        "--box", action="append", default=[], metavar="[N:]X,Y,W,H", type=box_argument, help=BOX
    )
    result.add_argument("--caption", metavar="TEMPLATE", help=f"default: {PLAIN} or {MEASURED}")
    result.add_argument("--title", metavar="TEXT", help="for metadata and captions")
    result.add_argument("--columns", type=int, metavar="N", help="of the layout grid")
    moves = [motion.value for motion in Motion]
    result.add_argument("--motion", choices=moves, default="sweep", help="of a GIF or WebP")
    result.add_argument("--width", choices=tuple(WIDTHS), default="two-columns")
    result.add_argument("--tex", action="store_true", help="print a LaTeX snippet")
    result.add_argument("--no-provenance", action="store_true", help="embed nothing")
    result.add_argument("--overwrite", action="store_true", help="replace an existing figure")
    add_device(result)
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Make the figure; returns the exit status."""
    engine = make_engine(args.device)
    photos = figure_photos(args, engine, split_methods(args.methods))
    spec = figure_spec(args, photos)
    embedded = None if args.no_provenance else figure_provenance(args, photos)
    save_figure(spec, args.output, provenance=embedded, overwrite=args.overwrite)
    print(args.output)
    for note in (notes_on(spec), *depth_notes(photos), *measuring_notes(photos), measuring(spec)):
        if note:
            print(note, file=sys.stderr)
    if args.tex:
        print(snippet(spec, Path(args.output), "latex"))
    return 0


def figure_spec(args: argparse.Namespace, photos: Sequence[FigurePhoto]) -> FigureSpec:
    """The figure that the arguments describe.

    Raises
    ------
    UsageError
        If the pictures do not suit the layout, or the template is wrong.
    """
    measured = any(photo.subject.truth for photo in photos)
    titled = args.layout == Layout.ROWS.value and len(photos) > 1
    return FigureSpec(
        layout=Layout(args.layout),
        rows=tuple(photo.row(titled=titled) for photo in photos),
        width=WIDTHS[args.width],
        caption=(args.caption or (MEASURED if measured else PLAIN)).replace("\\n", "\n"),
        title=args.title or ", ".join(photo.good.name for photo in photos),
        columns=args.columns,
        motion=Motion(args.motion),
    )


def figure_provenance(args: argparse.Namespace, photos: Sequence[FigurePhoto]) -> dict:
    """What the figure embeds: what ran, and the session that the window can go on with."""
    first, *more = photos
    settings = {"degrade": args.degrade, "seed": args.seed, "layout": args.layout}
    shown = [method for photo in photos for method in photo.shown]
    return {
        **provenance(first.subject.photo, shown, settings),
        "more_photos": [{"name": p.good.name, "sha256": p.good.content_hash} for p in more],
        "session": session_to_json(first.session, portable=True),
    }


def depth_notes(photos: Sequence[FigurePhoto]) -> list[str]:
    """Which depth maps could not be used, and what was only guessed, each once."""
    return [f"{photo.good.name}: {note}" for photo in photos for note in photo.depth_notes]


def measuring_notes(photos: Sequence[FigurePhoto]) -> list[str]:
    """What was done to references before results were measured, each once."""
    notes: list[str] = []
    for photo in photos:
        truth = photo.subject.measured_against()
        if truth is not None:
            notes += [f"{photo.good.name}: {note}" for note in truth.notes]
    return list(dict.fromkeys(notes))
