"""Arguments that say which depth map is used and how it is adjusted."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.commands.arguments import existing_file
from core.depths.depth_settings import (
    NAMED,
    NETWORK_ENDING,
    SMOOTHING,
    DepthOrigin,
    DepthSettings,
)
from core.depths.known_networks import KnownNetworks
from core.errors import UsageError

WORDS = {one.value: one for one in DepthOrigin if one not in NAMED}
DEPTH_HELP = (
    f"a depth map's file, a depth network's ONNX file or its name in main.py models, or "
    f"{', '.join(WORDS)}; unless told the photo's own, its "
    "sidecar, or an estimate where depth is weighed"
)


def add_depth(parser: argparse.ArgumentParser) -> None:
    """``--depth`` and what adjusts the map, as the depth pane of the window does."""
    parser.add_argument("--depth", metavar="FILE|WORD", help=DEPTH_HELP)
    parser.add_argument("--depth-far", type=float, default=0.0, metavar="X", help="counts as far")
    parser.add_argument("--depth-near", type=float, default=1.0, metavar="X", help="counts as near")
    parser.add_argument("--depth-invert", action="store_true", help="bright is far in the map")
    parser.add_argument(
        "--depth-smoothing", default=0.0, metavar="N", help="percent, along the photo's edges"
    )


def depth_settings(args: argparse.Namespace) -> DepthSettings:
    """The settings that `add_depth` collected.

    Raises
    ------
    UsageError
        If the map's file is missing, or a value is out of range.
    """
    origin, file = _source(args.depth)
    try:
        return DepthSettings(
            origin,
            file,
            far=args.depth_far,
            near=args.depth_near,
            invert=args.depth_invert,
            smoothing=float(SMOOTHING.checked(args.depth_smoothing)),
        )
    except ValueError as error:
        raise UsageError(
            f"--depth-far {args.depth_far:g} and --depth-near {args.depth_near:g} are no range.",
            remedy="Choose them from 0 to 1, far below near.",
        ) from error


def _source(named: str | None) -> tuple[DepthOrigin, Path | None]:
    if not named:
        return DepthOrigin.AUTOMATIC, None
    if named in WORDS:
        return WORDS[named], None
    known = KnownNetworks().networks.get(named)
    if known is not None:
        return DepthOrigin.NETWORK, known
    file = existing_file(named)
    is_network = file.suffix.lower() == NETWORK_ENDING
    return (DepthOrigin.NETWORK if is_network else DepthOrigin.FILE), file
