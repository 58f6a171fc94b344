"""The panels around the canvas: each can be hidden, taken to another side, or float by itself.

They have no title bars until the user wants to arrange them: then a bar shows what can be dragged.
A panel that floats keeps its bar, since nothing else moves it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gui.pane_parts import MARGIN, caption, panel, scrolled
from gui.theme import set_role
from gui.window_frame import LEFT_LEAST, RIGHT_LEAST

BAR_HEIGHT = 28
SIDES = Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
ENDS = Qt.DockWidgetArea.TopDockWidgetArea | Qt.DockWidgetArea.BottomDockWidgetArea
FIXED = QDockWidget.DockWidgetFeature.NoDockWidgetFeatures
FREE = (
    QDockWidget.DockWidgetFeature.DockWidgetMovable
    | QDockWidget.DockWidgetFeature.DockWidgetFloatable
)


class Panel(QDockWidget):
    """One panel.

    Parameters
    ----------
    name
        Under which its place is remembered.
    heading
        What its title bar says.
    content
        What it shows.
    areas
        Where it can be docked.

    Signals
    -------
    close_proposed
        Its own button was pressed, or its own window closed.
    """

    close_proposed = Signal()

    def __init__(
        self, name: str, heading: str, content: QWidget, areas: Qt.DockWidgetArea = SIDES
    ) -> None:
        super().__init__(heading)
        self.setObjectName(name)
        self.setAllowedAreas(areas)
        self.setWidget(content)
        self._arranging = False
        self._no_bar, self.bar = QWidget(), PanelBar(heading)
        for bar in (self.bar, self._no_bar):
            bar.setParent(self)
            bar.hide()
        self.bar.float_button.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self.bar.close_button.clicked.connect(self.close_proposed)
        self.topLevelChanged.connect(lambda _floats: self._dress())
        self._dress()

    def arrange(self, on: bool) -> None:
        """Show what it is dragged by, or fix it where it is."""
        self._arranging = on
        self._dress()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whether it is shown is not its own business."""
        event.ignore()
        self.close_proposed.emit()

    def _dress(self) -> None:
        floats = self.isFloating() and self.parent() is not None  # a new one has no place yet
        free = self._arranging or floats
        self.setFeatures(FREE if free else FIXED)
        self.setTitleBarWidget(self.bar if free else self._no_bar)
        self.bar.show_floating(floats)


class PanelBar(QFrame):
    """The title bar of a panel: its heading, and buttons to let it float and to close it."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        set_role(self, "bar")
        self.setFixedHeight(BAR_HEIGHT)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self._heading = heading
        self.float_button = _small_button()
        self.close_button = _small_button()
        self.close_button.setText("✕")
        self.close_button.setToolTip("Close")
        self.close_button.setAccessibleName(f"Close {heading}")
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, 4, 0)
        row.setSpacing(0)
        row.addWidget(caption(heading), 1)
        row.addWidget(self.float_button)
        row.addWidget(self.close_button)

    def show_floating(self, floats: bool) -> None:
        """Offer the opposite of what it is."""
        tip = "Dock" if floats else "Float"
        self.float_button.setText("▣" if floats else "❐")
        self.float_button.setToolTip(tip)
        self.float_button.setAccessibleName(f"{tip} {self._heading}")


def _small_button() -> QToolButton:
    button = QToolButton()
    button.setCursor(Qt.CursorShape.ArrowCursor)
    set_role(button, "quiet")
    return button


def registry_panel(registry: QWidget) -> Panel:
    """The registry on its ground."""
    ground = panel()
    _filled(ground, registry)
    ground.setMinimumWidth(LEFT_LEAST)
    return Panel("registry", "Registry", ground)


def recipe_panel(panes: Sequence[QWidget]) -> Panel:
    """Recipe, reference, depth and run below each other; they scroll where the window is low."""
    ground, content = panel(), QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.setSpacing(16)
    for pane in panes:
        column.addWidget(pane)
    column.addStretch(1)
    _filled(ground, scrolled(content))
    ground.setMinimumWidth(RIGHT_LEAST)
    return Panel("recipe", "Recipe and run", ground)


def plots_panel(plots: QWidget) -> Panel:
    """The inspector and the histogram."""
    return Panel("plots", "Inspector and histogram", plots, ENDS)


def _filled(ground: QFrame, content: QWidget) -> None:
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(content)
