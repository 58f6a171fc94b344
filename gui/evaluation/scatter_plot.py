"""Points with names, or a curve, on two axes; exported as a figure for papers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.comparison import BOX_COLOURS
from core.figures.scatter import PlotPoint, PlotScene, save_scatter


class ScatterPlot(QWidget):
    """Draws a `PlotScene` in the window's tones."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = PlotScene()
        self.plot = pg.PlotWidget()
        self.plot.setAccessibleName(name)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self.plot.plotItem.layout.setContentsMargins(10, 12, 18, 8)
        self._draw(*self._tones())

    def show_scene(self, scene: PlotScene) -> None:
        """Draw other points."""
        self.scene = scene
        self._draw(*self._tones())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "plot"):
            self._draw(*self._tones())

    def save(self, path: Path) -> None:
        """Write the plot as PDF, PNG or SVG, drawn for paper; an existing file is replaced.

        Raises
        ------
        OutputError, UsageError
            If the name ends otherwise, there is no point, or the file cannot be written.
        """
        save_scatter(self.scene, path, overwrite=True)

    def _tones(self) -> tuple[str, str]:
        palette = self.palette()
        return (
            palette.color(QPalette.ColorRole.AlternateBase).name(),
            palette.color(QPalette.ColorRole.Text).name(),
        )

    def _draw(self, ground: str, ink: str) -> None:
        scene = self.scene
        self.plot.clear()
        self.plot.setBackground(ground)
        self.plot.setLogMode(x=scene.log_x, y=False)
        self.plot.showGrid(x=True, y=True, alpha=0.08)
        for side, text in (("bottom", scene.x_title), ("left", scene.y_title)):
            axis = self.plot.getAxis(side)
            axis.setPen(ink)
            axis.setTextPen(ink)
            axis.enableAutoSIPrefix(False)
            axis.setLabel(text, color=ink)
        if scene.line:
            self._draw_line(scene.drawn, ink)
        for number, point in enumerate(scene.drawn):
            colour = BOX_COLOURS[1] if scene.line else BOX_COLOURS[number % len(BOX_COLOURS)]
            self._draw_point(point, colour, ink)
        self.plot.getViewBox().autoRange(padding=0.12)

    def _draw_line(self, points: Sequence[PlotPoint], ink: str) -> None:
        pen = pg.mkPen(QColor(BOX_COLOURS[1]), width=1.5)
        self.plot.plot([p.x for p in points], [p.y for p in points], pen=pen)

    def _draw_point(self, point: PlotPoint, colour: str, ink: str) -> None:
        dot = {"symbol": "o", "symbolSize": 9, "symbolBrush": colour, "symbolPen": None}
        self.plot.plot([point.x], [point.y], pen=None, **dot)
        text = pg.TextItem(point.label, color=ink, anchor=(0.5, 1.25))
        text.setPos(math.log10(point.x) if self.scene.log_x else point.x, point.y)
        text.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.plot.addItem(text, ignoreBounds=True)
