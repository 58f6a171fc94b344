"""``main.py models``: the registry."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Any

from core.commands.arguments import MakeEngine, command_parser, existing_file
from core.depths.depth_network import check_network
from core.depths.known_networks import KnownNetworks
from models.card import ModelCard
from models.card_table import markdown_table
from models.cards import CARDS
from models.registry import weights_are_here


def parser(prog: str) -> argparse.ArgumentParser:
    """The command's arguments."""
    result = command_parser(prog, "List the networks.", "main.py models --markdown")
    form = result.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything the cards say")
    form.add_argument("--markdown", action="store_true", help="the table of measured figures")
    form.add_argument(
        "--add-depth", metavar="FILE.onnx", help="remember a depth network of yours, for --depth"
    )
    form.add_argument("--forget-depth", metavar="NAME", help="remember it no more")
    return result


def run(args: argparse.Namespace, make_engine: MakeEngine) -> int:
    """Print the registry; returns the exit status."""
    known = KnownNetworks()
    if args.add_depth:
        file = existing_file(args.add_depth)
        check_network(file)
        name = known.add(file)
        print(f"{file.name} can estimate depth now: --depth {name}")
    elif args.forget_depth:
        known.forget(args.forget_depth)
    elif args.json:
        print(json.dumps([card_data(card) for card in CARDS], indent=2))
    else:
        print(markdown_table(CARDS) if args.markdown else table() + depth_lines(known.networks))
    return 0


def depth_lines(networks: Mapping[str, Path]) -> str:
    """The user's own depth networks, below the table; empty without any."""
    lines = [
        f"{name}  {file}{'' if file.is_file() else '  (missing)'}"
        for name, file in networks.items()
    ]
    return "\n".join(["", "", "depth networks of yours", *lines]) if lines else ""


def table() -> str:
    """The networks as lines of text."""
    rows = [
        (c.id, c.task, f"{c.parameters:,}", f"×{c.scale}", c.licence.value, _weights(c))
        for c in CARDS
    ]
    rows.insert(0, ("network", "task", "parameters", "scale", "licence", "weights"))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _weights(card: ModelCard) -> str:
    return "here" if weights_are_here(card) else "missing"


def card_data(card: ModelCard) -> dict[str, Any]:
    """A card as plain data."""
    data = {**asdict(card), "arguments": dict(card.arguments)}
    data["weights_here"] = weights_are_here(card)
    return {key: value.value if isinstance(value, Enum) else value for key, value in data.items()}
