"""``main.py bench``: how fast networks, ops and the canvas are on this machine."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.atomic_write import write_text
from core.commands.arguments import (
    MakeEngine,
    add_device,
    command_parser,
    existing_file,
    picture_size,
)
from core.memory import keep_freed_memory
from core.region import Size
from core.user_folders import cache_folder
from core.versions import versions

PARTS = ("networks", "ops", "sharpeners", "canvas", "sliders", "start", "opening", "ablations")
PRECISIONS = ("float32", "bfloat16")
FAST_MACS = 300_000
HD = Size(720, 1280)


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Measure networks, ops, the canvas, sliders, the start, the opening of photos, or the "
        "ablations of the fast generator's paper, each against something measured in the same "
        "run; or what sharpeners cost in noise and overshoot at equal edge gain.",
        "main.py bench networks --against eager,onnxruntime,openvino",
    )
    result.add_argument("part", choices=PARTS, nargs="?", default="networks")
    result.add_argument(
        "--against",
        metavar="ENGINE",
        type=_names,
        help="networks: run them in eager, onnxruntime, openvino or ncnn too (comma-separated)",
    )
    result.add_argument(
        "--network", metavar="ID", action="append", help="networks: only this one; repeatable"
    )
    result.add_argument(
        "--precision", choices=PRECISIONS, help="of all engines; the best of this machine"
    )
    result.add_argument(
        "--size",
        metavar="WxH",
        type=picture_size,
        help="of the picture; 1280x720, ablations 640x384",
    )
    result.add_argument(
        "--photo", metavar="FILE", help="sharpeners: measure on it; a drawn card unless told"
    )
    result.add_argument("--json", metavar="FILE", help="write every row")
    result.add_argument("--quick", action="store_true", help="only 1 and 4 megapixels")
    result.add_argument("--overwrite", action="store_true", help="replace an existing file")
    add_device(result)
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Measure and print row by row; returns the exit status."""
    rows = []
    for row in _PARTS[args.part](args, make_engine):
        if isinstance(row, str):
            print(row, file=sys.stderr, flush=True)
            continue
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


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _networks(args: argparse.Namespace, make_engine: MakeEngine) -> Iterator[Any]:
    if args.against:
        yield from _against(args)
        return
    from models.bench.own import bench_networks
    from models.cards import CARDS
    from models.registry import card as card_of
    from models.registry import weights_are_here

    wanted = [card_of(network) for network in args.network] if args.network else CARDS
    cards = [card for card in wanted if weights_are_here(card)]

    def sizes(card: Any) -> tuple[float, ...]:
        fast = card.macs <= FAST_MACS and not args.quick
        return (1.0, 4.0, 24.0, 100.0) if fast else (1.0, 4.0)

    yield from bench_networks(make_engine(args.device), cards, sizes)


def _against(args: argparse.Namespace) -> Iterator[Any]:
    keep_freed_memory()
    from models.bench.against import compare
    from models.bench.subjects import COMPARED, subject
    from models.remembered import Remembered

    dtype, sides = _precision(args.precision), Remembered(cache_folder() / "tiles.json")
    for network in args.network or COMPARED:
        yield from compare(subject(network), args.against, args.size or HD, dtype, sides=sides)


def _ablations(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    keep_freed_memory()
    from models.bench.ablations import SIZE, bench_ablations

    return bench_ablations(_precision(args.precision), args.size or SIZE)


def _precision(name: str | None) -> Any:
    """torch's type of that name; by default the best that this processor has."""
    from models.devices import CpuDevice

    offered = CpuDevice().precisions(half_precision=True)
    return next((d for d in offered if str(d) == f"torch.{name}"), offered[0])


def _ops(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    from core.bench_ops import bench_ops

    return bench_ops()


def _sharpeners(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    from core.evaluation.sharpening_figures import compare_sharpeners
    from core.ops import OPS
    from core.photos.reading import open_photo

    return compare_sharpeners(OPS, open_photo(existing_file(args.photo)) if args.photo else None)


def _canvas(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.canvas.bench import bench_canvas
    from models.cards import CARDS
    from models.registry import weights_are_here

    ready = [card.id for card in CARDS if card.scale > 1 and weights_are_here(card)]
    network = ready[0] if ready else ""
    return bench_canvas(engine=make_engine(args.device), network=network)


def _sliders(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.slider_bench import bench_sliders

    return bench_sliders()


def _start(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    from gui.start_bench import bench_start

    return bench_start()


def _opening(args: argparse.Namespace, make_engine: MakeEngine) -> Iterable[Any]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.opening_bench import bench_opening

    return bench_opening(make_engine(args.device))


_PARTS: dict[str, Callable[[argparse.Namespace, MakeEngine], Iterable[Any]]] = {
    "networks": _networks,
    "ops": _ops,
    "sharpeners": _sharpeners,
    "canvas": _canvas,
    "ablations": _ablations,
    "sliders": _sliders,
    "start": _start,
    "opening": _opening,
}
