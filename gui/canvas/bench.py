"""How long a frame takes: dragging the divider, zooming and panning on large photos."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from time import perf_counter, thread_time

import numpy as np
import shiboken6
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from core.comparison import BOX_COLOURS, Comparison, ZoomBox
from core.engine import Engine
from core.region import Region, Size
from core.view.divider import divider_dragged
from core.view.navigation import actual_size, fitted, panned, zoomed_at
from core.view.picture_source import PictureSource
from gui.canvas.candidate_view import CandidateView
from gui.canvas.canvas import ComparisonCanvas
from gui.canvas.running_network import RunningNetwork

VIEW = Size(1000, 1600)
PHOTOS = (Size(4000, 6000), Size(8333, 12000))
DENSITIES = (1.0, 2.0)
FRAMES = 150
BOUND, WIDE_BOUND = 8.0, 16.0
Movement = Callable[[ComparisonCanvas], Iterator[Comparison]]


@dataclass(frozen=True)
class CanvasRow:
    """Frame times of one movement, in milliseconds.

    Attributes
    ----------
    movement
        What the hand does.
    megapixels, density
        The photo, and device pixels per logical pixel.
    network
        The one that was running meanwhile; empty if none was.
    median, p95, p99, worst
        Of the time from the movement to the finished frame.
    within
        Share of the frames within 8 ms; 16 ms at density 2 and while a network runs.
    cpu_p95, cpu_within
        The same of the processor time of the window's thread: what a busy machine does not change.
    sharp
        Share of the frames in which no coarser tile stood in for a missing one.
    memory_share
        The most bytes of tiles and finished views per byte of the photos in 8 bits.
    """

    movement: str
    megapixels: float
    density: float
    network: str
    median: float
    p95: float
    p99: float
    worst: float
    within: float
    cpu_p95: float
    cpu_within: float
    sharp: float
    memory_share: float


class DenseCanvas(ComparisonCanvas):
    """A canvas on an imaginary screen of any density."""

    imagined = 1.0

    @property
    def density(self) -> float:
        """Device pixels per logical pixel of the imaginary screen."""
        return self.imagined


def bench_canvas(
    photos: tuple[Size, ...] = PHOTOS,
    frames: int = FRAMES,
    *,
    engine: Engine | None = None,
    network: str = "",
) -> Iterator[CanvasRow]:
    """Measure frames of a split view of two photos, 1600×1000 logical pixels, off screen.

    Parameters
    ----------
    photos
        Sizes of the made-up photos.
    frames
        Frames per movement.
    engine, network
        Measure again at density 1 while this network runs on this engine.

    Yields
    ------
    CanvasRow
        For every photo, density and movement.
    """
    application = QApplication.instance() or QApplication([])
    settings = [(density, "") for density in DENSITIES]
    settings += [(DENSITIES[0], network)] if engine is not None and network else []
    for size in photos:
        candidates = _candidates(size)
        for density, running in settings:
            with RunningNetwork(engine, running) if running else nullcontext():
                for name in MOVEMENTS:
                    yield _measured(name, candidates, density, running, frames)
                    application.processEvents()


def _measured(
    name: str, candidates: list[CandidateView], density: float, network: str, frames: int
) -> CanvasRow:
    canvas = _canvas(candidates, density)
    image = QImage(round(VIEW.width * density), round(VIEW.height * density), QImage.Format_RGB32)
    image.setDevicePixelRatio(density)
    movement = MOVEMENTS[name](canvas)
    made = [_frame(canvas, image, change) for change in islice(movement, frames)]
    size = candidates[0].picture.size
    canvas.set_candidates([])
    shiboken6.delete(canvas)  # else a thread that collects garbage might stop its timers
    times, cpu, sharp, nbytes = (np.array(column) for column in zip(*made, strict=True))
    bound = WIDE_BOUND if network or density > 1.0 else BOUND
    in_8_bits = sum(3e6 * one.picture.size.megapixels for one in candidates)
    return CanvasRow(
        name,
        round(size.megapixels, 1),
        density,
        network,
        *(float(np.percentile(times, part)) for part in (50, 95, 99, 100)),
        within=float(np.mean(times <= bound)),
        cpu_p95=float(np.percentile(cpu, 95)),
        cpu_within=float(np.mean(cpu <= bound)),
        sharp=float(np.mean(sharp)),
        memory_share=float(nbytes.max() / in_8_bits),
    )


def _canvas(candidates: list[CandidateView], density: float) -> DenseCanvas:
    canvas = DenseCanvas()
    canvas.imagined = density
    canvas.resize(VIEW.width, VIEW.height)
    canvas.comparison_changed.connect(canvas.set_comparison)
    canvas.set_candidates(candidates)
    photo = canvas.photo_size
    side = photo.width // 20
    boxes = tuple(
        ZoomBox(Region(left, side, left + side, 2 * side), colour)
        for left, colour in zip((side, 6 * side, 12 * side), BOX_COLOURS, strict=False)
    )
    canvas.set_comparison(Comparison(shown=1, reference=0, boxes=boxes))
    canvas.layers.set_view_pixels(canvas.view.area.size)
    canvas.come_to_rest()
    return canvas


def _frame(
    canvas: ComparisonCanvas, image: QImage, change: Comparison
) -> tuple[float, float, bool, int]:
    """Milliseconds by the clock and of the processor, whether it was sharp, and bytes held."""
    start, cpu = perf_counter(), thread_time()
    canvas.propose(change)
    painter = QPainter(image)
    complete = canvas.paint_frame(painter)
    painter.end()
    cpu, passed = thread_time() - cpu, perf_counter() - start
    return 1000.0 * passed, 1000.0 * cpu, complete, canvas.display_bytes()


def _candidates(size: Size) -> list[CandidateView]:
    """Two photos of grain on a gradient; what they show does not change the time."""
    random = np.random.default_rng(1)
    grain = random.integers(0, 64, (512, 512, 3), np.uint8)
    repeats = (-(-size.height // 512), -(-size.width // 512), 1)
    pixels = np.tile(grain, repeats)[: size.height, : size.width]
    pixels += np.linspace(0, 128, size.width, dtype=np.uint8)[None, :, None]
    pictures = (pixels, 255 - pixels)
    return [
        CandidateView(name, PictureSource.from_pixels(picture))
        for name, picture in zip(("Before", "After"), pictures, strict=True)
    ]


def _drag_divider(canvas: ComparisonCanvas) -> Iterator[Comparison]:
    width = canvas.view.area.width
    for step in np.linspace(0, 6 * np.pi, FRAMES):
        point = (width * (0.5 + 0.45 * np.sin(step)), 0.0)
        yield divider_dragged(canvas.comparison, canvas.stage(), point)


def _zoom(canvas: ComparisonCanvas) -> Iterator[Comparison]:
    start = fitted(canvas.comparison, canvas.stage())
    area = canvas.view.area
    fit = canvas.zoom_percent() / 100.0
    for step in np.linspace(0, np.pi, FRAMES):
        zoom = fit * (8.0 / fit) ** (np.sin(step) ** 2)
        yield zoomed_at(start, canvas.stage(), float(zoom), (area.width * 0.3, area.height * 0.6))


def _pan_at_100(canvas: ComparisonCanvas) -> Iterator[Comparison]:
    area = canvas.view.area
    canvas.propose(
        actual_size(canvas.comparison, canvas.stage(), (area.width / 2, area.height / 2))
    )
    yield from _pan(canvas)


def _pan_reduced(canvas: ComparisonCanvas) -> Iterator[Comparison]:
    area = canvas.view.area
    middle = (area.width / 2, area.height / 2)
    zoom = canvas.zoom_percent() / 100.0 * 1.5
    canvas.propose(zoomed_at(canvas.comparison, canvas.stage(), zoom, middle))
    yield from _pan(canvas)


def _pan(canvas: ComparisonCanvas) -> Iterator[Comparison]:
    for step in np.linspace(0, 4 * np.pi, FRAMES):
        way = 30 * canvas.density
        yield panned(canvas.comparison, canvas.stage(), way * np.cos(step), way * np.sin(step))


MOVEMENTS: dict[str, Movement] = {
    "divider": _drag_divider,
    "zoom": _zoom,
    "pan at 100 %": _pan_at_100,
    "pan reduced": _pan_reduced,
}
