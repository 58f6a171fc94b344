"""Plots in the tones of the window, and captions that give way above them."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from gui.elided_label import ElidedLabel
from gui.pane_parts import HEADING_HEIGHT
from gui.theme import figures_font, set_role


def dress_plot(plot: pg.PlotWidget) -> None:
    """Give a plot the ground and ink of the theme, figures of one width, and no menu."""
    palette = plot.palette()
    ink = palette.color(QPalette.ColorRole.PlaceholderText)
    plot.setMenuEnabled(False)
    for part in (plot, plot.viewport()):
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nothing in it can be done by key
    plot.hideButtons()
    plot.setMouseEnabled(x=False, y=False)
    plot.setBackground(palette.color(QPalette.ColorRole.AlternateBase))
    plot.showGrid(x=True, y=True, alpha=0.08)
    for side in ("bottom", "left"):
        axis = plot.getAxis(side)
        axis.setPen(ink)
        axis.setTextPen(ink)
        axis.setStyle(tickFont=figures_font(plot.font()))
        axis.enableAutoSIPrefix(False)


def elided_caption(text: str) -> ElidedLabel:
    """A heading in small capitals that gives way where there is no room."""
    label = ElidedLabel(text.upper())
    label.setAccessibleName(text)
    label.setFixedHeight(HEADING_HEIGHT)
    set_role(label, "caption")
    return label
