"""The bar of the trust view: which check, its colours, its figures, and what they mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from core.trust import CHECKS, Check, Tally
from core.trust_picture import LAST_COLOUR, TrustStyle, heat_colours
from gui.pane_parts import figure, secondary
from gui.recipe.choice_controls import ChoiceBox
from gui.theme import figures_font, set_role

TOPS = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 64.0)
NO_RESULT = "Choose a result with the keys 1 to 9: this view shows what it did to the photo."
WAITING = "Waiting for the result …"
SO_FAR = " · so far"
BAR_HEIGHT = 8


class TrustBar(QFrame):
    """Shows the figures and proposes another check or style.

    Signals
    -------
    check_chosen
        With the `Check`.
    style_chosen
        With the `TrustStyle`.
    """

    check_chosen = Signal(object)
    style_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAccessibleName("Trust view")
        self._style = TrustStyle()
        self._check = Check.CONSISTENCY
        self.buttons = {check: _button(CHECKS[check].label) for check in Check}
        self._group = QButtonGroup(self)
        self.scale = ColourScale()
        self.top = ChoiceBox()
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.figures = figure()
        self.help = secondary(wrap=True)
        self._build()
        self.show_check(Check.CONSISTENCY)
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 12, 6)
        column.setSpacing(2)
        column.addLayout(self._checks_row())
        column.addLayout(self._colours_row())
        column.addWidget(self.help)
        self._prepare_controls()

    def _checks_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for check, button in self.buttons.items():
            self._group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _=False, check=check: self.check_chosen.emit(check))
        row.addSpacing(8)
        row.addWidget(self.figures, 1)
        return row

    def _colours_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.scale, 1)
        row.addWidget(self.top)
        row.addWidget(secondary("Opacity"))
        row.addWidget(self.opacity)
        return row

    def _prepare_controls(self) -> None:
        self.figures.setAccessibleName("Figures of what is in view")
        self.top.setAccessibleName("Bright end of the colours")
        self.top.setToolTip("Bright end of the colours")
        self.top.setFont(figures_font(self.top.font()))
        for value in TOPS:
            self.top.addItem(f"to {value:g}", value)
        self.top.activated.connect(self._style_changed)
        self.opacity.setAccessibleName("Opacity of the map")
        self.opacity.setRange(0, 100)
        self.opacity.setFixedWidth(90)
        self.opacity.setValue(round(100 * self._style.opacity))
        self.opacity.valueChanged.connect(self._style_changed)

    @property
    def style_now(self) -> TrustStyle:
        """Colours and opacity as they stand."""
        return TrustStyle(float(self.top.currentData()), self.opacity.value() / 100)

    def show_check(self, check: Check) -> None:
        """Show which check is on, with its own colours."""
        text = CHECKS[check]
        self._check = check
        self.buttons[check].setChecked(True)
        self.top.setCurrentIndex(TOPS.index(text.top))
        self.help.setText(text.help)
        self.scale.show_scale(text.top, text.unit)

    def show_reason(self, reason: str) -> None:
        """Say why there is nothing to see."""
        self.figures.setText("")
        self.help.setText(reason)

    def show_tally(self, tally: Tally, *, whole: bool = True) -> None:
        """The figures of what is in view; not ``whole`` while parts of it are still to come."""
        self.help.setText(CHECKS[self._check].help)
        text = figures_text(self._check, tally) + ("" if whole else SO_FAR)
        self.figures.setText(text if tally.count else WAITING)

    def _style_changed(self) -> None:
        style = self.style_now
        self.scale.show_scale(style.top, CHECKS[self._check].unit)
        self.style_chosen.emit(style)


def figures_text(check: Check, tally: Tally) -> str:
    """``RMS 1.32 · largest 14.2 levels``."""
    unit = CHECKS[check].unit
    if check is Check.COLOUR:
        return f"mean {tally.mean:.2f} · largest {tally.largest:.1f} {unit}"
    text = f"RMS {tally.rms:.2f} · largest {tally.largest:.1f} {unit}"
    return f"{text} · {tally.share:.0%} of what was added" if check is Check.DETAIL else text


class ColourScale(QWidget):
    """The colours of the map from 0 to its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = ("", "")
        self.setFont(figures_font(self.font()))
        colours = heat_colours(np.arange(LAST_COLOUR + 1, dtype=np.float32)[None], LAST_COLOUR)
        self._colours = np.ascontiguousarray(colours)

    def show_scale(self, top: float, unit: str) -> None:
        """Name the ends."""
        self._texts = ("0", f"{top:g} {unit}")
        self.setAccessibleName(f"Colours from 0 to {top:g} {unit}")
        self.setToolTip(f"Dark is 0, bright is {top:g} {unit} or more")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the colours and both numbers."""
        return QSize(260, 24)

    def minimumSizeHint(self) -> QSize:
        """Room for the numbers and a little colour."""
        return QSize(140, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the colours between their ends."""
        painter = QPainter(self)
        count = self._colours.shape[1]
        image = QImage(self._colours.data, count, 1, 3 * count, QImage.Format.Format_RGB888)
        left, right = (self.fontMetrics().horizontalAdvance(f"{text}  ") for text in self._texts)
        bar = QRect(
            left, (self.height() - BAR_HEIGHT) // 2, self.width() - left - right, BAR_HEIGHT
        )
        painter.drawImage(bar, image)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, self._texts[0])
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self._texts[1])


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    set_role(button, "mode")
    return button
