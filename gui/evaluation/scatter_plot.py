"""Points with names, or a curve, on two axes; exported on white for papers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.atomic_write import write_bytes
from core.comparison import BOX_COLOURS
from core.errors import OutputError

EXPORT_WIDTH = 1800
PAPER_GROUND, PAPER_INK = "#ffffff", "#222222"


@dataclass(frozen=True)
class PlotPoint:
    """One named point."""

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class PlotScene:
    """Everything that is drawn.

    Attributes
    ----------
    points
        Those without a finite place are left out.
    x_title, y_title
        With units.
    log_x
        Logarithmic, for what spans orders of magnitude.
    line
        Join the points in their order, and name them all in one colour.
    """

    points: tuple[PlotPoint, ...] = ()
    x_title: str = ""
    y_title: str = ""
    log_x: bool = False
    line: bool = False

    @property
    def drawn(self) -> list[PlotPoint]:
        """The points that have a place."""
        return [p for p in self.points if self._has_place(p)]

    def _has_place(self, point: PlotPoint) -> bool:
        finite = math.isfinite(point.x) and math.isfinite(point.y)
        return finite and (point.x > 0 or not self.log_x)


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
        """Write the plot as PNG or SVG, on white.

        Raises
        ------
        OutputError
            If the name ends otherwise, or the file cannot be written.
        """
        makers = {".png": self._png, ".svg": self._svg}
        maker = makers.get(path.suffix.lower())
        if maker is None:
            raise OutputError(
                f"A plot is not written as {path.name}.", remedy="Let the name end in .png or .svg."
            )
        self._draw(PAPER_GROUND, PAPER_INK)
        try:
            content = maker()
        finally:
            self._draw(*self._tones())
        write_bytes(path, content, overwrite=True)

    def _png(self) -> bytes:
        size = self.plot.size()
        factor = EXPORT_WIDTH / size.width()
        image = QImage(size * factor, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self.plot.render(painter)
        painter.end()
        return _written(lambda device: image.save(device, "PNG"))

    def _svg(self) -> bytes:
        def write(device: QBuffer) -> None:
            generator = QSvgGenerator()
            generator.setOutputDevice(device)
            generator.setSize(self.plot.size())
            generator.setViewBox(QRect(QPoint(), self.plot.size()))
            generator.setTitle(f"{self.scene.y_title} against {self.scene.x_title}")
            painter = QPainter(generator)
            self.plot.render(painter)
            painter.end()

        return _written(write)

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


def _written(write: Callable[[QBuffer], object]) -> bytes:
    """What something writes into a file, in memory."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write(buffer)
    return bytes(buffer.data().data())
