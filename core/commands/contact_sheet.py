"""``main.py contact-sheet``: the middle of every photo of a folder, by every method."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from core.commands.arguments import (
    MakeEngine,
    add_device,
    command_parser,
    existing_folder,
)
from core.commands.figure_photos import shown_methods
from core.commands.methods import split_methods
from core.degradations import DEGRADATIONS
from core.engine import Engine
from core.errors import DiptychError, UsageError
from core.figures import FigurePanel, FigureSpec, Layout, WidthPreset, save_figure
from core.figures.figure_methods import Subject, degraded_subject
from core.photo import Photo
from core.photos.photo_files import photos_in
from core.photos.reading import open_photo
from core.region import Region


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Show the middle of every photo of a folder, one row a photo, one column a method.",
        "main.py contact-sheet photos --methods bicubic,espcn-x3 -o sheet.png",
    )
    result.add_argument("folder", metavar="DIR")
    result.add_argument("--methods", required=True, metavar="M,M,…")
    result.add_argument("-o", "--output", required=True, metavar="SHEET.png")
    names = ", ".join(d.name for d in DEGRADATIONS)
    result.add_argument("--degrade", metavar="NAME", help=names)
    result.add_argument("--side", type=int, default=160, metavar="N", help="of a crop, in pixels")
    result.add_argument("--overwrite", action="store_true", help="replace an existing sheet")
    add_device(result)
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Make the sheet; 1 if a photo had to be left out."""
    engine, names = make_engine(args.device), split_methods(args.methods)
    panels, failed = [], 0
    paths = photos_in(existing_folder(args.folder))
    for path in tqdm(paths, desc="photos", disable=None):
        try:
            panels += row(engine, path, names, args)
        except DiptychError as error:
            failed += 1
            print(error, file=sys.stderr)
    if not panels:
        raise UsageError(f"{args.folder} holds no photo that can be shown.")
    spec = FigureSpec(
        layout=Layout.GRID,
        panels=tuple(panels),
        width=WidthPreset.SCREEN,
        caption="{label}",
        columns=len(panels) // (len(paths) - failed),
    )
    save_figure(spec, Path(args.output), provenance=None, overwrite=args.overwrite)
    print(args.output)
    return 1 if failed else 0


def row(
    engine: Engine, path: Path, names: list[str], args: argparse.Namespace
) -> list[FigurePanel]:
    """The middle of one photo by every method."""
    photo = middle(open_photo(path), args.side)
    subject = degraded_subject(photo, args.degrade) if args.degrade else Subject(photo)
    shown = shown_methods(engine, subject, names, Layout.GRID)
    return [
        FigurePanel(f"{path.stem}: {method.panel.label}", method.panel.pixels, method.panel.scale)
        for method in shown
    ]


def middle(photo: Photo, side: int) -> Photo:
    """The square middle of a photo, or all of it where it is smaller."""
    height, width = min(side, photo.height), min(side, photo.width)
    left, top = (photo.width - width) // 2, (photo.height - height) // 2
    pixels = Region(left, top, left + width, top + height).of(photo.pixels).copy()
    return Photo(pixels, path=photo.path, icc=photo.icc)
