"""The pipeline of a run: each stage makes its output tile by tile on a grid anchored at (0, 0)."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import cv2
import numpy as np

from core.colour.input_colours import COLOUR_REACH, with_input_colours
from core.errors import Cancelled
from core.kept_parts import KeptParts
from core.levels import sixteen_to, to_float, to_sixteen_bits, widened
from core.op import Margins, Op, TileContext
from core.overview import overview
from core.params import Value
from core.photo import Photo
from core.prepared_cache import PreparedCache
from core.recipe import Step
from core.region import Region, Size
from core.rendition import StepReport
from core.resample import enlarge_bicubic
from core.strips import strips, with_margins
from core.tile_cache import TileCache, TileKey

BLEND_HALO = 4


class Source(Protocol):
    """What a stage reads from: the photo, or the stage before it."""

    size: Size
    channels: int
    content: str
    dtype: np.dtype

    def fetch(self, region: Region) -> np.ndarray:
        """Pixels of a region inside the picture, ``uint8`` or ``uint16``."""


class PhotoSource:
    """The photo's own pixels."""

    def __init__(self, photo: Photo) -> None:
        self.photo = photo
        self.size = Size(photo.height, photo.width)
        self.channels = photo.channels
        self.content = photo.content_hash
        self.dtype = photo.pixels.dtype

    def fetch(self, region: Region) -> np.ndarray:
        """A view of the photo."""
        return region.of(self.photo.pixels)


@dataclass(frozen=True)
class RunContext:
    """What all stages of a run share."""

    photo: Photo
    cache: TileCache
    prepared: PreparedCache = field(default_factory=PreparedCache)
    parts: KeptParts = field(default_factory=KeptParts)
    cancelled: Callable[[], bool] = lambda: False

    def raise_if_cancelled(self) -> None:
        """Stop here if the user asked for it."""
        if self.cancelled():
            raise Cancelled


@dataclass
class _Clock:
    """Seconds and pixels of every tile a stage computed."""

    tiles: list[float] = field(default_factory=list)
    pixels: list[int] = field(default_factory=list)

    def warm_seconds(self) -> float:
        """What all tiles would take at the pace of those after the first."""
        later = 1 if len(self.tiles) > 1 else 0
        pace = sum(self.tiles[later:]) / max(1, sum(self.pixels[later:]))
        return pace * sum(self.pixels)


class Stage:
    """One step of a recipe on its source.

    Parameters
    ----------
    source
        The photo or the stage before.
    op, step
        What to do, with complete values.
    run
        What the stages share.
    last
        True if no stage reads from this one, so that only costly tiles are worth keeping.
    """

    def __init__(
        self, source: Source, op: Op, step: Step, run: RunContext, *, last: bool = True
    ) -> None:
        self.source, self.op, self.step, self.run = source, op, step, run
        self.keeps = op.expensive or step.keep_colours or not last
        self.size = source.size.scaled(op.scale)
        self.channels = source.channels
        as_it_is = last and step.strength == 1 and not step.keep_colours
        self.on_integers = op.integers and (as_it_is or source.dtype == np.uint16)
        self.dtype = source.dtype if self.on_integers else np.dtype(np.uint16)
        self.multiple = op.multiple(step.values)
        self.halo = self._halo()
        backend = op.backend()
        self.tile = _rounded_up(backend.tile or op.tile, self.multiple)
        self.in_bands = op.rows is not None and backend.band > 0 and as_it_is
        parts = [source.content, op.id, op.fingerprint, backend.device, backend.dtype]
        if op.uses_depth and run.photo.depth is not None:
            parts.append(run.photo.depth.digest)
        if op.uses_mask and run.photo.mask is not None:
            parts.append(run.photo.mask.digest)
        self._unblended = _digest(*parts, self.tile, sorted(step.values.items()))
        self._prepared_key = _digest(*parts, _looked_at(op, step))
        self.content = f"{self._unblended}{'+' * step.keep_colours}@{step.strength:g}"
        self.clock = _Clock()
        self._prepared: Any = None
        self._is_prepared = op.prepare is None
        self._preparing = threading.Lock()
        self._locks: dict[Region, threading.Lock] = {}

    def _halo(self) -> int:
        blends = self.step.strength < 1 and self.op.scale > 1
        halo = max(self.op.halo(self.step.values), BLEND_HALO * blends)
        return _rounded_up(halo, self.multiple)

    def fetch(self, region: Region) -> np.ndarray:
        """Pixels of a region of this stage's output, put together from whole tiles.

        They have 16 bits, or the photo's own depth after a last step that works on integers.
        """
        return self._assembled(region, self.cell)

    def _assembled(self, region: Region, make: Callable[[Region], np.ndarray]) -> np.ndarray:
        cells = list(self.cells(region.covering(self.op.scale)))
        if len(cells) == 1 and cells[0].scaled(self.op.scale) == region:
            return make(cells[0])
        out = np.empty((region.height, region.width, self.channels), self.dtype)
        for cell in cells:
            place = cell.scaled(self.op.scale)
            part = place.overlap(region)
            part.relative_to(region).of(out)[:] = part.relative_to(place).of(make(cell))
        return out

    def cells(self, region: Region) -> Iterator[Region]:
        """Grid tiles, in input pixels, that a region of the input touches, row by row."""
        side = self.tile
        for top in range(region.top // side * side, region.bottom, side):
            for left in range(region.left // side * side, region.right, side):
                yield Region(left, top, left + side, top + side).within(self.source.size)

    def cell(self, cell: Region) -> np.ndarray:
        """One grid tile of the output with the step's strength applied."""
        full = self._recoloured(cell) if self.step.keep_colours else self._full(cell)
        return full if self.step.strength == 1 else self._blended(cell, full)

    def _full(self, cell: Region) -> np.ndarray:
        """A tile of the whole effect."""
        return self._kept(cell) if self.keeps else self._computed(cell)

    def _recoloured(self, cell: Region) -> np.ndarray:
        """A tile in the colours of the input, for which its neighbours are needed too."""
        outer = cell.grown(COLOUR_REACH).within(self.source.size)
        result = to_float(self._assembled(outer.scaled(self.op.scale), self._full))
        kept = with_input_colours(result, to_float(self.source.fetch(outer)), self.op.scale)
        return to_sixteen_bits(Margins.between(cell, outer).cropped(kept, self.op.scale))

    def _kept(self, cell: Region) -> np.ndarray:
        """A tile from the cache, or computed for it; two threads never compute the same one."""
        key = TileKey(self._unblended, cell.left, cell.top)
        with self._locks.setdefault(cell, threading.Lock()):
            full = self.run.cache.get(key, lasting=self.op.expensive)
            if full is None:
                full = self._computed(cell)
                self.run.cache.put(key, full, lasting=self.op.expensive)
        return full

    def flows(self, place: Region) -> bool:
        """Whether a place of the result is better computed in strips than in tiles.

        Strips keep nothing, so that they are of no use where tiles are there already.
        """
        if not self.in_bands or place != self.size.region:
            return False
        cells = list(self.cells(self.source.size.region))
        if len(cells) == 1:
            return False
        key = TileKey(self._unblended, cells[0].left, cells[0].top)
        return self.run.cache.get(key, lasting=self.op.expensive) is None

    def strip_parts(self) -> Iterator[tuple[Region, np.ndarray]]:
        """Places of the whole result, strip by strip from the top down, and their pixels."""
        self.prepare()
        for strip in strips(self.source.size, self.multiple):
            yield from self._strip(strip)

    def _strip(self, strip: Region) -> Iterator[tuple[Region, np.ndarray]]:
        context = self._context(strip, with_margins(strip, self.halo, self.source.size))
        started = time.perf_counter()
        for rows, result in self.op.rows(self._fetched, self.step.values, context):
            self.run.raise_if_cancelled()
            pixels = to_sixteen_bits(result)
            self.clock.tiles.append(time.perf_counter() - started)
            self.clock.pixels.append(rows.width * rows.height)
            yield rows.scaled(self.op.scale), pixels
            started = time.perf_counter()

    def _fetched(self, region: Region) -> np.ndarray:
        return to_float(self.source.fetch(region))

    def prepare(self) -> None:
        """Let the op see its whole input once, if it needs to."""
        if self._is_prepared:
            return
        with self._preparing:
            if not self._is_prepared:
                self._prepared = self.run.prepared.get(self._prepared_key, self._look)
                self._is_prepared = True

    def _look(self) -> Any:
        return self.op.prepare(StageInput(self), self.step.values)

    def _computed(self, cell: Region) -> np.ndarray:
        self.run.raise_if_cancelled()
        self.prepare()
        outer = cell.grown(self.halo).within(self.source.size)
        pixels = self.source.fetch(outer)
        if not self.on_integers:
            pixels = to_float(pixels)
        started = time.perf_counter()
        result = self.op.apply(pixels, self.step.values, self._context(cell, outer))
        if not self.on_integers:
            result = to_sixteen_bits(result)
        self.clock.tiles.append(time.perf_counter() - started)
        self.clock.pixels.append(cell.width * cell.height)
        return result

    def feature_maps(self, layer: str, region: Region) -> tuple[np.ndarray, Region]:
        """What a layer inside the op answers.

        Parameters
        ----------
        layer
            One of ``op.inside.layers()``.
        region
            In pixels of this stage's input; grown to the op's multiple.

        Returns
        -------
        numpy.ndarray, Region
            channels×h×w ``float32``, and the region that they are of.
        """
        self.prepare()
        place = _on_grid(region, self.multiple).within(self.source.size)
        outer = place.grown(self.halo).within(self.source.size)
        pixels = to_float(self.source.fetch(outer))
        return self.op.inside.maps(pixels, self._context(place, outer), layer), place

    def _context(self, cell: Region, outer: Region) -> TileContext:
        photo = self.run.photo
        return TileContext(
            core=cell,
            margins=Margins.between(cell, outer),
            size=self.source.size,
            prepared=self._prepared,
            depth=photo.depth,
            holes=self._holes(outer),
            icc=photo.icc,
            overview=partial(overview, photo),
            cancelled=self.run.cancelled,
            kept=partial(self._part, cell),
        )

    def _part(self, cell: Region, name: str, make: Callable[[], np.ndarray]) -> np.ndarray:
        """What of a tile other values do not change; the halo decides on its last bits."""
        content = f"{self.source.content} {self.tile} {self.halo} {self.on_integers} {name}"
        return self.run.parts.get(TileKey(content, cell.left, cell.top), make)

    def _holes(self, outer: Region) -> np.ndarray | None:
        """The mask of a tile, enlarged as the steps before have enlarged the photo."""
        photo = self.run.photo
        if photo.mask is None or not self.op.uses_mask:
            return None
        return photo.mask.within(outer, self.source.size.width // photo.width)

    def _blended(self, cell: Region, full: np.ndarray) -> np.ndarray:
        outer = cell.grown(BLEND_HALO if self.op.scale > 1 else 0).within(self.source.size)
        before = to_float(self.source.fetch(outer))
        if self.op.scale > 1:
            enlarged = enlarge_bicubic(before, self.op.scale)
            before = Margins.between(cell, outer).cropped(enlarged, self.op.scale)
        mixed = cv2.addWeighted(
            to_float(full), self.step.strength, before, 1 - self.step.strength, 0.0
        )
        return to_sixteen_bits(mixed.reshape(full.shape))

    def report(self) -> StepReport:
        """What this stage did so far."""
        tiles = self.clock.tiles or [0.0]
        backend = self.op.backend()
        return StepReport(
            op=self.op.id,
            fingerprint=self.op.fingerprint,
            device=backend.device,
            dtype=backend.dtype,
            tile=self.tile,
            halo=self.halo,
            tiles=len(self.clock.tiles),
            cold_seconds=tiles[0],
            seconds=sum(tiles),
            warm_seconds=self.clock.warm_seconds(),
            operations=2 * self.op.macs * sum(self.clock.pixels) / 1e9,
            peak_gflops=backend.peak_gflops,
        )


class StageInput:
    """A stage's whole input, streamed for `Op.prepare`."""

    def __init__(self, stage: Stage) -> None:
        self._source, self._stage = stage.source, stage
        self.size = stage.source.size
        self.channels = stage.source.channels
        self.cancelled = stage.run.cancelled

    def tiles(self) -> Iterator[np.ndarray]:
        """Every pixel once, as H×W×C ``float32`` tiles in [0, 1]."""
        for cell in self._stage.cells(self.size.region):
            self._stage.run.raise_if_cancelled()
            yield to_float(self._source.fetch(cell))

    def part(self, region: Region) -> np.ndarray:
        """A region at its own size, ``float32`` in [0, 1]."""
        self._stage.run.raise_if_cancelled()
        return to_float(self._source.fetch(region))

    def reduced(self, longest: int) -> np.ndarray:
        """The picture area-reduced to at most ``longest`` pixels, ``float32`` in [0, 1]."""
        factor = max(1, -(-max(self.size.height, self.size.width) // longest))
        rows = [self._reduced_row(top, factor) for top in range(0, self.size.height, 64 * factor)]
        return np.concatenate(rows)

    def _reduced_row(self, top: int, factor: int) -> np.ndarray:
        band = Region(0, top, self.size.width, top + 64 * factor).within(self.size)
        pixels = self.part(band)
        size = (-(-band.width // factor), -(-band.height // factor))
        reduced = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        return reduced.reshape(size[1], size[0], self.channels)


def to_depth(pixels: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """A fetched region in the depth of the file."""
    return pixels if pixels.dtype == dtype else sixteen_to(widened(pixels), dtype)


def _on_grid(region: Region, multiple: int) -> Region:
    return region.covering(multiple).scaled(multiple)


def _rounded_up(value: int, multiple: int) -> int:
    return -(-value // multiple) * multiple


def _looked_at(op: Op, step: Step) -> list[tuple[str, Value]]:
    """The values that `Op.prepare` depends on."""
    names = step.values if op.prepare_params is None else op.prepare_params
    return [(name, step.values[name]) for name in sorted(names)]


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
