"""``main.py contact-sheet``: the middle of every photo of a folder, by every method."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from core.commands.arguments import (
    MakeEngine,
    add_device,
    command_parser,
    existing_folder,
)
from core.commands.depth_arguments import add_depth, depth_settings
from core.commands.figure_photos import seen_subject, shown_methods
from core.commands.methods import split_methods
from core.degradations import DEGRADATIONS
from core.engine import Engine
from core.errors import InputError, UsageError
from core.figures import FigurePanel, FigureSpec, Layout, WidthPreset, save_figure
from core.figures.figure_methods import ShownMethod, Subject, degraded_subject
from core.ops.depth_sampling import sampled
from core.photo import Photo
from core.photos.photo_files import photos_in
from core.photos.reading import open_photo
from core.region import Region, Size


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Show the middle of every photo of a folder by every method, side by side.",
        "main.py contact-sheet photos --methods bicubic,espcn-x3 -o sheet.png",
    )
    result.add_argument("folder", metavar="DIR")
    result.add_argument("--methods", required=True, metavar="M,M,…")
    result.add_argument("-o", "--output", required=True, metavar="SHEET.png")
    names = ", ".join(d.name for d in DEGRADATIONS)
    result.add_argument("--degrade", metavar="NAME", help=names)
    add_depth(result)
    result.add_argument("--side", type=int, default=160, metavar="N", help="of a crop, in pixels")
    result.add_argument("--no-provenance", action="store_true", help="embed nothing")
    result.add_argument("--overwrite", action="store_true", help="replace an existing sheet")
    add_device(result)
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Make the sheet; 1 if a photo had to be left out."""
    engine, names = make_engine(args.device), split_methods(args.methods)
    rows: list[SheetRow] = []
    paths = photos_in(existing_folder(args.folder))
    for path in tqdm(paths, desc="photos", disable=None):
        try:
            rows.append(sheet_row(engine, path, names, args))
        except InputError as error:
            print(error, file=sys.stderr)
    if not rows:
        raise UsageError(f"{args.folder} holds no photo that can be shown.")
    spec = FigureSpec(
        layout=Layout.GRID,
        panels=tuple(panel for row in rows for panel in row.panels),
        width=WidthPreset.SCREEN,
        caption="{label}",
        columns=sheet_columns(len(rows), len(rows[0].panels)),
    )
    embedded = None if args.no_provenance else sheet_provenance(rows, args)
    save_figure(spec, Path(args.output), provenance=embedded, overwrite=args.overwrite)
    print(args.output)
    return 1 if len(rows) < len(paths) else 0


def sheet_columns(photos: int, methods: int) -> int:
    """Columns of a sheet that is about as wide as high; the methods of a photo stay together."""
    return methods * max(1, round(math.sqrt(photos / methods)))


@dataclass(frozen=True, eq=False)
class SheetRow:
    """A photo, and its middle by every method."""

    photo: Photo
    shown: tuple[ShownMethod, ...]

    @property
    def panels(self) -> list[FigurePanel]:
        """Its pictures, named by photo and method."""
        name = Path(self.photo.name).stem
        own = (method.panel for method in self.shown)
        return [FigurePanel(f"{name}: {p.label}", p.pixels, p.scale) for p in own]


def sheet_row(engine: Engine, path: Path, names: list[str], args: argparse.Namespace) -> SheetRow:
    """The middle of one photo by every method."""
    depth = depth_settings(args).for_folder
    opened = seen_subject(engine, Subject(open_photo(path)), names, depth).photo
    photo = middle(opened, args.side)
    subject = degraded_subject(photo, args.degrade) if args.degrade else Subject(photo)
    return SheetRow(opened, tuple(shown_methods(engine, subject, names, Layout.GRID)))


def sheet_provenance(rows: Sequence[SheetRow], args: argparse.Namespace) -> dict[str, Any]:
    """What the sheet embeds: photos, settings, and what ran on the first of them."""
    return {
        "photos": [{"name": r.photo.name, "sha256": r.photo.content_hash} for r in rows],
        "methods": [method.provenance() for method in rows[0].shown],
        "settings": {"degrade": args.degrade, "side": args.side},
    }


def middle(photo: Photo, side: int) -> Photo:
    """The square middle of a photo, or all of it where it is smaller."""
    height, width = min(side, photo.height), min(side, photo.width)
    left, top = (photo.width - width) // 2, (photo.height - height) // 2
    place = Region(left, top, left + width, top + height)
    depth = photo.depth
    if depth is not None:
        part = sampled(depth.nearness, place, Size(photo.height, photo.width))
        depth = replace(depth, nearness=part)
    return Photo(place.of(photo.pixels).copy(), path=photo.path, icc=photo.icc, depth=depth)
