"""Points with names, or a curve, on two axes; exported as a figure for papers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.comparison import BOX_COLOURS
from core.figures.scatter import PlotPoint, PlotScene, label_corners, save_scatter

NAMES_ALL_BELOW = 2.2


class ScatterPlot(QWidget):
    """Draws a `PlotScene` in the window's tones."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = PlotScene()
        self._names: list[tuple[PlotPoint, pg.TextItem]] = []
        self.plot = pg.PlotWidget(axisItems={"bottom": DecadeAxis("bottom")})
        self.plot.setAccessibleName(name)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self.plot.plotItem.layout.setContentsMargins(10, 12, 18, 8)
        self.plot.getViewBox().sigRangeChanged.connect(self._place_names)
        self.plot.getViewBox().sigResized.connect(self._place_names)
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
        self._names = []
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
        self._place_names()

    def _draw_line(self, points: Sequence[PlotPoint], ink: str) -> None:
        pen = pg.mkPen(QColor(BOX_COLOURS[1]), width=1.5)
        self.plot.plot([p.x for p in points], [p.y for p in points], pen=pen)

    def _draw_point(self, point: PlotPoint, colour: str, ink: str) -> None:
        dot = {"symbol": "o", "symbolSize": 9, "symbolBrush": colour, "symbolPen": None}
        self.plot.plot([point.x], [point.y], pen=None, **dot)
        text = pg.TextItem(point.label, color=ink, anchor=(0, 1))
        text.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.plot.addItem(text, ignoreBounds=True)
        self._names.append((point, text))

    def _place_names(self) -> None:
        """Names where they hide little, for the present range and size."""
        view = self.plot.getViewBox()
        places = [view.mapViewToDevice(QPointF(*self._at(point))) for point, _ in self._names]
        if not places or None in places:
            return
        sizes = [(b.width(), b.height()) for b in (t.boundingRect() for _, t in self._names)]
        seen = view.mapRectToDevice(view.rect())
        room = (seen.left(), -seen.bottom(), seen.right(), -seen.top())
        corners = label_corners([(p.x(), -p.y()) for p in places], sizes, room)
        for (_, text), (x, y) in zip(self._names, corners, strict=True):
            text.setPos(view.mapDeviceToView(QPointF(x, -y)))

    def _at(self, point: PlotPoint) -> tuple[float, float]:
        return math.log10(point.x) if self.scene.log_x else point.x, point.y


class DecadeAxis(pg.AxisItem):
    """Names the powers of ten of a logarithmic axis, and 2 and 5 where there is room."""

    def logTickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Texts of ticks; empty for those that would crowd the axis."""
        low, high = self.range
        named = (1,) if high - low > NAMES_ALL_BELOW else (1, 2, 5)
        return [f"{10**v:g}" if _leading_digit(10**v) in named else "" for v in values]


def _leading_digit(value: float) -> int:
    return round(value / 10 ** math.floor(math.log10(value) + 1e-9))
