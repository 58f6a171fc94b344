"""The sharpeners measured: against bare OpenCV, in memory, and for a viewport."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from core.depth import DepthMap
from core.engine import Engine
from core.op import Margins, Op, TileContext
from core.ops import OPS
from core.ops.layer_contrast import layer_direction
from core.ops.unsharp_depth import EDGE_CONTRAST
from core.ops.wide_blur import wide_gaussian
from core.overview import overview
from core.params import Value, Values
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region

MEGAPIXELS, ASPECT = 24.0, 1.5
VIEW_WIDTH, VIEW_HEIGHT = 1600, 1000
REPEATS, VIEWS = 2, 20

CASES: tuple[tuple[str, dict[str, Value]], ...] = (
    ("unsharp", {}),
    ("unsharp", {"radius": 3.0}),
    ("unsharp", {"radius": 30.0}),
    ("unsharp-depth", {"depth_weight": 0.5}),
    ("unsharp-depth", {"depth_weight": 1.0}),
    ("unsharp-adaptive", {}),
    ("unsharp-rational", {}),
    ("unsharp-haar", {}),
    ("sharpen-wavelet", {}),
)


@dataclass(frozen=True)
class OpRow:
    """One sharpener on one photo.

    Attributes
    ----------
    op, setting
        What was measured.
    megapixels
        Size of the photo.
    seconds
        Best full run of the engine.
    bare_seconds
        Best run of the same arithmetic on the whole photo at once, taken alternately.
    ratio
        The first divided by the second.
    working_mb
        Peak memory of a full run above what was there before and its result.
    view_ms, view_ms_95
        Median and 95th percentile of the time for a view of 1600×1000 pixels of the photo.
    """

    op: str
    setting: str
    megapixels: float
    seconds: float
    bare_seconds: float
    ratio: float
    working_mb: float
    view_ms: float
    view_ms_95: float


def bench_ops(ops: Sequence[Op] = OPS, *, megapixels: float = MEGAPIXELS) -> Iterator[OpRow]:
    """Measure every sharpener, one row as soon as it is known.

    Parameters
    ----------
    ops
        Ops among which those of `CASES` are looked up.
    megapixels
        Size of the photo that is made for it.
    """
    photo, engine = photo_with_depth(megapixels), Engine(ops)
    for name, values in CASES:
        yield _row(engine, photo, engine.ops[name], values)


def photo_with_depth(megapixels: float) -> Photo:
    """Smooth colours with grain, 8-bit RGB, and a depth map of a phone's size; seeded."""
    height = round((megapixels * 1e6 / ASPECT) ** 0.5)
    rng = np.random.default_rng(7)
    small = rng.integers(0, 256, (24, 36, 3), dtype=np.uint8)
    pixels = cv2.resize(small, (round(height * ASPECT), height), interpolation=cv2.INTER_CUBIC)
    band = rng.integers(0, 12, (64, *pixels.shape[1:]), dtype=np.uint8)
    for top in range(0, height, 64):
        part = pixels[top : top + 64]
        cv2.add(part, band[: part.shape[0]], dst=part)
    depth = cv2.resize(rng.random((12, 16), dtype=np.float32), (768, 576))
    return Photo(pixels, depth=DepthMap(depth, "made for the measurement"))


def _row(engine: Engine, photo: Photo, op: Op, given: dict[str, Value]) -> OpRow:
    values = op.values(given)
    recipe = Recipe(op.label, (Step(op.id, values),))
    bare = BARE.get(op.id, untiled)
    seconds, bare_seconds, working = [], [], []
    for _ in range(REPEATS + 1):
        report = engine.run(photo, recipe).report
        seconds.append(report.seconds)
        working.append(report.working_mb)
        bare_seconds.append(_timed(lambda: bare(photo, op, values)))
    views = sorted(
        1000 * _timed(lambda at=at: engine.run(photo, recipe, at)) for at in _views(photo)
    )
    return OpRow(
        op=op.id,
        setting=", ".join(f"{name} {value}" for name, value in given.items()) or "defaults",
        megapixels=photo.megapixels,
        seconds=min(seconds[1:]),
        bare_seconds=min(bare_seconds[1:]),
        ratio=min(seconds[1:]) / min(bare_seconds[1:]),
        working_mb=max(working[1:]),
        view_ms=statistics.median(views),
        view_ms_95=views[int(0.95 * len(views))],
    )


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _views(photo: Photo) -> list[Region]:
    """Places for a view, seeded, inside the photo."""
    rng = np.random.default_rng(3)
    width, height = min(VIEW_WIDTH, photo.width), min(VIEW_HEIGHT, photo.height)
    lefts = rng.integers(0, photo.width - width + 1, VIEWS)
    tops = rng.integers(0, photo.height - height + 1, VIEWS)
    corners = zip(lefts.tolist(), tops.tolist(), strict=True)
    return [Region(left, top, left + width, top + height) for left, top in corners]


def bare_unsharp(photo: Photo, op: Op, values: Values) -> np.ndarray:
    """Linear unsharp masking as one would write it with OpenCV alone, on the whole photo."""
    pixels, detail = _bare_detail(photo, values)
    return _bare_result(pixels, detail)


def bare_unsharp_depth(photo: Photo, op: Op, values: Values) -> np.ndarray:
    """The same weighted by the depth map, enlarged to the photo."""
    pixels, detail = _bare_detail(photo, values)
    near, size = photo.depth.nearness, (photo.width, photo.height)
    weight = values["depth_weight"]
    nearness = cv2.resize(near, size, interpolation=cv2.INTER_LINEAR)
    share = np.float32(min(1.0, 2 * weight))
    gain = cv2.multiply(nearness, nearness)
    gain = cv2.multiply(gain, cv2.addWeighted(nearness, -2, nearness, 0, 3), dst=gain)
    gain = cv2.addWeighted(gain, share, gain, 0, 1 - share, dst=gain)
    cv2.multiply(detail, gain, dst=detail)
    if weight > 0.5:
        sigma = values["depth_radius"] / 100 * float(np.hypot(*near.shape))
        blurred = cv2.resize(cv2.GaussianBlur(near, (0, 0), sigma), size)
        contrast = 255 * EDGE_CONTRAST * values["amount"] * (2 * weight - 1)
        cv2.subtract(nearness, blurred, dst=nearness)
        share = values["depth_radius"] / 100
        direction = cv2.resize(layer_direction(photo.depth, overview(photo), share), size)
        cv2.multiply(nearness, direction, dst=nearness)
        cv2.scaleAdd(nearness, contrast, detail, dst=detail)
    return _bare_result(pixels, detail)


def untiled(photo: Photo, op: Op, values: Values) -> np.ndarray:
    """The op's own arithmetic on the whole photo as one tile."""
    pixels = photo.pixels.astype(np.float32)
    cv2.multiply(pixels.reshape(photo.height, -1), 1 / 255, dst=pixels.reshape(photo.height, -1))
    whole = Region(0, 0, photo.width, photo.height)
    seen = partial(overview, photo)
    context = TileContext(whole, Margins(), whole.size, depth=photo.depth, overview=seen)
    result = np.ascontiguousarray(op.apply(pixels, values, context)).reshape(photo.height, -1)
    cv2.max(result, 0.0, dst=result)
    return cv2.convertScaleAbs(result, alpha=255)


def _bare_detail(photo: Photo, values: Values) -> tuple[np.ndarray, np.ndarray]:
    pixels = photo.pixels.astype(np.float32)
    luma = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    detail = wide_gaussian(luma, values["radius"])
    cv2.subtract(luma, detail, dst=detail)
    return pixels, cv2.multiply(detail, values["amount"], dst=detail)


def _bare_result(pixels: np.ndarray, detail: np.ndarray) -> np.ndarray:
    cv2.add(pixels, cv2.cvtColor(detail, cv2.COLOR_GRAY2RGB), dst=pixels)
    flat = pixels.reshape(pixels.shape[0], -1)
    return cv2.convertScaleAbs(cv2.max(flat, 0.0, dst=flat))


BARE: dict[str, Callable[[Photo, Op, Values], np.ndarray]] = {
    "unsharp": bare_unsharp,
    "unsharp-depth": bare_unsharp_depth,
}
