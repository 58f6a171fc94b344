"""Values under the cursor for every result, and the line through it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.view.line_profile import LineProfile
from gui.elided_label import ElidedLabel
from gui.measure.plot_tones import dress_plot, elided_caption
from gui.pane_parts import caption, figure, scrolled, secondary
from gui.theme import figures_font, set_role

NOTHING = "Move the mouse over the photo."
VALUES_WIDTH, LEAST_VALUES, LEAST_LINE = 236, 160, 150
FIGURE_SPACE = "\u2007"
SIGNS = {"▲": "White: clipped", "▼": "Black: clipped"}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Reading:
    """One row: a picture and its values.

    Attributes
    ----------
    name
        Caption of the picture.
    values
        R, G, B or grey, in the file's own bit depth; empty where it is not computed.
    top
        Largest possible value.
    marked
        It is one of the two that are compared.
    """

    name: str
    values: tuple[int, ...]
    top: int
    marked: bool = False


class InspectorPane(QWidget):
    """A table of values at the left, a plot of the line at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self.distance = figure(), figure()
        self.rows: list[_Row] = []
        self._grid = QGridLayout()
        self.plot = pg.PlotWidget()
        self._values, self._line = QWidget(), QWidget()
        self._before, self._after = self.plot.plot([], []), self.plot.plot([], [])
        self._cursor, self._divider = pg.InfiniteLine(), pg.InfiniteLine()
        self._build()
        self._dress()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._values_side())
        row.addWidget(self._plot_side(), 1)
        row.addStretch()
        self.plot.setAccessibleName("Luma along the line through the cursor, before and after")
        for line in (self._divider, self._cursor):
            self.plot.addItem(line, ignoreBounds=True)

    def _plot_side(self) -> QWidget:
        column = QVBoxLayout(self._line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(elided_caption("Line, before dashed"))
        column.addWidget(self.plot, 1)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        return self._line

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for values and line, the values stay."""
        super().resizeEvent(event)
        self._line.setVisible(self.width() >= VALUES_WIDTH + LEAST_LINE)
        self._values.setFixedWidth(min(VALUES_WIDTH, self.width()))

    def minimumSizeHint(self) -> QSize:
        """Room for the values alone."""
        return QSize(LEAST_VALUES, 80)

    def _values_side(self) -> QWidget:
        column = QVBoxLayout(self._values)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(caption("Values"))
        head.addWidget(self.place, 1)
        self.place.setText(NOTHING)
        self.place.setAccessibleName("Place of the cursor")
        column.addLayout(head)
        self.distance.setAccessibleName("Distance from the pinned place")
        self.distance.hide()
        inner = QWidget()
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        column_of_rows = QVBoxLayout(inner)
        column_of_rows.setContentsMargins(0, 0, 0, 0)
        column_of_rows.addLayout(self._grid)
        column_of_rows.addStretch(1)
        column.addWidget(scrolled(inner), 1)
        column.addWidget(self.distance)
        return self._values

    def show_readings(self, x: int, y: int, readings: Sequence[Reading]) -> None:
        """The values at a pixel of the photo."""
        self.place.setText(f"x {_padded(x)}  y {_padded(y)}")
        while len(self.rows) < len(readings):
            self.rows.append(_Row(self._grid, len(self.rows)))
        for n, row in enumerate(self.rows):
            row.show_reading(readings[n] if n < len(readings) else None)

    def show_distance(self, place: tuple[int, int], pin: tuple[int, int] | None) -> None:
        """How far the cursor is from the pinned place, in pixels of the photo."""
        self.distance.setVisible(pin is not None)
        if pin is not None:
            far = math.dist(place, pin)
            self.distance.setText(f"{far:.1f} px from x {pin[0]}  y {pin[1]}")

    def show_profiles(
        self, before: LineProfile, after: LineProfile | None, cursor: float, divider: float | None
    ) -> None:
        """The line through the cursor; a single picture has no after."""
        self._before.setData(before.places, before.values)
        if after is None:
            self._after.setData([], [])
        else:
            self._after.setData(after.places, after.values)
        self._cursor.setValue(cursor)
        self._divider.setVisible(divider is not None)
        if divider is not None:
            self._divider.setValue(divider)
        self.plot.setXRange(before.places[0], before.places[-1], padding=0)

    def show_depth(self, top: int) -> None:
        """Keep the vertical axis still: from black to white of the file."""
        self.plot.setYRange(0, top, padding=0.02)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_divider"):
            self._dress()

    def _dress(self) -> None:
        dress_plot(self.plot)
        self.plot.getAxis("left").setWidth(44)
        text = self.palette().color(QPalette.ColorRole.Text)
        dim = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._before.setPen(pg.mkPen(dim, width=1.2, style=Qt.PenStyle.DashLine))
        self._after.setPen(pg.mkPen(text, width=1.2))
        self._cursor.setPen(pg.mkPen(dim, width=1))
        self._divider.setPen(pg.mkPen(text, width=1, style=Qt.PenStyle.DotLine))


class _Row:
    """Labels of one picture: name, values, and what is clipped."""

    def __init__(self, grid: QGridLayout, row: int) -> None:
        self.name = ElidedLabel()
        self.values = QLabel()
        self.clipped = secondary()
        set_role(self.values, "figure")
        self.values.setFont(figures_font(self.values.font()))
        self.values.setAlignment(RIGHT)
        self.clipped.setFixedWidth(14)
        for column, label in enumerate((self.name, self.values, self.clipped)):
            grid.addWidget(label, row, column)

    def show_reading(self, reading: Reading | None) -> None:
        """Draw one, or nothing."""
        for part in (self.name, self.values, self.clipped):
            part.setVisible(reading is not None)
        if reading is None:
            return
        if self.name.text() != reading.name:
            self.name.setText(reading.name)
        set_role_once(self.name, "figure" if reading.marked else "secondary")
        self.values.setText(padded_values(reading))
        sign = clipping_sign(reading)
        self.clipped.setText(sign)
        self.clipped.setToolTip(SIGNS.get(sign, ""))


def _padded(place: int) -> str:
    return str(place).rjust(5, FIGURE_SPACE)


def padded_values(reading: Reading) -> str:
    """Values in columns that stay where they are, whatever the numbers."""
    digits = len(str(reading.top)) + 1
    return "".join(str(value).rjust(digits, FIGURE_SPACE) for value in reading.values) or "–"


def clipping_sign(reading: Reading) -> str:
    """▲ where a channel is as bright as it can be, ▼ where one is 0."""
    if reading.top in reading.values:
        return "▲"
    return "▼" if 0 in reading.values else ""


def set_role_once(label: ElidedLabel, role: str) -> None:
    """Style sheets are slow: change the role only when it is another one."""
    if label.property("role") != role:
        set_role(label, role)
