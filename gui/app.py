"""Starts the window: on screen at once, filled as soon as its parts are loaded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from core.versions import PROGRAM, VERSION
from gui.settings import DARK_THEME, Settings
from gui.theme import DARK, LIGHT, set_ground
from gui.window_frame import WindowFrame

if TYPE_CHECKING:
    from core.engine import Engine

FAILED = 1


def run_window(make_engine: Callable[[], Engine], files: Sequence[str]) -> int:
    """Show the window, open what was asked for, and return when it is closed.

    Parameters
    ----------
    make_engine
        Called once.
    files
        A photo, folder, session or exported figure, and results of other programs to compare it
        with; without any the sample is opened, enhanced.

    Returns
    -------
    int
        Exit status.
    """
    app = make_application()
    settings = Settings()
    tones = DARK if settings.get(DARK_THEME) else LIGHT
    set_ground(app, tones)
    frame = WindowFrame(settings, tones)
    frame.seen.connect(lambda: fill(frame, make_engine, files))
    frame.show()
    return app.exec()


def make_application() -> QApplication:
    """The one application object."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName(PROGRAM)
    app.setApplicationVersion(VERSION)
    return app


def fill(frame: WindowFrame, make_engine: Callable[[], Engine], files: Sequence[str]) -> None:
    """Load everything and put it into the window; an empty window is no place to go on."""
    try:
        from gui.furnishing import furnish

        furnish(frame, make_engine, files)
    except BaseException:
        QApplication.exit(FAILED)
        raise
