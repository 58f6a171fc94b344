"""Starts the window."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.engine import Engine
from core.estimate import SpeedHistory
from core.recipe_files import bundled_recipes
from core.user_folders import cache_folder
from core.versions import PROGRAM, VERSION
from gui.messages import MessageBar
from gui.registry.methods import Methods
from gui.settings import DARK_THEME, Settings
from gui.theme import DARK, LIGHT, apply_theme, set_ground
from gui.window import MainWindow
from models.cards import CARDS
from models.registry import weights_are_here
from resources import sample_path

FIRST_METHOD = "espcn-x3"
METHOD_WITHOUT_WEIGHTS = "unsharp"
SIGNAL_MILLISECONDS = 200


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
    engine = make_engine()
    history = SpeedHistory(cache_folder() / "speeds.json")
    window = MainWindow(engine, methods_of(engine), settings, history, tones=tones)
    report_unexpected(window.messages)
    close_on_ctrl_c(window)
    apply_theme(app, tones)
    window.show()
    QTimer.singleShot(0, lambda: start_with(window, files))
    return app.exec()


def make_application() -> QApplication:
    """The one application object."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName(PROGRAM)
    app.setApplicationVersion(VERSION)
    return app


def methods_of(engine: Engine) -> Methods:
    """What the registry offers."""
    cards = {card.id: card for card in CARDS if card.id in engine.ops}
    recipes = {f"recipe:{name}": recipe for name, recipe in bundled_recipes().items()}
    return Methods(engine.ops, cards, recipes)


def start_with(window: MainWindow, files: Sequence[str]) -> None:
    """Open the files; without any the sample with a network already ticked."""
    gc.freeze()
    gc.enable()
    if files:
        window.opening.open_all([Path(file).absolute() for file in files])
        return
    ready = [card.id for card in CARDS if card.id == FIRST_METHOD and weights_are_here(card)]
    window.opening.open_sample(sample_path(), ready[0] if ready else METHOD_WITHOUT_WEIGHTS)


def close_on_ctrl_c(window: MainWindow) -> None:
    """Ctrl-C in the terminal closes the window as its own button does."""
    signal.signal(signal.SIGINT, lambda *_: window.close())
    pulse = QTimer(window, interval=SIGNAL_MILLISECONDS)
    pulse.timeout.connect(lambda: None)  # Python looks at signals only when some of its code runs
    pulse.start()


def report_unexpected(messages: MessageBar) -> None:
    """Send what nobody caught to the message bar instead of the terminal."""

    def hook(kind: type[BaseException], error: BaseException, trace: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        else:
            messages.report(error)

    sys.excepthook = hook
