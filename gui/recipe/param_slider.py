"""A slider with its number, made from a declared parameter."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from core.params import Param, ParamScale, Value
from gui.pane_parts import elided_secondary
from gui.recipe.choice_controls import ChoiceBox
from gui.theme import figures_font, set_role

LOG_POSITIONS = 400


def positions(param: Param) -> int:
    """How many places the slider has, less one."""
    if param.scale is ParamScale.LOG:
        return LOG_POSITIONS
    return max(1, round((param.high - param.low) / param.step))


def to_position(param: Param, value: float) -> int:
    """Where on the slider a value lies."""
    if param.scale is ParamScale.LOG:
        share = math.log(value / param.low) / math.log(param.high / param.low)
    else:
        share = (value - param.low) / (param.high - param.low)
    return round(share * positions(param))


def from_position(param: Param, position: int) -> float:
    """The value at a place of the slider, on the parameter's grain and inside its range."""
    share = position / positions(param)
    if param.scale is ParamScale.LOG:
        value = param.low * (param.high / param.low) ** share
    else:
        value = param.low + share * (param.high - param.low)
    return on_grain(param, value)


def on_grain(param: Param, value: float) -> float:
    """The nearest value that is allowed."""
    grains = round((value - param.low) / param.step)
    return min(max(round(param.low + grains * param.step, 6), param.low), param.high)


def shown(param: Param, value: float) -> str:
    """The value with as many digits as its grain, and its unit."""
    if param.unit == "%":
        return f"{value:.{decimals(param)}f} %"
    text = f"{value:.{decimals(param)}f}"
    return f"{text} {param.unit}" if param.unit else text


def decimals(param: Param) -> int:
    """Digits behind the point that the grain needs."""
    return max(0, -math.floor(math.log10(param.step) + 1e-9))


def typed(param: Param, text: str) -> float | None:
    """The value that was typed, with or without unit, point or comma; None if it is no number."""
    number = (
        text.partition("/")[0].replace(param.unit, "").replace("%", "").replace(",", ".").strip()
    )
    try:
        value = float(number)
    except ValueError:
        return None
    return on_grain(param, value) if math.isfinite(value) else None


class StepSlider(QSlider):
    """Goes to where it is pressed, resets on a double click, and leaves the wheel to the pane."""

    reset = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the place that was pressed and drag from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(self._position_at(event.position().x()))
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the default."""
        self.reset.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only a slider that has the focus follows the wheel."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _position_at(self, x: float) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style = self.style()
        control = QStyle.ComplexControl.CC_Slider
        handle = style.subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, self)
        groove = style.subControlRect(control, option, QStyle.SubControl.SC_SliderGroove, self)
        span = groove.width() - handle.width()
        left = round(x) - groove.x() - handle.width() // 2
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), left, span)


class NumberEntry(QLineEdit):
    """A number that looks like text until it is edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "figure")
        self.setFont(figures_font(self.font()))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFrame(False)
        self.setFixedWidth(76)
        self.setStyleSheet(
            "QLineEdit { background: transparent; border: none; padding: 0; }"
            "QLineEdit:focus { border-bottom: 1px solid palette(placeholder-text); }"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the number up."""
        if event.key() == Qt.Key.Key_Escape:
            self.undo()
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class ParamSlider(QWidget):
    """One number of a step: name, entry and slider.

    Signals
    -------
    changed
        ``(name, value)``, while the slider moves and when a number was typed.
    """

    changed = Signal(str, object)

    def __init__(self, param: Param, value: Value, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.param = param
        self._entry = NumberEntry()
        self.slider = StepSlider()
        self._build()
        self.set_value(value)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setVerticalSpacing(0)
        grid.addWidget(elided_secondary(self.param.label), 0, 0)
        grid.addWidget(self._entry, 0, 1)
        grid.addWidget(self.slider, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.setToolTip(_tip(self.param))
        for part in (self.slider, self._entry):
            part.setAccessibleName(self.param.label)
            part.setAccessibleDescription(self.param.help)
        self.slider.setRange(0, positions(self.param))
        self.slider.setPageStep(max(1, positions(self.param) // 20))
        self.slider.valueChanged.connect(self._slid)
        self.slider.reset.connect(self.reset)
        self._entry.editingFinished.connect(self._typed)

    @property
    def value(self) -> float:
        """The number now."""
        return self._value

    def set_value(self, value: Value) -> None:
        """Show a value without reporting it."""
        self._value = float(value)
        self.slider.blockSignals(True)
        self.slider.setValue(to_position(self.param, self._value))
        self.slider.blockSignals(False)
        self.slider.setProperty("value_text", shown(self.param, self._value))
        if not (self._entry.hasFocus() and self._entry.isModified()):
            self._entry.setText(shown(self.param, self._value))

    def reset(self) -> None:
        """Back to the default."""
        self._propose(float(self.param.default))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on the name resets too."""
        self.reset()

    def _slid(self, position: int) -> None:
        self._propose(from_position(self.param, position))

    def _typed(self) -> None:
        value = typed(self.param, self._entry.text())
        self._entry.setModified(False)
        self._propose(self._value if value is None else value)

    def _propose(self, value: float) -> None:
        different = value != self._value
        self.set_value(value)
        if different:
            self.changed.emit(self.param.name, value)


class ParamChoice(QWidget):
    """One choice among names; the counterpart of `ParamSlider`."""

    changed = Signal(str, object)

    def __init__(self, param: Param, value: Value, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.param = param
        self._box = ChoiceBox()
        self._box.addItems(param.choices)
        self._box.setAccessibleName(param.label)
        self._box.setAccessibleDescription(param.help)
        self.setToolTip(_tip(param))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.addWidget(elided_secondary(param.label), 1)
        row.addWidget(self._box)
        self.set_value(value)
        self._box.textActivated.connect(self._propose)

    def set_value(self, value: Value) -> None:
        """Show a value without reporting it."""
        self._value = str(value)
        self._box.setCurrentText(str(value))

    def reset(self) -> None:
        """Back to the default."""
        self._propose(str(self.param.default))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on the name resets."""
        self.reset()

    def _propose(self, text: str) -> None:
        different = text != self._value
        self.set_value(text)
        if different:
            self.changed.emit(self.param.name, text)


def param_control(param: Param, value: Value) -> ParamSlider | ParamChoice:
    """The control that fits a parameter."""
    return ParamChoice(param, value) if param.choices else ParamSlider(param, value)


def _tip(param: Param) -> str:
    default = param.default if param.choices else shown(param, float(param.default))
    return f"{param.help}\nDouble click: back to {default}." if param.help else ""


STRENGTH = Param(
    "strength",
    "Strength",
    100.0,
    0.0,
    100.0,
    1.0,
    unit="%",
    help="How much of this step's effect is used; its input is the rest.",
)
