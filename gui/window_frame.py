"""The window without its parts: on screen while they are still being loaded.

It imports neither numpy nor anything of the canvas, so that a start shows something at once.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QWidget

from core.versions import PROGRAM
from gui.settings import GEOMETRY, PANELS, RECIPE_PANEL, REGISTRY_PANEL, Settings
from gui.theme import DARK, Tones

FIRST_SIZE = (1600, 1000)
TITLE_BAR = 40
LEFT_LEAST, RIGHT_LEAST = 200, 230
LEFT_MOST, RIGHT_MOST = 290, 315
LEFT_SHARE, RIGHT_SHARE = 0.175, 0.19
UNSEEN_MILLISECONDS = 300


class WindowFrame(QMainWindow):
    """Its place on the screen, its ground, and what the system sends to it.

    Parameters
    ----------
    settings
        What is remembered between starts.
    tones
        The theme at the start.

    Signals
    -------
    seen
        Once: its ground was painted for the first time, or nobody can see it.
    files_dropped
        ``(list of Path, whether Shift was held)``.
    key_unused
        With a ``QKeyEvent`` that nothing else wanted; who uses it accepts it.
    closing
        It is about to close.
    """

    seen = Signal()
    files_dropped = Signal(list, bool)
    key_unused = Signal(object)
    closing = Signal()

    def __init__(self, settings: Settings, tones: Tones = DARK) -> None:
        super().__init__()
        self.settings, self.tones = settings, tones
        self.setWindowTitle(PROGRAM)
        self._waiting = True
        ground = _Ground(settings, tones)
        ground.painted.connect(self._be_seen)
        self.setCentralWidget(ground)
        self._restore_geometry()

    def _restore_geometry(self) -> None:
        geometry = self.settings.get(GEOMETRY)
        if not (geometry and self.restoreGeometry(geometry)):
            room = self.screen().availableSize()
            width, height = FIRST_SIZE
            lowest = min(height, room.height() - TITLE_BAR)  # or the status bar is off the screen
            self.resize(min(width, room.width()), lowest)

    def showEvent(self, event: QShowEvent) -> None:
        """A window that is minimised or covered is never painted: do not wait for that."""
        super().showEvent(event)
        QTimer.singleShot(UNSEEN_MILLISECONDS, self, self._be_seen)

    def _be_seen(self) -> None:
        if self._waiting:
            self._waiting = False
            self.seen.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped."""
        if _local_files(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pass on what was dropped."""
        files = _local_files(event.mimeData().urls())
        if files:
            event.acceptProposedAction()
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.files_dropped.emit(files, bool(shifted))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody else wanted."""
        event.ignore()
        self.key_unused.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let everything come to its end."""
        self.closing.emit()
        super().closeEvent(event)

    def show_name(self, name: str, path: Path | None) -> None:
        """Say in the title which photo is open."""
        self.setWindowTitle(f"{name} – {PROGRAM}")
        self.setWindowFilePath(str(path or ""))


class _Ground(QWidget):
    """What the window looks like before its parts are there: panels and surround."""

    painted = Signal()

    def __init__(self, settings: Settings, tones: Tones) -> None:
        super().__init__()
        shown = settings.get(PANELS)
        self._left = shown and settings.get(REGISTRY_PANEL)
        self._right = shown and settings.get(RECIPE_PANEL)
        self._tones = tones

    def paintEvent(self, event: QPaintEvent) -> None:
        """Three columns in the tones of what will stand there."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tones.surround))
        left, right = panel_widths(self.width())
        height, panel = self.height(), QColor(self._tones.panel)
        if self._left:
            painter.fillRect(QRect(0, 0, left, height), panel)
        if self._right:
            painter.fillRect(QRect(self.width() - right, 0, right, height), panel)
        QTimer.singleShot(0, self, self.painted.emit)


def _local_files(urls: list[QUrl]) -> list[Path]:
    """The files and folders among what was dropped."""
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def panel_widths(width: int) -> tuple[int, int]:
    """Widths of the left and the right panel in a window of this width."""
    left = min(max(round(LEFT_SHARE * width), LEFT_LEAST), LEFT_MOST)
    right = min(max(round(RIGHT_SHARE * width), RIGHT_LEAST), RIGHT_MOST)
    return left, right
