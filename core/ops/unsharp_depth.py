"""Unsharp masking that knows what is near (Luft, Colditz, Deussen 2006).

Two things come out of the depth map:

- *nearness* scales the detail that is added, so that a background that lies out of focus, or
  shall look so, is not sharpened;
- *spatial importance*, the nearness less its blur (the paper writes blurred depth less depth;
  nearness runs the other way), is added to the picture: the near side of an edge between depth
  layers becomes lighter, the far side darker, in proportion to the step, so that layers stand
  apart even where their colours do not. Where the far layer is the lighter one already, it is
  taken off instead (`core.ops.layer_contrast`): else the layers would lose contrast.

``depth_weight`` leads from plain unsharp masking (0) over nearness alone (0.5) to nearness and
spatial importance (1).
"""

from __future__ import annotations

import numpy as np

from core.op import Op, TileContext
from core.ops.depth_sampling import blurred_nearness, sampled
from core.ops.layer_contrast import layer_direction
from core.ops.sharpening import (
    AMOUNT,
    ON,
    OVERSHOOT,
    RADIUS,
    THRESHOLD,
    soft_threshold,
    with_change,
)
from core.ops.unsharp import unsharp, unsharp_detail, unsharp_halo
from core.ops.wide_blur import blur_factor
from core.params import Param, Values

EDGE_CONTRAST = 0.25

DEPTH_WEIGHT = Param(
    "depth_weight",
    "Depth weighting",
    0.5,
    0.0,
    1.0,
    0.01,
    help="0 ignores depth, 0.5 sharpens what is near, 1 also sets depth layers apart at their "
    "edges.",
)
DEPTH_RADIUS = Param(
    "depth_radius",
    "Depth edge width",
    2.0,
    0.2,
    10.0,
    0.1,
    unit="%",
    help="How far the contrast between depth layers reaches, in shares of the diagonal.",
)


def depth_gain(nearness: np.ndarray, depth_weight: float) -> np.ndarray:
    """By what detail is multiplied: 1 without depth, a smooth step from far to near with it."""
    share = np.float32(min(1.0, 2 * depth_weight))
    gain = 3 - 2 * nearness
    gain *= nearness
    gain *= nearness
    gain *= share
    gain += 1 - share
    return gain


def edge_share(depth_weight: float) -> float:
    """How much spatial importance takes part: from 0 at a weight of 0.5 to 1 at a weight of 1."""
    return max(0.0, 2 * depth_weight - 1)


def unsharp_depth(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Unsharp masking weighted by depth; plain unsharp masking without a depth map."""
    if tile.depth is None:
        return unsharp(pixels, values, tile)
    rest = [values[name] for name in ("radius", "threshold", "depth_weight", "depth_radius", "on")]
    name = f"weighted {rest} {tile.depth.digest}"
    found = tile.kept(name, lambda: weighted_detail(pixels, values, tile))
    return with_change(pixels, found, values, tile, gain=float(values["amount"]))


def weighted_detail(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """What the amount multiplies: detail above the threshold, weighted by depth."""
    found = soft_threshold(unsharp_detail(pixels, values, tile), values["threshold"] / 255)
    return weighted(found, values, tile)


def weighted(detail: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Detail of a tile (H×W or H×W×3, changed in place), weighted by the photo's depth."""
    weight, planes = float(values["depth_weight"]), (..., *[None] * (detail.ndim - 2))
    if weight == 0:
        return detail
    known = f"{weight} {tile.depth.digest}"
    gain = tile.kept(f"gain {known}", lambda: depth_gain(_nearness(tile), weight))
    detail *= gain[planes]
    if edge_share(weight) > 0:
        share = float(values["depth_radius"]) / 100
        name = f"edges {known} {share}"
        edges = tile.kept(name, lambda: _layer_edges(tile, edge_share(weight), share))
        detail += edges[planes]
    return detail


def _nearness(tile: TileContext) -> np.ndarray:
    return sampled(tile.depth.nearness, tile.core, tile.size)


def _layer_edges(tile: TileContext, strength: float, share: float) -> np.ndarray:
    """What sets layers apart at their edges, H×W."""
    edges = _nearness(tile)
    edges -= sampled(blurred_nearness(tile.depth, share), tile.core, tile.size)
    edges *= np.float32(EDGE_CONTRAST * strength)
    if tile.overview is not None:
        direction = layer_direction(tile.depth, tile.overview(), share)
        edges *= sampled(direction, tile.core, tile.size)
    return edges


UNSHARP_DEPTH = Op(
    id="unsharp-depth",
    label="Depth-buffer unsharp masking",
    apply=unsharp_depth,
    group="Sharpen",
    params=(AMOUNT, RADIUS, THRESHOLD, DEPTH_WEIGHT, DEPTH_RADIUS, OVERSHOOT, ON),
    help="Sharpens what is near and leaves the background soft; without a depth map it is plain "
    "unsharp masking.",
    citation="T. Luft, C. Colditz, O. Deussen: Image enhancement by unsharp masking the depth "
    "buffer. ACM Trans. Graph. 25(3), 2006, doi:10.1145/1141911.1142016.",
    halo=unsharp_halo,
    multiple=lambda values: blur_factor(values["radius"]),
    tile=512,
    uses_depth=True,
    integers=True,
)
