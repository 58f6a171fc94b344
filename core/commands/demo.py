"""The main job without a window: enhance a photo and write the comparison figure."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from core.commands.arguments import MakeEngine, command_parser, existing_file
from core.comparison import BOX_COLOURS, ZoomBox
from core.engine import Engine
from core.figures import FigureSpec, Layout, save_figure
from core.figures.figure_methods import FigureMethods, ShownMethod, Subject, provenance
from core.photo import Photo
from core.photos.reading import open_photo
from core.recipe import Recipe, Step
from core.region import Region
from core.user_folders import cache_folder
from resources import sample_path

NETWORK = "espcn-x3"
FIGURE = "sample-comparison.png"


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Enhance a photo (the bundled sample) and write the comparison figure.",
        "main.py demo holiday.jpg",
    )
    result.add_argument("photo", metavar="PHOTO", nargs="?", default=str(sample_path()))
    result.add_argument("-o", "--output", metavar="FIG.png", help="default: in the cache folder")
    result.set_defaults(device="auto")
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Enhance, write the figure and print what it took; returns the exit status."""
    engine = make_engine(args.device)
    photo = open_photo(existing_file(args.photo))
    shown = compared(engine, photo)
    target = Path(args.output) if args.output else own_figure()
    spec = FigureSpec(
        layout=Layout.PAIR,
        panels=tuple(method.panel for method in shown),
        boxes=sample_boxes(photo),
        title=photo.name,
    )
    embedded = provenance(photo, shown, {"layout": "pair"})
    save_figure(spec, target, provenance=embedded, overwrite=args.output is None)
    print(summary(target, shown[-1]))
    return 0


def own_figure() -> Path:
    """A place that belongs to the program, so that an old figure there may be replaced."""
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder / FIGURE


def compared(engine: Engine, photo: Photo) -> list[ShownMethod]:
    """Bicubic before and the network after; a first run loads the network and is not counted."""
    methods = FigureMethods(engine, Subject(photo))
    recipe = Recipe(NETWORK, (Step(NETWORK),))
    load = methods.made(recipe).report
    engine.cache.clear()
    warm = methods.made(recipe)
    report = replace(warm.report, load_seconds=load.load_seconds)
    return [methods.enlarged("bicubic", 3), replace(warm, report=report)]


def sample_boxes(photo: Photo) -> tuple[ZoomBox, ...]:
    """Two boxes where the sample has detail, at the same shares of any other photo."""
    side = max(8, min(photo.width, photo.height) // 10)
    places = ((0.57, 0.66), (0.33, 0.58))
    corners = [(int(x * photo.width), int(y * photo.height)) for x, y in places]
    return tuple(
        ZoomBox(Region(x, y, x + side, y + side), BOX_COLOURS[number])
        for number, (x, y) in enumerate(corners)
    )


def summary(target: Path, shown: ShownMethod) -> str:
    """What was made, and what it took."""
    report = shown.report
    return "\n".join(
        [
            f"figure       {target}",
            f"method       {shown.panel.label}",
            f"device       {report.device} ({report.dtype})",
            f"latency      {report.seconds * 1000:.0f} ms warm, "
            f"{report.load_seconds:.1f} s to load the network once",
            f"peak memory  {report.peak_mb:.0f} MB above the photo",
        ]
    )
