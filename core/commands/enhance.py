"""``main.py enhance``: one photo, one method, one new file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tqdm import tqdm

from core.atomic_write import write_text
from core.commands.arguments import (
    MakeEngine,
    add_device,
    add_method,
    add_saving,
    command_parser,
    existing_file,
    method_recipe,
    save_options,
)
from core.engine import Engine, TileDone
from core.photo import Photo
from core.reading import open_photo
from core.recipe import Recipe
from core.rendition import Rendition
from core.writing import check_target, save_picture


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Enhance a photo with a network or a recipe.",
        "main.py enhance holiday.jpg -o holiday-x3.png --model espcn-x3",
    )
    result.add_argument("photo", metavar="PHOTO")
    result.add_argument("-o", "--output", required=True, metavar="OUT", help="the new file")
    add_method(result)
    add_device(result)
    add_saving(result)
    result.add_argument("--report", metavar="FILE.json", help="write how the picture came about")
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Enhance the photo; returns the exit status."""
    engine = make_engine(args.device)
    recipe = method_recipe(args, engine.ops)
    options, target = save_options(args), Path(args.output)
    photo = open_photo(existing_file(args.photo))
    check_target(target, photo, overwrite=options.overwrite)
    rendition = run_with_bar(engine, photo, recipe)
    save_picture(rendition.pixels, target, source=photo, options=options, alpha=rendition.alpha)
    if args.report:
        text = json.dumps(rendition.report.to_json(), indent=2)
        write_text(Path(args.report), text, overwrite=args.overwrite)
    print(summary(rendition, target))
    return 0


def run_with_bar(engine: Engine, photo: Photo, recipe: Recipe) -> Rendition:
    """Run a recipe behind a progress bar, which appears only on a terminal."""
    with tqdm(desc=photo.name, unit="tile", disable=None, leave=False) as bar:

        def advance(tile: TileDone) -> None:
            bar.total = tile.total
            bar.update()

        return engine.run(photo, recipe, progress=advance)


def summary(rendition: Rendition, target: Path) -> str:
    """One line on what was made, how fast and with how much memory."""
    height, width = rendition.pixels.shape[:2]
    report = rendition.report
    return (
        f"{target}: {width}×{height}, {report.seconds:.2f} s on {report.device} "
        f"({report.dtype}) after {report.load_seconds:.2f} s of loading, "
        f"peak memory {report.peak_mb:.0f} MB above the photo"
    )
