"""``main.py evaluate``: a table of methods over a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from core.atomic_write import write_text
from core.commands.arguments import (
    MakeEngine,
    add_device,
    command_parser,
    existing_folder,
)
from core.commands.methods import evaluation_candidates, is_recipe, named_recipe, split_methods
from core.degradations import DEGRADATIONS
from core.depth import GUESSED
from core.depths.depth_choice import weighs_depth
from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.engine import Engine
from core.evaluation.evaluate import Evaluation, EvaluationRow, evaluate
from core.evaluation.table_means import FIGURES, method_means
from core.evaluation.tables import table_text, to_json
from core.figures.scatter import PlotPoint, PlotScene, save_scatter

AGAINST = {"time": "Seconds per picture", "macs": "Multiply–adds per input pixel"}


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Measure methods on a folder of good photos, or of input/ and reference/ pairs.",
        "main.py evaluate photos --methods espcn-x3 --degrade area-x3 -o table.md",
    )
    result.add_argument("folder", metavar="DIR")
    result.add_argument(
        "--methods",
        required=True,
        metavar="M,M,…",
        help="networks, recipes, input, bicubic, lanczos, telea, navier-stokes, "
        "tuned-unsharp, wiener, or NAME=FOLDER",
    )
    names = ", ".join(d.name for d in DEGRADATIONS)
    result.add_argument("--degrade", metavar="NAME", help=names)
    result.add_argument("--seed", type=int, default=0, metavar="N", help="of the degradation")
    result.add_argument("--vmaf", action="store_true", help="through ffmpeg with libvmaf")
    result.add_argument("-o", "--output", metavar="TABLE.csv|md|tex", help="write the table")
    result.add_argument("--scatter", metavar="FIG.pdf|png|svg", help="quality against --against")
    result.add_argument("--against", choices=tuple(AGAINST), default="time", help="of --scatter")
    result.add_argument("--json", metavar="FILE", help="write every row")
    result.add_argument("--overwrite", action="store_true", help="replace existing files")
    result.add_argument(
        "--depth",
        choices=(DepthOrigin.ESTIMATE.value, DepthOrigin.NONE.value),
        default=DepthOrigin.ESTIMATE.value,
        help="for methods that weigh depth; estimate unless told",
    )
    add_device(result)
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Evaluate and write what was asked for; 1 if something had to be left out."""
    engine = make_engine(args.device)
    names, depth = split_methods(args.methods), DepthSettings(DepthOrigin(args.depth))
    methods = evaluation_candidates(engine, names, depth)
    with tqdm(total=1.0, bar_format="{l_bar}{bar}| {remaining}", disable=None) as bar:

        def advance(share: float, name: str) -> None:
            bar.set_description_str(name)
            bar.update(share - bar.n)

        found = evaluate(
            existing_folder(args.folder),
            methods,
            degrade=args.degrade,
            seed=args.seed,
            with_vmaf=args.vmaf,
            progress=advance,
        )
    write_results(found, args)
    if args.scatter:
        scene = scatter_scene(found.rows, engine, args.against)
        save_scatter(scene, Path(args.scatter), overwrite=args.overwrite)
    guessed = guessing(engine, names) if depth.origin.guesses else []
    for note in (*guessed, *found.skipped):
        print(note, file=sys.stderr)
    return 1 if found.skipped else 0


def guessing(engine: Engine, names: Sequence[str]) -> list[str]:
    """A sentence for every method whose depth was only guessed."""
    recipes = {name: named_recipe(engine, name) for name in names if is_recipe(name)}
    ops = engine.ops
    return [f"{name}: {GUESSED}" for name, one in recipes.items() if weighs_depth(one, ops)]


def write_results(found: Evaluation, args: argparse.Namespace) -> None:
    """Write table and rows, and print the table for reading."""
    if args.json:
        write_text(Path(args.json), to_json(found.rows), overwrite=args.overwrite)
    if args.output:
        text = table_text(found.rows, Path(args.output).suffix)
        write_text(Path(args.output), text, overwrite=args.overwrite)
    print(table_text(found.rows, ".md"))


def scatter_scene(rows: Sequence[EvaluationRow], engine: Engine, against: str) -> PlotScene:
    """Means of PSNR-Y against time, or against the multiplications of a network."""
    figure = next(figure for figure in FIGURES if figure.key == "psnr_y")
    points = []
    for means in method_means(rows):
        op = engine.ops.get(means.method)
        x = means.values["seconds"] if against == "time" else getattr(op, "macs", None)
        if x and means.values[figure.key] is not None:
            points.append(PlotPoint(_label(engine, means.method), x, means.values[figure.key]))
    return PlotScene(tuple(points), AGAINST[against], figure.title, log_x=True)


def _label(engine: Engine, method: str) -> str:
    return engine.ops[method].label if method in engine.ops else method.capitalize()
