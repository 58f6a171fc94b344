"""``main.py enhance``: one photo, one method, one new file."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
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
from core.commands.depth_arguments import add_depth, depth_settings
from core.commands.reference_arguments import (
    add_reference,
    fit_of,
    fitted_truth,
    opened_reference,
)
from core.depths.depth_choice import weighs_depth, with_chosen_depth
from core.engine import Engine, TileDone
from core.errors import UsageError
from core.evaluation.truth import Truth
from core.photo import Photo
from core.photos.carried import holds_place
from core.photos.mask_file import read_mask
from core.photos.picture_origin import origin_text, session_of
from core.photos.reading import open_photo
from core.photos.writing import SaveOptions, check_target, save_picture
from core.recipe import Recipe
from core.rendition import Rendition

MASK_HELP = "white where the photo has holes, for damage-repair; without it, it looks for black"


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
    add_depth(result)
    result.add_argument("--mask", metavar="FILE", help=MASK_HELP)
    add_reference(result)
    result.add_argument("--report", metavar="FILE.json", help="write how the picture came about")
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Enhance the photo; returns the exit status."""
    engine = make_engine(args.device)
    recipe = method_recipe(args, engine.ops)
    options, target = save_options(args), Path(args.output)
    depth = depth_settings(args)
    weighed = weighs_depth(recipe, engine.ops)
    photo = with_chosen_depth(open_photo(existing_file(args.photo)), depth, weighed=weighed)
    if args.mask:
        photo = photo_with_mask(photo, existing_file(args.mask), engine, recipe)
    truth = truth_to_measure(args, photo) if args.reference else None
    check_target(target, photo, overwrite=options.overwrite)
    rendition = run_with_bar(engine, photo, recipe)
    notes = save_picture(
        rendition.pixels,
        target,
        source=photo,
        options=options,
        alpha=rendition.alpha,
        text=origin_text(session_of(photo, recipe, depth), rendition.report),
    )
    if args.report:
        text = json.dumps(rendition.report.to_json(), indent=2)
        write_text(Path(args.report), text, overwrite=args.overwrite)
    print(summary(rendition, target))
    for note in (*rendition.report.warnings, *notes, *place_notes(photo, options)):
        print(note)
    if truth is not None:
        print(measured(rendition, truth))
    return 0


def place_notes(photo: Photo, options: SaveOptions) -> list[str]:
    """What became of the place where the photo was taken; nothing if the photo does not tell it."""
    if not holds_place(photo):
        return []
    kept = "goes along; --strip-gps leaves it out."
    return [f"The place (GPS) {'was left out.' if options.strip_gps else kept}"]


def photo_with_mask(photo: Photo, path: Path, engine: Engine, recipe: Recipe) -> Photo:
    """The photo with a mask of its holes.

    Raises
    ------
    UsageError
        If no step of the recipe looks at a mask.
    InputError
        If the mask does not fit the photo.
    """
    if not any(engine.ops[step.op].uses_mask for step in recipe.active):
        raise UsageError(
            f"No step of {recipe.name} takes a mask.", remedy="Leave out --mask, or fill holes."
        )
    return replace(photo, mask=read_mask(path, photo))


def truth_to_measure(args: argparse.Namespace, photo: Photo) -> Truth:
    """The ground truth that was named, of the photo's size, with the mask of its holes."""
    truth = fitted_truth(photo, opened_reference(args, photo), fit_of(args))
    return truth if photo.mask is None else replace(truth, mask=photo.mask.holes)


def measured(rendition: Rendition, truth: Truth) -> str:
    """PSNR and SSIM against the truth, with the protocol and what had to be done.

    Raises
    ------
    UsageError
        If there is no whole factor between result and truth.
    """
    whole, scale = truth.photo_size.region, rendition.scale
    scores = truth.scores(rendition.pixels, whole, whole, scale=scale, icc=rendition.photo.icc)
    if scores is None:
        raise UsageError(
            f"The result is ×{scale} of the photo, the reference ×{truth.factor}.",
            remedy="Give a reference of the result's size.",
        )
    ssim = "too small" if scores.ssim is None else f"{scores.ssim:.4f}"
    figures = f"PSNR {scores.psnr:.2f} dB, PSNR-Y {scores.psnr_y:.2f} dB, SSIM {ssim}"
    if scores.psnr_mask is not None:
        figures += f", in the holes {scores.psnr_mask:.2f} dB"
    how = [f"8 bits, {scores.protocol}", truth.treatment(scale), *truth.notes]
    return f"{figures} ({'; '.join(part.rstrip('.') for part in how if part)})"


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
    loading = (
        f" after {report.load_seconds:.1f} s of loading" if report.load_seconds >= 0.05 else ""
    )
    return (
        f"{target}: {width}×{height}, {report.seconds:.2f} s on {report.device} "
        f"({report.dtype}){loading}, "
        f"peak memory {report.peak_mb:.0f} MB above the photo"
    )
