"""Sharpeners compared at equal edge gain: how much noise, and how much overshoot each makes.

Each sharpener's amount is set so that edges become steeper by the same factor; what then differs
is the price. It can be measured on a card (a blurred step, and a flat patch with noise), where
everything is known, and on a photo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from core.engine import Engine
from core.errors import InputError
from core.op import Op
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region

STEP_WIDTH, STEP_ROWS = 64, 24
BLOCK = 8
BISECTIONS = 16
MEDIUM_EDGES = 0.9, 0.95
SQUARE = np.ones((5, 5), np.uint8)
LINEAR = "unsharp"
COMPARED = LINEAR, "unsharp-adaptive", "unsharp-rational", "unsharp-haar", "sharpen-wavelet"
RADIUS, CARD_GAIN, PHOTO_GAIN, REACHED = 1.2, 1.4, 1.3, 0.01
MOST_SIDE = 1024


@dataclass(frozen=True)
class EdgeFigures:
    """What a sharpener does.

    Attributes
    ----------
    edge_gain
        Steepest slopes after, divided by before.
    noise_gain
        Standard deviation in flat places after, divided by before.
    overshoot
        How far edges leave the range they had, in shares of that range.
    amount
        Value of its parameter ``amount``.
    """

    edge_gain: float
    noise_gain: float
    overshoot: float
    amount: float = 0.0


Measure = Callable[[np.ndarray, np.ndarray], EdgeFigures]


@dataclass(frozen=True)
class SharpenerRow:
    """A sharpener at the edge gain that all of them are set to.

    Attributes
    ----------
    op, on
        What was measured, and on which picture.
    amount, edge_gain, noise_gain, overshoot
        See `EdgeFigures`.
    noise_share, overshoot_share
        Noise added and overshoot, in shares of those of linear unsharp masking; None for itself,
        where the edge gain was not reached, and where the linear one has none.
    """

    op: str
    on: str
    amount: float
    edge_gain: float
    noise_gain: float
    overshoot: float
    noise_share: float | None = None
    overshoot_share: float | None = None


def compare_sharpeners(ops: Sequence[Op], photo: Photo | None = None) -> Iterator[SharpenerRow]:
    """Measure the sharpeners at equal edge gain, the linear one first.

    Depth-buffer unsharp masking is not among them: without a depth map it is the linear one.

    Parameters
    ----------
    ops
        Ops among which those of `COMPARED` are looked up.
    photo
        Its middle, at most 1024 pixels a side, is measured; by default `step_card`.

    Raises
    ------
    InputError
        If the photo is the same everywhere.
    """
    known = {op.id: op for op in ops}
    wanted, measure = (CARD_GAIN, card_figures) if photo is None else (PHOTO_GAIN, photo_figures)
    name, picture = ("card", step_card()) if photo is None else (photo.name, _middle(photo))
    if np.ptp(picture.pixels) == 0:
        raise InputError(f"{name} has no edges to measure.", remedy="Choose another photo.")
    linear: EdgeFigures | None = None
    for op in (known[name] for name in COMPARED):
        values = {"radius": RADIUS} if any(p.name == "radius" for p in op.params) else {}
        found = at_edge_gain(op, wanted, picture, measure, **values)
        linear = linear or found
        yield _row(op, name, found, linear, wanted)


def _row(op: Op, name: str, found: EdgeFigures, linear: EdgeFigures, wanted: float) -> SharpenerRow:
    figures = found.amount, found.edge_gain, found.noise_gain, found.overshoot
    equal = abs(found.edge_gain - wanted) < REACHED > abs(linear.edge_gain - wanted)
    if found is linear or not equal:
        return SharpenerRow(op.id, name, *figures)
    noise = _share(found.noise_gain - 1, linear.noise_gain - 1)
    return SharpenerRow(op.id, name, *figures, noise, _share(found.overshoot, linear.overshoot))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _middle(photo: Photo) -> Photo:
    left, top = max(0, photo.width - MOST_SIDE) // 2, max(0, photo.height - MOST_SIDE) // 2
    place = Region(left, top, left + MOST_SIDE, top + MOST_SIDE)
    whole = Region(0, 0, photo.width, photo.height)
    return Photo(place.overlap(whole).of(photo.pixels).copy())


def step_card(step: float = 60.0, *, blur: float = 1.2, noise: float = 2.0) -> Photo:
    """A blurred step without noise above a flat patch with it, grey and 16 bit.

    Parameters
    ----------
    step, noise
        Height of the step and standard deviation of the noise in levels of 8 bits.
    blur
        σ of the step's blur in pixels.
    """
    sides = np.full((STEP_ROWS, STEP_WIDTH), 128 - step / 2, np.float32)
    sides[:, STEP_WIDTH // 2 :] += step
    edge = cv2.GaussianBlur(sides, (0, 0), blur)
    flat = 128 + np.random.default_rng(4).normal(0, noise, (4 * STEP_ROWS, STEP_WIDTH))
    levels = np.concatenate([edge, flat.astype(np.float32)])
    return Photo(np.rint(levels * 257).astype(np.uint16)[..., None])


def card_figures(before: np.ndarray, after: np.ndarray) -> EdgeFigures:
    """Figures on `step_card`; both H×W ``float32``."""
    row, sharp = before[STEP_ROWS // 2], after[STEP_ROWS // 2]
    flat = np.s_[STEP_ROWS + 16 : -16, 16:-16]
    beyond = max(sharp.max() - row.max(), row.min() - sharp.min())
    return EdgeFigures(
        edge_gain=float(np.diff(sharp).max() / np.diff(row).max()),
        noise_gain=float(after[flat].std() / before[flat].std()),
        overshoot=float(beyond / np.ptp(row)),
    )


def photo_figures(before: np.ndarray, after: np.ndarray) -> EdgeFigures:
    """Figures on any photo's luma, H×W ``float32``.

    Edges are pixels steeper than nine tenths of the photo, but for the steepest twentieth; flat
    places the tenth of the 8×8 blocks with the least contrast that is not zero; overshoot the mean
    excess over the range of 5×5 pixels around an edge.
    """
    slope_before, slope_after = _slope(before), _slope(after)
    weakest, strongest = np.quantile(slope_before, MEDIUM_EDGES)
    edges = (slope_before >= weakest) & (slope_before <= strongest)
    blocks_before, blocks_after = _block_deviations(before), _block_deviations(after)
    flat = blocks_before <= np.quantile(blocks_before[blocks_before > 0], 0.1)
    flat &= blocks_before > 0
    return EdgeFigures(
        edge_gain=float(slope_after[edges].mean() / slope_before[edges].mean()),
        noise_gain=float(blocks_after[flat].mean() / blocks_before[flat].mean()),
        overshoot=_overshoot(before, after, edges),
    )


def at_edge_gain(
    op: Op, wanted: float, photo: Photo, measure: Measure, **values: float
) -> EdgeFigures:
    """The sharpener at the amount that reaches an edge gain, found by bisection."""
    engine = Engine([op])
    before = _plane(photo.pixels)
    low, high = 0.0, next(param.high for param in op.params if param.name == "amount")
    for _ in range(BISECTIONS):
        amount = (low + high) / 2
        step = Step(op.id, {**values, "amount": amount})
        after = _plane(engine.run(photo, Recipe(op.label, (step,))).pixels)
        found = replace(measure(before, after), amount=amount)
        low, high = (amount, high) if found.edge_gain < wanted else (low, amount)
    return found


def _plane(pixels: np.ndarray) -> np.ndarray:
    plane = pixels.astype(np.float32) / np.iinfo(pixels.dtype).max
    return plane[..., 0] if plane.shape[2] == 1 else cv2.cvtColor(plane, cv2.COLOR_RGB2GRAY)


def _slope(plane: np.ndarray) -> np.ndarray:
    return np.hypot(cv2.Sobel(plane, cv2.CV_32F, 1, 0), cv2.Sobel(plane, cv2.CV_32F, 0, 1))


def _block_deviations(plane: np.ndarray) -> np.ndarray:
    rows, columns = plane.shape[0] // BLOCK, plane.shape[1] // BLOCK
    blocks = plane[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return blocks.std(axis=(1, 3))


def _overshoot(before: np.ndarray, after: np.ndarray, edges: np.ndarray) -> float:
    low, high = cv2.erode(before, SQUARE), cv2.dilate(before, SQUARE)
    near = cv2.dilate(edges.astype(np.uint8), SQUARE) > 0
    excess = np.maximum(after - high, low - after).clip(min=0)
    return float(excess[near].mean() / (high - low)[near].mean())
