"""How soon a photo is on the canvas after it was asked for, beside Pillow's bare decoding of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from PIL import ExifTags, Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPainter

from core.engine import Engine
from core.errors import DiptychError
from core.memory import hand_freed_memory_back
from core.photo import Photo
from core.region import Size
from gui.app import make_application
from gui.furnishing import workspace_in
from gui.theme import DARK, apply_theme
from gui.window_frame import FIRST_SIZE
from gui.workspace import Workspace
from resources import sample_path

SIZE = Size(4000, 6000)
ROUNDS = 7
QUALITY = 90
SETTLE_MILLISECONDS = 300
STORED = {"upright": 1, "turned": 6}
"""EXIF orientation in which each photo is stored."""


@dataclass(frozen=True)
class OpeningRow:
    """Medians over the rounds, in milliseconds.

    Attributes
    ----------
    stored, megapixels
        Whether the pixels stand upright in the JPEG file, or are turned by its EXIF.
    pillow
        Pillow's decoding alone, just before.
    shown
        Until the first frame with the photo is painted.
    sharp
        Until no coarser tile stands in for another.
    shown_ratio, sharp_ratio
        To Pillow's time in the same round.
    slowest_ratio
        The largest of the first.
    """

    stored: str
    megapixels: float
    pillow: float
    shown: float
    sharp: float
    shown_ratio: float
    sharp_ratio: float
    slowest_ratio: float


def bench_opening(engine: Engine, size: Size = SIZE, rounds: int = ROUNDS) -> Iterator[OpeningRow]:
    """Open JPEG photos in a window, in turn with Pillow; the first round does not count.

    Neither finds memory that the one before has touched already.

    Parameters
    ----------
    engine
        Of the window.
    size
        Of the photos, as they are stored.
    rounds
        Openings that count.

    Raises
    ------
    DiptychError
        If the photo cannot be opened.
    """
    application = make_application()
    with TemporaryDirectory() as folder:
        workspace = _window(engine, Path(folder))
        apply_theme(application, DARK)
        try:
            yield from _rows(workspace, Path(folder), size, rounds)
        finally:
            workspace.frame.close()


def _rows(workspace: Workspace, folder: Path, size: Size, rounds: int) -> Iterator[OpeningRow]:
    watch = _Stopwatch(workspace)
    for stored, orientation in STORED.items():
        path = _photo(folder / f"{stored}.jpg", size, orientation)
        times = [(_bare(path), *watch.opened(path)) for _ in range(rounds + 1)]
        yield _row(stored, size, np.array(times[1:]))


def _row(stored: str, size: Size, times: np.ndarray) -> OpeningRow:
    ratios = times[:, 1:] / times[:, :1]
    medians = (*np.median(1e3 * times, axis=0), *np.median(ratios, axis=0), ratios[:, 0].max())
    return OpeningRow(stored, size.megapixels, *map(float, medians))


def _window(engine: Engine, folder: Path) -> Workspace:
    workspace = workspace_in(folder, engine)
    workspace.frame.resize(*FIRST_SIZE)  # an imaginary screen is smaller
    workspace.frame.show()
    workspace.appearance.fit_panels()
    return workspace


def _photo(path: Path, size: Size, orientation: int) -> Path:
    """The sample beside its mirror images, with as much detail for each pixel as it has."""
    with Image.open(sample_path()) as sample:
        piece = np.asarray(sample.convert("RGB"))
    row = np.hstack([piece, piece[:, ::-1]])
    block = np.vstack([row, row[::-1]])
    repeats = (-(-size.height // block.shape[0]), -(-size.width // block.shape[1]), 1)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    whole = Image.fromarray(np.tile(block, repeats)[: size.height, : size.width])
    whole.save(path, quality=QUALITY, exif=exif)
    return path


def _bare(path: Path) -> float:
    """Seconds of Pillow's decoding alone."""
    hand_freed_memory_back()
    start = perf_counter()
    with Image.open(path) as image:
        image.load()
    return perf_counter() - start


class _Stopwatch:
    """Notes when the canvas of a window shows a photo that was opened."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._loop = workspace, QEventLoop()
        self._photo: Photo | None = None
        self._shown = self._sharp = 0.0
        self._paint = workspace.canvas.paint_frame
        workspace.canvas.paint_frame = self._painted
        workspace.state.photo_changed.connect(self._opened)
        workspace.opening.photos.failed.connect(lambda _error: self._loop.exit(1))

    def opened(self, path: Path) -> tuple[float, float]:
        """Seconds until a photo is shown, and until it is sharp."""
        self._photo, self._shown = None, 0.0
        self._settle()
        hand_freed_memory_back()
        start = perf_counter()
        self._workspace.opening.open(path)
        if self._loop.exec():
            raise DiptychError(f"{path.name} was not opened.", remedy="Open it by hand.")
        return self._shown - start, self._sharp - start

    def _settle(self) -> None:
        QTimer.singleShot(SETTLE_MILLISECONDS, self._loop.quit)
        self._loop.exec()

    def _opened(self, photo: Photo) -> None:
        self._photo = photo

    def _painted(self, painter: QPainter) -> bool:
        complete = self._paint(painter)
        if self._photo is not None:
            self._sharp = perf_counter()
            self._shown = self._shown or self._sharp
            if complete:
                self._loop.quit()
        return complete
