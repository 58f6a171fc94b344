"""Histograms of before and after, with what is clipped."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.view.value_counts import BINS, ValueCounts
from gui.measure.histogram_survey import Counted
from gui.measure.plot_tones import dress_plot, elided_caption
from gui.pane_parts import figure
from gui.recipe.choice_controls import ChoiceBox

CHANNELS = ("Luma", "RGB", "Red", "Green", "Blue")
ROWS = {"Luma": (3,), "RGB": (0, 1, 2), "Red": (0,), "Green": (1,), "Blue": (2,)}
COLOURS = ("#D55E00", "#009E73", "#56B4E9")
SCALES = ("Linear", "Log")
VIEW, PHOTO = "In view", "Photo"


class HistogramPane(QWidget):
    """Draws two histograms: before as an area, after as a line.

    Signals
    -------
    area_chosen
        Another part of the photo is to be counted.
    """

    area_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = pg.PlotWidget()
        self.channels, self.scales, self.area = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.clipped = (figure(), figure())
        self._found: list[Counted] = []
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(elided_caption("Histogram"), 1)
        names = ("Channels", "Scale of the counts", "Part of the photo")
        boxes = (self.channels, self.scales, self.area)
        for box, name, texts in zip(boxes, names, (CHANNELS, SCALES, (VIEW, PHOTO)), strict=True):
            box.addItems(texts)
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(5)
            row.addWidget(box)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        for label in self.clipped:
            label.setAlignment(Qt.AlignmentFlag.AlignLeft)
            label.setAccessibleName("Clipped pixels")
            column.addWidget(label)
        self.plot.setAccessibleName("Histogram of before and after")
        self.channels.currentIndexChanged.connect(self._draw)
        self.scales.currentIndexChanged.connect(self._draw)
        self.area.currentIndexChanged.connect(self.area_chosen)
        self._dress()

    @property
    def whole_photo(self) -> bool:
        """Whether all of the photo is to be counted."""
        return self.area.currentText() == PHOTO

    def show_counts(self, names: list[str], found: list[Counted]) -> None:
        """Draw the histograms of before and after (or of one picture)."""
        self._found = found
        texts = [*map(clipped_text, names, found), "", ""]
        for label, text in zip(self.clipped, texts, strict=False):
            label.setText(text)
            label.setVisible(bool(text))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "clipped"):
            self._dress()

    def _dress(self) -> None:
        dress_plot(self.plot)
        self.plot.getAxis("left").hide()
        self.plot.setXRange(0, BINS - 1, padding=0.01)
        self._draw()

    def _draw(self) -> None:
        self.plot.clear()
        for place, one in enumerate(self._found):
            if one.counts is not None:
                self._draw_counts(one.counts, after=place == len(self._found) - 1)
        self.plot.getViewBox().autoRange(padding=0.02)

    def _draw_counts(self, counts: ValueCounts, *, after: bool) -> None:
        rows = ROWS[self.channels.currentText()] if len(counts.counts) > 1 else (0,)
        ink = self.palette().color(QPalette.ColorRole.Text)
        for row in rows:
            colour = ink if row == 3 or len(counts.counts) == 1 else QColor(COLOURS[row])
            heights = self._heights(counts.counts[row])
            style = Qt.PenStyle.SolidLine if after else Qt.PenStyle.DotLine
            fill = {} if after else {"fillLevel": 0, "brush": _faint(colour)}
            pen = pg.mkPen(colour, width=1.4 if after else 1, style=style)
            self.plot.plot(np.arange(BINS), heights, pen=pen, **fill)

    def _heights(self, counts: np.ndarray) -> np.ndarray:
        if self.scales.currentText() == SCALES[1]:
            return np.log10(counts + 1)
        share = counts / max(counts.sum(), 1)
        return 100 * share


def clipped_text(name: str, found: Counted) -> str:
    """``Input: 0.12 % black, 0.00 % white``."""
    counts = found.counts
    if counts is None:
        return f"{name}: not computed here"
    part = "" if found.share == 1 else f" (of {found.share:.0%})"
    return f"{name}: {counts.dark_share:.2%} black, {counts.bright_share:.2%} white{part}"


def _faint(colour: QColor) -> QColor:
    made = QColor(colour)
    made.setAlpha(50)
    return made
