"""``main.py batch``: a folder of photos through one method."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from core.batch import BatchProgress, run_batch
from core.batch_report import BatchReport
from core.commands.arguments import (
    MakeEngine,
    add_device,
    add_method,
    add_saving,
    command_parser,
    existing_folder,
    method_recipe,
    save_options,
)
from core.commands.depth_arguments import add_depth, depth_settings
from core.commands.interrupt import stopped_by_ctrl_c
from core.errors import UsageError


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Enhance every photo of a folder; a bad file never stops the others.",
        "main.py batch holiday enhanced --recipe sharpen --report done.csv",
    )
    result.add_argument("in_dir", metavar="IN_DIR")
    result.add_argument("out_dir", metavar="OUT_DIR", help="made if it is missing")
    add_method(result)
    add_device(result)
    add_saving(result)
    add_depth(result)
    result.add_argument("--jobs", type=int, default=1, metavar="N", help="photos at a time")
    result.add_argument("--resume", action="store_true", help="leave out what is done already")
    result.add_argument("--report", metavar="FILE.csv", help="what was done, failed, and why")
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Run the batch; 1 if a photo has no result."""
    if args.jobs < 1:
        raise UsageError("--jobs must be at least 1.")
    engine = make_engine(args.device)
    recipe = method_recipe(args, engine.ops)
    options, depth = save_options(args), depth_settings(args)
    in_dir = existing_folder(args.in_dir)
    with stopped_by_ctrl_c() as stopped, tqdm(unit="photo", disable=None) as bar:

        def show(step: BatchProgress) -> None:
            bar.total = step.total
            bar.set_postfix_str(step.name)
            bar.update(step.done - bar.n)

        report = run_batch(
            engine,
            in_dir,
            Path(args.out_dir),
            recipe,
            options,
            depth=depth,
            progress=show,
            cancelled=stopped,
            jobs=args.jobs,
            resume=args.resume,
        )
    tell(report)
    if args.report:
        report.save(Path(args.report), overwrite=args.overwrite)
    return report.exit_status


def tell(report: BatchReport) -> None:
    """Name what failed, then say what was done."""
    for item in report.failed:
        named = item.reason if item.name in item.reason else f"{item.name}: {item.reason}"
        print(named, file=sys.stderr)
    print(report.sentence)
