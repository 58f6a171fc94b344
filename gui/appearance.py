"""How the window looks and where its panels lie; remembered between starts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from gui.actions import Act
from gui.canvas.canvas import ComparisonCanvas
from gui.panels import Panel
from gui.settings import (
    BOXES_PANEL,
    DARK_THEME,
    GEOMETRY,
    LAYOUT,
    PANELS,
    RECIPE_PANEL,
    REGISTRY_PANEL,
)
from gui.theme import DARK, LIGHT, apply_theme
from gui.window_frame import WindowFrame, panel_widths
from gui.zoom_strip import ZoomStrip

OWN = {
    Act.BOXES_PANEL: BOXES_PANEL,
    Act.REGISTRY_PANEL: REGISTRY_PANEL,
    Act.RECIPE_PANEL: RECIPE_PANEL,
}
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
PRESSED, RELEASED = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease
BELOW = Qt.DockWidgetArea.BottomDockWidgetArea


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What stands around the canvas.

    Attributes
    ----------
    registry, recipe, plots
        Panels, at first at the left, at the right and below.
    canvas, strip
        What has to be told of another theme.
    """

    registry: Panel
    recipe: Panel
    plots: Panel
    canvas: ComparisonCanvas
    strip: ZoomStrip

    @property
    def panels(self) -> tuple[Panel, Panel, Panel]:
        """What can be arranged."""
        return self.registry, self.recipe, self.plots


class Appearance(QObject):
    """Panels, theme, full screen and geometry.

    Parameters
    ----------
    frame
        The window.
    around
        What F9 hides, and what is dressed in the theme.
    actions
        Of the window.
    """

    def __init__(
        self, frame: WindowFrame, around: Surroundings, actions: dict[Act, QAction]
    ) -> None:
        super().__init__(frame)
        self._frame, self._around, self._actions = frame, around, actions
        self._settings = frame.settings
        self._plots_open = False
        self._own_widths = self._dragging = False
        self._fit = QTimer(self, singleShot=True, interval=0)  # once the panels are laid out
        self._fit.timeout.connect(self.fit_panels)
        frame.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        frame.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        self._place_panels()
        for watched in (frame, around.registry, around.recipe):
            watched.installEventFilter(self)
        self._connect()

    def _connect(self) -> None:
        actions, around = self._actions, self._around
        actions[Act.PANELS].toggled.connect(self.show_panels)
        for act, row in OWN.items():
            actions[act].setChecked(self._settings.get(row))
            actions[act].toggled.connect(partial(self.show_panel, act))
        actions[Act.ARRANGE].toggled.connect(self.arrange)
        actions[Act.RESET_PANELS].triggered.connect(self.reset_panels)
        actions[Act.FULL_SCREEN].toggled.connect(self.show_full_screen)
        actions[Act.LIGHT].toggled.connect(self.show_light)
        own = {around.registry: Act.REGISTRY_PANEL, around.recipe: Act.RECIPE_PANEL}
        for panel, act in own.items():
            panel.close_proposed.connect(partial(self.show_panel, act, False))

    # Panels

    def show_panels(self, on: bool) -> None:
        """Show or hide everything but the canvas."""
        parts = (self._around.strip, self._around.registry, self._around.recipe)
        for act, part in zip(OWN, parts, strict=True):
            part.setVisible(on and self._actions[act].isChecked())
        self._around.plots.setVisible(on and self._plots_open)
        self._settings.set(PANELS, on)
        self._actions[Act.PANELS].setChecked(on)

    def show_panel(self, act: Act, on: bool) -> None:
        """Show or hide one; where all were hidden, the others come back as they were."""
        self._settings.set(OWN[act], on)
        self._actions[act].setChecked(on)
        self.show_panels(on or self._actions[Act.PANELS].isChecked())

    def show_plots(self, on: bool) -> None:
        """Make room for the plots, unless all panels are hidden."""
        self._plots_open = on
        self._around.plots.setVisible(on and self._actions[Act.PANELS].isChecked())

    def arrange(self, on: bool) -> None:
        """Let the panels be dragged elsewhere, or fix them where they are."""
        if on:
            self.show_panels(True)
        for panel in self._around.panels:
            panel.arrange(on)

    def reset_panels(self) -> None:
        """Everything where it was at first."""
        self._place_panels()
        self._own_widths = False
        for act in OWN:
            self._actions[act].setChecked(True)
        self.show_panels(True)
        self._fit.start()

    def _place_panels(self) -> None:
        for panel, area in zip(self._around.panels, (LEFT, RIGHT, BELOW), strict=True):
            panel.setFloating(False)
            self._frame.addDockWidget(area, panel)

    def fit_panels(self) -> None:
        """Give the panels the widths that suit the window, unless they were chosen by hand."""
        if self._own_widths:
            return
        sides = [self._around.registry, self._around.recipe]
        widths = panel_widths(self._frame.width())
        self._frame.resizeDocks(sides, widths, Qt.Orientation.Horizontal)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Panels grow and shrink with the window, until their widths were chosen by hand."""
        kind = event.type()
        if watched is self._frame and kind in (PRESSED, RELEASED):
            self._dragging = kind is PRESSED  # of a line between panels: no other part lets it by
        elif watched is self._frame and kind is QEvent.Type.Resize:
            self._around.strip.updateGeometry()
            self._fit.start()
        elif kind is QEvent.Type.Resize and self._dragging:
            self._own_widths = True
        return False

    # The window

    def show_light(self, on: bool) -> None:
        """Change between the dark and the light theme."""
        tones = LIGHT if on else DARK
        apply_theme(QApplication.instance(), tones)
        self._around.canvas.set_tones(tones)
        self._around.strip.set_tones(tones)
        self._settings.set(DARK_THEME, not on)

    def show_full_screen(self, on: bool) -> None:
        """Fill the screen, or go back."""
        state, full = self._frame.windowState(), Qt.WindowState.WindowFullScreen
        self._frame.setWindowState(state | full if on else state & ~full)

    def restore(self) -> None:
        """Bring the panels back to where they were."""
        layout = self._settings.get(LAYOUT)
        self._own_widths = bool(layout) and self._frame.restoreState(layout)
        self.show_panels(self._settings.get(PANELS))
        self._fit.start()
        if not self._settings.get(DARK_THEME):
            self._actions[Act.LIGHT].setChecked(True)

    def remember(self) -> None:
        """Store where everything lies."""
        self._settings.set(GEOMETRY, bytes(self._frame.saveGeometry().data()))
        if self._own_widths or self._moved():
            self._settings.set(LAYOUT, bytes(self._frame.saveState().data()))
        else:
            self._settings.set(LAYOUT, b"")

    def _moved(self) -> bool:
        """Whether a panel is elsewhere than at first."""
        places = [self._frame.dockWidgetArea(panel) for panel in self._around.panels]
        floating = any(panel.isFloating() for panel in self._around.panels)
        return floating or places != [LEFT, RIGHT, BELOW]
