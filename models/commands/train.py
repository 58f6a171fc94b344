"""``main.py train``: train a network of the registry."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from core.commands.arguments import DEVICES, MakeEngine, command_parser, existing_folder
from core.errors import UsageError
from models.architectures import build
from models.devices import DeviceChoice, pick_device
from models.registry import card
from models.train.loop import train
from models.train.recipe import TrainingRun
from models.train.recipes import training_recipe


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Train a network; checkpoint, best weights and validation curve go to --out.",
        "main.py train espcn-x3 --data photos --minutes 30",
    )
    result.add_argument("network", metavar="ID", help="see main.py models")
    result.add_argument("--data", required=True, metavar="DIR", help="folder of training data")
    result.add_argument("--out", metavar="DIR", help="default: runs/ID")
    result.add_argument("--minutes", type=float, default=30.0, metavar="N", help="time budget")
    result.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    result.add_argument("--start-from", metavar="FILE", help="weights to begin with (safetensors)")
    result.add_argument(
        "--rate",
        type=float,
        default=1.0,
        metavar="X",
        help="share of the recipe's learning rates; below 1 to go on",
    )
    result.add_argument("--steps", type=int, metavar="N", help="end after N steps at the latest")
    result.add_argument("--batch", type=int, metavar="N", help="patches a step")
    result.add_argument("--patch", type=int, metavar="N", help="side of a target patch in pixels")
    result.add_argument(
        "--workers",
        type=int,
        default=0,
        metavar="N",
        help="processes that make pairs for a pool on the device: for GPUs",
    )
    result.add_argument("--seed", type=int, default=0, metavar="N")
    result.add_argument("--device", choices=DEVICES, default="auto")
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Train the network; returns the exit status."""
    if args.minutes <= 0 or args.rate <= 0:
        raise UsageError("--minutes and --rate must be above 0.")
    sizes = [n for n in (args.steps, args.batch, args.patch) if n is not None]
    if min(sizes, default=1) < 1 or args.workers < 0:
        raise UsageError("--steps, --batch and --patch must be above 0, --workers not below.")
    if args.resume and args.start_from:
        raise UsageError("--resume goes on from a checkpoint; --start-from begins with weights.")
    model, recipe = card(args.network), training_recipe(args.network)
    torch.manual_seed(args.seed)
    setup = TrainingRun(
        data=existing_folder(args.data),
        out=Path(args.out or f"runs/{model.id}"),
        minutes=args.minutes,
        device=pick_device(DeviceChoice(args.device)),
        resume=args.resume,
        seed=args.seed,
        start_from=Path(args.start_from) if args.start_from else None,
        rate=args.rate,
        steps=args.steps,
        batch=args.batch,
        patch=args.patch,
        workers=args.workers,
    )
    state = train(build(model), recipe, setup, lambda line: print(line, flush=True))
    print(f"{setup.out / 'weights.safetensors'}: best {state.best:.2f} dB")
    return 0
