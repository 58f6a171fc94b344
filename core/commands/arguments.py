"""Arguments that several commands share, and what they mean."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from core.depths.depth_saving import KeptDepth
from core.engine import Engine
from core.errors import UsageError
from core.op import Op
from core.photos.writing import SaveOptions
from core.recipe import Recipe, Step, checked_recipe
from core.recipe_files import find_recipe
from core.region import Size

MakeEngine = Callable[[str], Engine]
DEVICES = ("auto", "cpu", "cuda", "mps")


def command_parser(prog: str, description: str, example: str) -> argparse.ArgumentParser:
    """A parser whose help ends with an example."""
    return argparse.ArgumentParser(
        prog=prog,
        description=description,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_method(parser: argparse.ArgumentParser) -> None:
    """``--model`` or ``--recipe``, and ``--set``."""
    method = parser.add_mutually_exclusive_group(required=True)
    method.add_argument("--model", metavar="ID", help="a network, see main.py models")
    method.add_argument("--recipe", metavar="FILE|NAME", help="a recipe's file or name")
    parser.add_argument(
        "--set",
        dest="settings",
        metavar="STEP.PARAM=VALUE",
        action="append",
        default=[],
        help="change a value of a step, named by its op; the second of its kind is id#2",
    )


def add_device(parser: argparse.ArgumentParser) -> None:
    """``--device``."""
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where networks run")


def add_saving(parser: argparse.ArgumentParser) -> None:
    """How pictures are written."""
    parser.add_argument("--format", choices=("jpeg", "png", "tiff", "webp"), help="of the result")
    parser.add_argument("--quality", type=int, default=95, metavar="N", help="1 to 100")
    parser.add_argument("--bits", type=int, choices=(8, 16), help="per channel; as the photo")
    parser.add_argument("--strip-gps", action="store_true", help="leave the place out")
    parser.add_argument(
        "--keep-depth",
        action="store_true",
        help="beside formats other than JPEG too, as .depth.png; JPEG holds it itself",
    )
    parser.add_argument(
        "--drop-depth", action="store_true", help="leave the depth map out of JPEG files too"
    )
    parser.add_argument(
        "--no-provenance", action="store_true", help="embed nothing about how it was made"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace existing results")


def save_options(args: argparse.Namespace) -> SaveOptions:
    """The options that `add_saving` collected.

    Raises
    ------
    UsageError
        If the quality is out of range, or two options contradict each other.
    """
    if not 1 <= args.quality <= 100:
        raise UsageError(f"--quality is {args.quality}.", remedy="Choose 1 to 100.")
    return SaveOptions(
        format=args.format,
        quality=args.quality,
        bits=args.bits,
        strip_gps=args.strip_gps,
        overwrite=args.overwrite,
        depth=_kept_depth(args),
        provenance=not args.no_provenance,
    )


def _kept_depth(args: argparse.Namespace) -> KeptDepth:
    if args.keep_depth and args.drop_depth:
        raise UsageError("--keep-depth and --drop-depth contradict each other.")
    if args.drop_depth:
        return KeptDepth.NONE
    return KeptDepth.BESIDE if args.keep_depth else KeptDepth.INSIDE


def method_recipe(args: argparse.Namespace, ops: Mapping[str, Op]) -> Recipe:
    """The recipe that ``--model``, ``--recipe`` and ``--set`` describe, checked.

    Raises
    ------
    UsageError
        If a method, step or value is wrong.
    """
    recipe = Recipe(args.model, (Step(args.model),)) if args.model else find_recipe(args.recipe)
    return checked_recipe(with_settings(recipe, args.settings), ops)


def with_settings(recipe: Recipe, settings: Sequence[str]) -> Recipe:
    """The recipe with ``step.param=value`` settings applied."""
    steps = list(recipe.steps)
    for setting in settings:
        place, found, value = setting.partition("=")
        step_name, dot, param = place.rpartition(".")
        if not found or not dot:
            raise UsageError(f"--set {setting} is not STEP.PARAM=VALUE.")
        index = _step_index(steps, step_name)
        steps[index] = _changed(steps[index], param, value)
    return replace(recipe, steps=tuple(steps))


def _changed(step: Step, param: str, value: str) -> Step:
    if param == "keep_colours":
        return replace(step, keep_colours=_switch(param, value))
    if param != "strength":
        return step.with_value(param, value)
    try:
        return replace(step, strength=float(value))
    except ValueError:
        raise UsageError(f"strength must be a number, not {value!r}.") from None


def _switch(param: str, value: str) -> bool:
    known = {"yes": True, "no": False}
    if value not in known:
        raise UsageError(f"{param} is yes or no, not {value!r}.")
    return known[value]


def _step_index(steps: Sequence[Step], name: str) -> int:
    op, _, number = name.partition("#")
    places = [index for index, step in enumerate(steps) if step.op == op]
    wanted = int(number) if number.isdigit() else 1
    if not 1 <= wanted <= len(places):
        known = ", ".join(step.op for step in steps)
        raise UsageError(f"The recipe has no step {name!r}.", remedy=f"Its steps: {known}.")
    return places[wanted - 1]


def picture_size(text: str) -> Size:
    """``1280x720`` on the command line."""
    width, height = (int(side) for side in text.lower().split("x"))
    if min(width, height) < 1:
        raise ValueError(text)
    return Size(height, width)


def existing_file(text: str) -> Path:
    """A path to a file that must be there.

    Raises
    ------
    UsageError
        If it is missing or a folder.
    """
    path = Path(text)
    if path.is_dir():
        raise UsageError(f"{path} is a folder, not a photo.", remedy="Name a file in it.")
    if not path.exists():
        raise UsageError(f"{path} does not exist.", remedy="Check the name.")
    return path


def existing_folder(text: str) -> Path:
    """A path to a folder that must be there.

    Raises
    ------
    UsageError
        If it is missing or a file.
    """
    path = Path(text)
    if not path.is_dir():
        what = "is a file, not a folder" if path.exists() else "does not exist"
        raise UsageError(f"{path} {what}.", remedy="Name a folder with photos.")
    return path
