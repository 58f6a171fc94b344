"""What tests of the window are made of: small photos, quick and slow methods, and waiting."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from PIL import Image
from pytestqt.qtbot import QtBot

from core.engine import Engine
from core.errors import Cancelled
from core.estimate import SpeedHistory
from core.figures import save_figure
from core.figures.figure_draft import FigurePart, FigureSource, draft_spec
from core.figures.figure_methods import Subject
from core.op import Op, TileContext
from core.ops.unsharp import UNSHARP
from core.params import Values
from core.photo import Photo
from core.recipe import Recipe, Step
from core.resample import enlarge_bicubic
from core.session import Session
from gui.registry.methods import Methods
from gui.settings import Settings
from gui.window_frame import WindowFrame
from gui.workspace import Workspace


def picture(height: int = 60, width: int = 90, seed: int = 1) -> np.ndarray:
    """A picture with something in it."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def photo(height: int = 60, width: int = 90, seed: int = 1) -> Photo:
    """A photo without a file."""
    return Photo(picture(height, width, seed))


def photo_file(path: Path, height: int = 60, width: int = 90, seed: int = 1) -> Path:
    """A photo on disk."""
    Image.fromarray(picture(height, width, seed)).save(path)
    return path


def triple(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Three times larger."""
    return enlarge_bicubic(tile.margins.cropped(pixels), 3)


TRIPLE = Op("triple", "Triple", triple, group="Enlarge", scale=3, tile=32, expensive=True)


class Gate:
    """A method that waits until it is let through or cancelled."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()
        self.op = Op("gate", "Gate", self.apply, group="Test", tile=32, macs=1.0)

    def apply(self, pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
        """Wait, looking at the user's wish all the time."""
        self.entered.set()
        while not self.open.wait(0.005):
            if tile.cancelled():
                raise Cancelled
        return 1 - tile.margins.cropped(pixels)


def broken(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """A method with a mistake in it."""
    raise RuntimeError("a mistake in the program")


BROKEN = Op("broken", "Broken", broken, group="Test")
SHARPEN = Recipe("", (Step("unsharp"),))
ENLARGE = Recipe("", (Step("triple"),))


def make_engine(*more: Op) -> Engine:
    """An engine without networks."""
    return Engine([UNSHARP, TRIPLE, BROKEN, *more])


def make_window(folder: Path, engine: Engine | None = None) -> Workspace:
    """A window whose settings lie in a folder of the test."""
    engine = engine or make_engine()
    settings = Settings(folder / "window.ini")
    history = SpeedHistory(folder / "speeds.json")
    frame = WindowFrame(settings)
    frame.resize(1200, 800)
    return Workspace(frame, engine, Methods(engine.ops), history)


def figure_file(path: Path, photo: Photo, session: Session) -> Path:
    """The figure that the editor starts with, on disk."""
    source = FigureSource(make_engine(), Subject(photo), session)
    draft = source.first_draft()
    made = {key: source.made(key) for key in draft.shown}
    spec = draft_spec(draft, [FigurePart(made, photo, session.comparison.boxes)])
    return save_figure(spec, path, provenance=source.provenance(draft, list(made.values())))


def open_and_wait(qtbot: QtBot, window: Workspace, path: Path) -> None:
    """Open a file and wait until its photo is shown."""
    with qtbot.waitSignal(window.state.photo_changed):
        window.opening.open(path)
