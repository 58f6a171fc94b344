"""``main.py bench``: how fast networks, ops and the canvas are on this machine."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.atomic_write import write_text
from core.commands.arguments import MakeEngine, add_device, command_parser
from core.versions import versions

PARTS = ("networks", "ops", "canvas", "sliders")
FAST_MACS = 300_000


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Measure networks, ops or the canvas, each against something measured in the same run.",
        "main.py bench networks --json speeds.json",
    )
    result.add_argument("part", choices=PARTS, nargs="?", default="networks")
    result.add_argument("--json", metavar="FILE", help="write every row")
    result.add_argument("--quick", action="store_true", help="only 1 and 4 megapixels")
    result.add_argument("--overwrite", action="store_true", help="replace an existing file")
    add_device(result)
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Measure and print row by row; returns the exit status."""
    rows = []
    for row in _PARTS[args.part](args, make_engine):
        rows.append({"part": args.part, **asdict(row)})
        print(line(rows[-1]), flush=True)
    if args.json:
        content = {"versions": dict(versions()), "rows": rows}
        write_text(Path(args.json), json.dumps(content, indent=1), overwrite=args.overwrite)
    return 0


def line(row: dict[str, Any]) -> str:
    """A row for reading: names and values with three digits."""
    shown = {k: f"{v:.3g}" if isinstance(v, float) else v for k, v in row.items() if k != "part"}
    return "  ".join(f"{name} {value}" for name, value in shown.items())


def _networks(args: argparse.Namespace, make_engine: MakeEngine) -> Iterator[Any]:
    from models.bench.own import bench_networks
    from models.cards import CARDS
    from models.registry import weights_are_here

    cards = [card for card in CARDS if weights_are_here(card)]

    def sizes(card: Any) -> tuple[float, ...]:
        fast = card.macs <= FAST_MACS and not args.quick
        return (1.0, 4.0, 24.0, 100.0) if fast else (1.0, 4.0)

    yield from bench_networks(make_engine(args.device), cards, sizes)


def _ops(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    from core.bench_ops import bench_ops

    return bench_ops()


def _canvas(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.canvas.bench import bench_canvas

    return bench_canvas()


def _sliders(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.slider_bench import bench_sliders

    return bench_sliders()


_PARTS: dict[str, Callable[[argparse.Namespace, MakeEngine], Iterable[Any]]] = {
    "networks": _networks,
    "ops": _ops,
    "canvas": _canvas,
    "sliders": _sliders,
}
