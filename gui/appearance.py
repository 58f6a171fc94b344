"""How the window looks and where its parts lie; remembered between starts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QWidget

from gui.actions import Act
from gui.canvas.canvas import ComparisonCanvas
from gui.settings import (
    BOXES_PANEL,
    DARK_THEME,
    GEOMETRY,
    PANELS,
    RECIPE_PANEL,
    REGISTRY_PANEL,
    SPLITTER,
    Settings,
)
from gui.side_panels import initial_sizes
from gui.theme import DARK, LIGHT, apply_theme
from gui.zoom_strip import ZoomStrip

FIRST_SIZE = (1600, 1000)
TITLE_BAR = 40
OWN = {
    Act.BOXES_PANEL: BOXES_PANEL,
    Act.REGISTRY_PANEL: REGISTRY_PANEL,
    Act.RECIPE_PANEL: RECIPE_PANEL,
}


class Appearance(QObject):
    """Panels, theme, full screen and geometry.

    Parameters
    ----------
    window, splitter
        Whose places are remembered.
    panels
        What F9 hides: those that `OWN` hides alone, in its order, and others.
    canvas, strip
        What has to be told of another theme.
    actions, settings
        Of the window.
    """

    def __init__(
        self,
        window: QMainWindow,
        splitter: QSplitter,
        panels: Sequence[QWidget],
        *,
        canvas: ComparisonCanvas,
        strip: ZoomStrip,
        actions: dict[Act, QAction],
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window, self._splitter, self._panels = window, splitter, panels
        self._canvas, self._strip = canvas, strip
        self._actions, self._settings = actions, settings
        self._own_widths = False
        splitter.splitterMoved.connect(self._widths_chosen)
        window.installEventFilter(self)
        actions[Act.PANELS].toggled.connect(self.show_panels)
        for act, row in OWN.items():
            actions[act].setChecked(settings.get(row))
            actions[act].toggled.connect(partial(self.show_panel, act))
        actions[Act.FULL_SCREEN].toggled.connect(self.show_full_screen)
        actions[Act.LIGHT].toggled.connect(self.show_light)

    def show_panels(self, on: bool) -> None:
        """Show or hide everything but the canvas."""
        for act, panel in zip_longest(OWN, self._panels):
            panel.setVisible(on and (act is None or self._actions[act].isChecked()))
        self._settings.set(PANELS, on)
        self._actions[Act.PANELS].setChecked(on)

    def show_panel(self, act: Act, on: bool) -> None:
        """Show or hide one; where all were hidden, the others come back as they were."""
        self._settings.set(OWN[act], on)
        self._actions[act].setChecked(on)
        self.show_panels(on or self._actions[Act.PANELS].isChecked())

    def show_light(self, on: bool) -> None:
        """Change between the dark and the light theme."""
        tones = LIGHT if on else DARK
        apply_theme(QApplication.instance(), tones)
        self._canvas.set_tones(tones)
        self._strip.set_tones(tones)
        self._settings.set(DARK_THEME, not on)

    def show_full_screen(self, on: bool) -> None:
        """Fill the screen, or go back."""
        state, full = self._window.windowState(), Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if on else state & ~full)

    def restore(self) -> None:
        """Bring the window back as it was, or as it looks best on this screen."""
        geometry, splitter = self._settings.get(GEOMETRY), self._settings.get(SPLITTER)
        if not (geometry and self._window.restoreGeometry(geometry)):
            room = self._window.screen().availableSize()
            width, height = FIRST_SIZE
            lowest = min(height, room.height() - TITLE_BAR)  # or the status bar is off the screen
            self._window.resize(min(width, room.width()), lowest)
        self._own_widths = bool(splitter) and self._splitter.restoreState(splitter)
        self.show_panels(self._settings.get(PANELS))
        if not self._settings.get(DARK_THEME):
            self._actions[Act.LIGHT].setChecked(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Panels grow and shrink with the window, at the sides until their widths were chosen."""
        if event.type() == QEvent.Type.Resize:
            self._strip.updateGeometry()
        if event.type() == QEvent.Type.Resize and not self._own_widths:
            self._splitter.setSizes(initial_sizes(self._window.width()))
        return False

    def _widths_chosen(self) -> None:
        self._own_widths = True

    def remember(self) -> None:
        """Store where everything lies."""
        self._settings.set(GEOMETRY, bytes(self._window.saveGeometry().data()))
        if self._own_widths:
            self._settings.set(SPLITTER, bytes(self._splitter.saveState().data()))
