"""``main.py export``: a network for phones and other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.commands.arguments import MakeEngine, command_parser, picture_size
from models.exporters import FORMATS, format_for
from models.exporters.export import Exported, export_network
from models.registry import card


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(
        prog,
        "Export a network; it is kept only if it gives the same picture as here.",
        "main.py export espcn-x3 -o espcn-x3.onnx",
    )
    result.add_argument("network", metavar="ID", help="see main.py models")
    endings = "|".join(known.suffix.removeprefix(".") for known in FORMATS)
    result.add_argument("-o", "--output", required=True, metavar=f"FILE.{endings}")
    result.add_argument(
        "--size",
        metavar="WxH",
        type=picture_size,
        help="of the picture it is checked with; LiteRT takes pictures of this size only (256x256)",
    )
    result.add_argument("--overwrite", action="store_true", help="replace an existing file")
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Export and say what was checked; returns the exit status."""
    path = Path(args.output)
    model, wanted = card(args.network), format_for(path)
    done = export_network(model, path, wanted, size=args.size, overwrite=args.overwrite)
    print(sentence(done))
    return 0


def sentence(done: Exported) -> str:
    """What was written and how it was checked."""
    sizes = " and ".join(f"{size.width}×{size.height}" for size in done.sizes)
    return (
        f"{done.path}: on a photo of {sizes} pixels it differs from this program by at most "
        f"{done.levels:.4f} of 255 levels."
    )
