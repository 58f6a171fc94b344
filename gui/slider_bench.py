"""How long it takes from a moved slider to the sharpened view, in the whole window."""

from __future__ import annotations

import gc
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSlider

from core.bench_ops import CASES, photo_with_depth
from core.engine import Engine
from core.ops import OPS
from core.params import Value
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Size
from gui.app import make_application
from gui.canvas.canvas import ComparisonCanvas
from gui.furnishing import workspace_in
from gui.theme import apply_theme
from gui.workspace import Workspace

VIEW = Size(1000, 1600)
MEGAPIXELS, MOVES = 24.0, 24
AT_100_BOUND, AT_FIT_BOUND, AT_FIT_WIDE_BOUND, WIDE_RADIUS = 33.0, 150.0, 500.0, 3.0
SETTLED_MILLISECONDS, LONGEST_MILLISECONDS = 40, 20_000
SLIDERS = ("amount", "radius")
STEP, FINE_STEP = 16, 6
"""Far enough on every slider to reach another value."""
SLIDER_CASES = (*CASES, ("unsharp", {"radius": 10.0}))


@dataclass(frozen=True)
class SliderRow:
    """Times of one slider of a method, in milliseconds.

    Attributes
    ----------
    op, setting, slider
        What is moved, and from which values.
    zoom
        ``"100 %"`` or ``"fit"``.
    megapixels
        Size of the photo.
    median, p95, worst
        From the slider's move to the end of the last frame that it changes.
    bound
        What 95 % of the moves should keep to.
    kept
        Whether they do.
    """

    op: str
    setting: str
    slider: str
    zoom: str
    megapixels: float
    median: float
    p95: float
    worst: float
    bound: float
    kept: bool


def bench_sliders(
    cases: Sequence[tuple[str, dict[str, Value]]] = SLIDER_CASES,
    *,
    megapixels: float = MEGAPIXELS,
    moves: int = MOVES,
    sliders: Sequence[str] = SLIDERS,
    view: Size = VIEW,
) -> Iterator[SliderRow]:
    """Move sliders of every sharpener and wait for the view, off screen.

    The result fills the canvas; the photo has a depth map.

    Parameters
    ----------
    cases
        Ops and their values.
    megapixels
        Size of the photo that is made for it.
    moves
        How often each slider is moved.
    sliders
        Their parameters' names; a method that lacks one goes without.
    view
        Size of the canvas.
    """
    apply_theme(make_application())
    photo = photo_with_depth(megapixels)
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder), photo, view)
        for op, values in cases:
            for zoom in (1.0, None):
                yield from bench.rows(op, values, zoom, moves, sliders)
        bench.window.frame.close()


class _Bench:
    """A window of its own, and the clock."""

    def __init__(self, folder: Path, photo: Photo, view: Size) -> None:
        self.window = workspace_in(folder, Engine(OPS))
        frame = self.window.frame
        frame.show()
        self._clock = _Clock(self.window)
        canvas = self.window.canvas
        self.window.state.set_photo(photo)
        self._clock.settle()
        around = frame.size() - canvas.size()
        frame.resize(around.width() + view.width, around.height() + view.height)
        self._clock.settle()
        _load_the_rest()

    def rows(
        self,
        op: str,
        values: dict[str, Value],
        zoom: float | None,
        moves: int,
        sliders: Sequence[str],
    ) -> Iterator[SliderRow]:
        """Measure one method at one zoom."""
        state = self.window.state
        recipe = Recipe("", (Step(op, values),))
        session = replace(state.session, candidates=()).with_candidate(recipe)
        looking = replace(session.comparison, divider=0.0, zoom=zoom)
        state.change(replace(session, comparison=looking))
        self._clock.settle()
        controls = self.window.recipe.cards[0].controls
        for name in (name for name in sliders if name in controls):
            slider = controls[name].slider
            self.window.engine.parts.clear()
            places = _to_and_fro if name == "amount" else _ever_elsewhere
            moves_to = [partial(slider.setValue, place) for place in places(slider, moves + 1)]
            times = [self._clock.timed(move) for move in moves_to][1:]
            yield _row(*(op, values, name, zoom), megapixels=state.photo.megapixels, times=times)


def _to_and_fro(slider: QSlider, moves: int) -> list[int]:
    """One place and back, and so on: what the moves leave as it is is kept."""
    return [slider.value() - STEP * (n % 2 == 0) for n in range(moves)]


def _ever_elsewhere(slider: QSlider, moves: int) -> list[int]:
    """Wider and wider to both sides: a hand that drags comes to values that were never there."""
    reach = FINE_STEP * (moves + 1) // 2
    middle = min(max(slider.value(), slider.minimum() + reach), slider.maximum() - reach)
    return [middle + FINE_STEP * (n // 2 + 1) * (-1) ** n for n in range(moves)]


def _load_the_rest() -> None:
    """What a window does some seconds after its start, in the midst of the first moves here."""
    import gui.measure.histogram_pane
    import gui.measure.inspector_pane  # noqa: F401

    gc.freeze()


def _row(
    op: str,
    values: dict[str, Value],
    slider: str,
    zoom: float | None,
    *,
    megapixels: float,
    times: Sequence[float],
) -> SliderRow:
    wide = float(values.get("radius", 0)) > WIDE_RADIUS
    at_fit = AT_FIT_WIDE_BOUND if wide else AT_FIT_BOUND
    bound = at_fit if zoom is None else AT_100_BOUND
    median, p95 = (float(np.percentile(times, share)) for share in (50, 95))
    setting = ", ".join(f"{name} {value}" for name, value in values.items()) or "defaults"
    place = "fit" if zoom is None else "100 %"
    return SliderRow(
        *(op, setting, slider, place, megapixels, median, p95, max(times), bound), kept=p95 <= bound
    )


class _Clock(QObject):
    """Waits for the window as its user does: until the result is there and drawn."""

    def __init__(self, window: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._loop = QEventLoop()
        self._drawn = -math.inf
        self._calm = QTimer(self, singleShot=True, interval=SETTLED_MILLISECONDS)
        self._calm.timeout.connect(self._rested)
        self._patience = QTimer(self, singleShot=True, interval=LONGEST_MILLISECONDS)
        self._patience.timeout.connect(self._loop.quit)
        window.results.finished.connect(self._calm.start)
        window.canvas.installEventFilter(self)

    def timed(self, move: Callable[[], None]) -> float:
        """Milliseconds from before the move to the end of the last frame."""
        started = perf_counter()
        move()
        self.settle()
        return 1000 * (self._drawn - started)

    def settle(self) -> None:
        """Until nothing is computed or drawn any more."""
        self._calm.start()
        self._patience.start()
        self._loop.exec()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the frame here, so that its end is known."""
        if isinstance(event, QPaintEvent) and isinstance(watched, ComparisonCanvas):
            watched.paintEvent(event)
            self._drawn = perf_counter()
            self._calm.start()
            return True
        return False

    def _rested(self) -> None:
        if self._window.results.busy:
            return
        self._loop.quit()
