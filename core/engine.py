"""The engine: the only road from a photo and a recipe to a picture."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.depth import ESTIMATE, GUESSED
from core.feature_maps import FeatureLayer, FeatureMaps
from core.kept_parts import KeptParts
from core.memory import PeakMemory, keep_freed_memory
from core.op import Op
from core.photo import Photo
from core.prepared_cache import PreparedCache
from core.recipe import Recipe, checked_recipe
from core.region import Region
from core.rendition import Rendition, RunReport
from core.resample import enlarge_bicubic
from core.result_pixels import ResultSheet
from core.stage import PhotoSource, RunContext, Source, Stage, to_depth
from core.stopping import never, stopping
from core.tile_cache import TileCache
from core.tile_workers import each_tile
from core.versions import versions

CHEAP_WORKERS = min(8, os.cpu_count() or 2)
RAN_OUT = "Memory ran out, so tiles were computed one at a time and none was kept."


@dataclass(frozen=True, eq=False)
class TileDone:
    """A tile of the result, as it becomes ready.

    Attributes
    ----------
    done, total
        Tiles ready, this one counted, and tiles in all.
    region
        Its place in the whole result, in the result's pixels.
    pixels
        H×W×C in the photo's depth.
    reduced
        The same reduced by some factors, where somebody has done so already.
    """

    done: int
    total: int
    region: Region
    pixels: np.ndarray
    reduced: Mapping[int, np.ndarray] = field(default_factory=dict)


Progress = Callable[[TileDone], None]


def nobody(sentence: str) -> None:
    """Whom notices go to unless somebody listens; they stand in the report all the same."""


class Engine:
    """Runs recipes on photos.

    Parameters
    ----------
    ops
        Every op that recipes may name, the networks among them.
    cache_bytes
        Memory for tiles of networks that later steps and runs can use again.

    Attributes
    ----------
    most_workers
        Tiles of ordinary steps in work at a time.
    parts
        Keeps what a moving slider leaves as it is; nothing until it is given a budget.
    on_notice
        Receives, once each, sentences on why a network runs otherwise than was meant; called on
        the thread of the run.
    """

    def __init__(self, ops: Iterable[Op], *, cache_bytes: int = 96 << 20) -> None:
        self.ops = {op.id: op for op in ops}
        self.most_workers = CHEAP_WORKERS
        self.on_notice: Callable[[str], None] = nobody
        self._told: set[str] = set()
        self._ran_out = False
        self.cache = TileCache(cache_bytes)
        self.prepared = PreparedCache()
        self.parts = KeptParts()
        keep_freed_memory()

    def scale(self, recipe: Recipe) -> int:
        """How many times larger the recipe's result is."""
        factor = 1
        for step in checked_recipe(recipe, self.ops).active:
            factor *= self.ops[step.op].scale
        return factor

    def run(
        self,
        photo: Photo,
        recipe: Recipe,
        region: Region | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = never,
        *,
        focus: tuple[float, float] | None = None,
        reduction: int = 1,
    ) -> Rendition:
        """Compute a recipe on a photo, or on a part of it.

        Parameters
        ----------
        photo
            Stays as it is.
        recipe
            Steps to run; checked first.
        region
            Part of the photo, in its pixels; all of it by default. The result is byte for byte
            the same place of the full run; of one that a network computed in bands, to how its
            arithmetic rounds.
        progress
            Receives every tile of the result as it is ready, on the calling thread or a worker.
        cancelled
            Looked at before each tile and inside networks.
        focus
            Point, as shares of width and height of the photo, around which tiles are made first.
        reduction
            Whole factor by which the result is wanted reduced, too; see `Rendition.reduced`.

        Returns
        -------
        Rendition
            In the photo's depth and colour space.

        Raises
        ------
        UsageError
            If the recipe is not valid.
        Cancelled
            If ``cancelled`` returned True.
        WeightsError, DeviceError
            If a network cannot run.
        """
        recipe = checked_recipe(recipe, self.ops)
        started = time.perf_counter()
        context = RunContext(photo, self.cache, self.prepared, self.parts, cancelled)
        with stopping(cancelled):  # the first time, a network tries its tiles
            stages = self._stages(recipe, context)
        for stage in stages:
            stage.op.begin()
        loaded = time.perf_counter()
        last: Source = stages[-1] if stages else PhotoSource(photo)
        scale = last.size.width // photo.width
        place = (region or PhotoSource(photo).size.region).scaled(scale).within(last.size)
        with PeakMemory() as memory:
            sheet = ResultSheet(place, last.channels, photo.pixels.dtype, reduction)
            self._collect(last, sheet, progress, focus)
            pixels = sheet.pixels
            alpha = _enlarged_alpha(photo, place, scale)
        report = RunReport(
            recipe_digest=recipe.digest,
            photo_hash=photo.content_hash,
            steps=tuple(stage.report() for stage in stages),
            load_seconds=loaded - started,
            seconds=time.perf_counter() - loaded,
            megapixels=place.size.megapixels / scale**2,
            peak_mb=memory.peak - memory.before,
            result_mb=pixels.nbytes / 1e6,
            device_peak_mb=_device_peak(stages),
            warnings=self._warnings(photo, stages),
            versions=versions(),
        )
        seen = place.covering(scale)
        return Rendition(pixels, alpha, seen, scale, photo, recipe, report, sheet.reduced)

    def feature_maps(
        self,
        photo: Photo,
        recipe: Recipe,
        place: int,
        layer: FeatureLayer,
        *,
        region: Region,
        cancelled: Callable[[], bool] = never,
    ) -> FeatureMaps:
        """What a layer inside a step of a recipe answers to a part of the photo.

        Parameters
        ----------
        photo, recipe
            As for `run`; the steps before are run first.
        place
            The step, counted among the active ones; its op has an ``inside``.
        layer
            One of its layers.
        region
            Part of the photo, in its pixels.
        cancelled
            Looked at between layers.
        """
        recipe = checked_recipe(recipe, self.ops)
        context = RunContext(photo, self.cache, self.prepared, self.parts, cancelled)
        stage = self._stages(recipe, context)[place]
        scale = stage.source.size.width // photo.width
        values, seen = stage.feature_maps(layer.id, region.scaled(scale))
        return FeatureMaps(layer, values, seen)

    def _warnings(self, photo: Photo, stages: Sequence[Stage]) -> tuple[str, ...]:
        about = (*_about_depth(photo, stages), *_about_mask(photo, stages))
        return (*photo.notes, *about, *self._notices(stages))

    def _notices(self, stages: Sequence[Stage]) -> list[str]:
        """What devices and disk have to say; what is new is told at once."""
        found = [notice for stage in stages for notice in stage.op.backend().notices]
        if self.cache.disk is not None and self.cache.disk.fault:
            found.append(self.cache.disk.fault)
        if self._ran_out:
            found.append(RAN_OUT)
        for notice in found:
            if notice not in self._told:
                self._told.add(notice)
                self.on_notice(notice)
        return found

    def _make_room(self) -> None:
        """Memory ran out: keep nothing, and work on one tile at a time from now on."""
        self.cache.clear()
        self.parts.clear()
        self.most_workers = 1
        self._ran_out = True

    def _stages(self, recipe: Recipe, context: RunContext) -> list[Stage]:
        source: Source = PhotoSource(context.photo)
        stages: list[Stage] = []
        for position, step in enumerate(recipe.active, start=1):
            last = position == len(recipe.active)
            source = Stage(source, self.ops[step.op], step, context, last=last)
            stages.append(source)
        return stages

    def _collect(
        self,
        last: Source,
        sheet: ResultSheet,
        progress: Progress | None,
        focus: tuple[float, float] | None,
    ) -> None:
        """Make every tile of the result and lay it into one picture."""
        place, out = sheet.place, sheet.pixels
        flows = focus is None and isinstance(last, Stage) and last.flows(place)
        if flows and self._in_strips(last, out, progress):
            return
        cells = _result_cells(last, place)
        sheet.reduce_along(cells)
        if focus is not None:
            cells = _centre_outwards(cells, focus, last)

        def make(cell: Region) -> Region:
            sheet.lay(cell, to_depth(last.fetch(cell), out.dtype))
            return cell

        made = each_tile(make, cells, _workers(last, self.most_workers), self._make_room)
        for done, cell in enumerate(made, start=1):
            if progress is not None:
                pixels = cell.relative_to(place).of(out)
                progress(TileDone(done, len(cells), cell, pixels))

    def _in_strips(self, last: Stage, out: np.ndarray, progress: Progress | None) -> bool:
        """Fill a whole result from strips; False if memory has no room for them."""
        total, laid = len(_result_cells(last, last.size.region)), 0
        try:
            for place, pixels in last.strip_parts():
                place.of(out)[:] = to_depth(pixels, out.dtype)
                laid += place.pixels
                if progress is not None:
                    done = total * laid // last.size.region.pixels
                    progress(TileDone(done, total, place, place.of(out)))
        except MemoryError:
            self._make_room()
            return False
        return True


def _result_cells(last: Source, place: Region) -> list[Region]:
    """Tiles of the result on the last stage's grid, cut to the place that is wanted."""
    if not isinstance(last, Stage):
        return [place]
    scale = last.op.scale
    cells = last.cells(place.covering(scale))
    return [cell.scaled(scale).overlap(place) for cell in cells]


def _centre_outwards(
    cells: Sequence[Region], focus: tuple[float, float], last: Source
) -> list[Region]:
    x, y = focus[0] * last.size.width, focus[1] * last.size.height

    def distance(cell: Region) -> float:
        across = (cell.left + cell.right) / 2 - x
        return across**2 + ((cell.top + cell.bottom) / 2 - y) ** 2

    return sorted(cells, key=distance)


def _workers(last: Source, most: int) -> int:
    """A network's device says how many tiles it takes; everything else runs a tile a core."""
    workers = min(most, CHEAP_WORKERS)
    while isinstance(last, Stage):
        if last.op.expensive:
            workers = min(workers, last.op.backend().in_flight)
        last = last.source
    return workers


def _enlarged_alpha(photo: Photo, place: Region, scale: int) -> np.ndarray | None:
    if photo.alpha is None:
        return None
    alpha = photo.alpha if scale == 1 else enlarge_bicubic(photo.alpha, scale)
    return place.of(alpha)


def _about_depth(photo: Photo, stages: Sequence[Stage]) -> list[str]:
    """A sentence for every step whose depth map is missing or was guessed."""
    labels = [stage.op.label for stage in stages if stage.op.uses_depth]
    if photo.depth is None:
        return [f"{label}: no depth map, so depth played no part." for label in labels]
    guessed = photo.depth.kind == ESTIMATE
    return [f"{label}: {GUESSED}" for label in labels if guessed]


def _about_mask(photo: Photo, stages: Sequence[Stage]) -> list[str]:
    """A sentence for every step that fills holes: where it got to know of them."""
    labels = [stage.op.label for stage in stages if stage.op.uses_mask]
    if photo.mask is None:
        return [f"{label}: no mask, so black holes were looked for." for label in labels]
    return [f"{label}: holes as given ({photo.mask.source})." for label in labels]


def _device_peak(stages: Sequence[Stage]) -> float | None:
    peaks = [stage.op.backend().peak_mb for stage in stages]
    return max((peak for peak in peaks if peak is not None), default=None)
