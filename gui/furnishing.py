"""Fills the window with its parts, and opens the first photo."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.engine import Engine
from core.estimate import SpeedHistory
from core.recipe_files import bundled_recipes
from core.user_folders import cache_folder
from gui.messages import MessageBar
from gui.registry.methods import Methods
from gui.settings import Settings
from gui.theme import apply_theme
from gui.window_frame import WindowFrame
from gui.workspace import Workspace
from models.cards import CARDS
from models.registry import weights_are_here
from resources import sample_path

FIRST_METHOD = "espcn-x3"
METHOD_WITHOUT_WEIGHTS = "unsharp"
SIGNAL_MILLISECONDS = 200


def furnish(frame: WindowFrame, make_engine: Callable[[], Engine], files: Sequence[str]) -> None:
    """Make the parts of a window that is on screen already; the files are opened right after."""
    engine = make_engine()
    history = SpeedHistory(cache_folder() / "speeds.json")
    frame.setUpdatesEnabled(False)
    workspace = Workspace(frame, engine, methods_of(engine), history)
    report_unexpected(workspace.messages)
    close_on_ctrl_c(frame)
    apply_theme(QApplication.instance(), frame.tones)
    QTimer.singleShot(0, workspace, partial(begin, workspace, files))  # when all is laid out


def begin(workspace: Workspace, files: Sequence[str]) -> None:
    """Show the parts in their places, and open the files."""
    workspace.appearance.fit_panels()
    workspace.frame.setUpdatesEnabled(True)
    start_with(workspace, files)


def workspace_in(folder: Path, engine: Engine) -> Workspace:
    """A window whose settings and speeds lie in a folder, away from the user's; not shown yet."""
    frame = WindowFrame(Settings(folder / "window.ini"))
    return Workspace(frame, engine, methods_of(engine), SpeedHistory(folder / "speeds.json"))


def methods_of(engine: Engine) -> Methods:
    """What the registry offers."""
    cards = {card.id: card for card in CARDS if card.id in engine.ops}
    recipes = {f"recipe:{name}": recipe for name, recipe in bundled_recipes().items()}
    return Methods(engine.ops, cards, recipes)


def start_with(workspace: Workspace, files: Sequence[str]) -> None:
    """Open the files; without any the sample with a network already ticked."""
    gc.freeze()
    gc.enable()
    if files:
        workspace.opening.open_all([Path(file).absolute() for file in files])
        return
    ready = [card.id for card in CARDS if card.id == FIRST_METHOD and weights_are_here(card)]
    workspace.opening.open_sample(sample_path(), ready[0] if ready else METHOD_WITHOUT_WEIGHTS)


def close_on_ctrl_c(frame: WindowFrame) -> None:
    """Ctrl-C in the terminal closes the window as its own button does."""
    signal.signal(signal.SIGINT, lambda *_: frame.close())
    pulse = QTimer(frame, interval=SIGNAL_MILLISECONDS)
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
