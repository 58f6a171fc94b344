"""One step of a recipe as a card with its sliders."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from core.op import Op
from core.params import Value
from core.recipe import Step
from gui.choice_controls import TickBox
from gui.elided_label import ElidedLabel
from gui.pane_parts import Card
from gui.param_slider import STRENGTH, param_control
from gui.theme import set_role


class StepCard(Card):
    """Draws one step and proposes another in its place.

    Signals
    -------
    changed
        ``(place, Step, name of what changed)``.
    moved
        ``(place, places further)``.
    removed
        ``(place)``.
    """

    changed = Signal(int, object, str)
    moved = Signal(int, int)
    removed = Signal(int)

    def __init__(self, place: int, step: Step, op: Op, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self.step, self.op = place, step, op
        self.setAccessibleName(f"Step {place + 1}: {op.label}")
        self._enabled = TickBox()
        self._handle = DragHandle()
        self._menu = QToolButton()
        self.controls = {p.name: param_control(p, p.default) for p in op.params}
        self.strength = param_control(STRENGTH, STRENGTH.default)
        self._build()
        self.show_step(step)

    def _build(self) -> None:
        self.column.addLayout(self._heading())
        for control in self.controls.values():
            self.column.addWidget(control)
            control.changed.connect(self._value_changed)
        self.column.addWidget(self.strength)
        self.strength.changed.connect(self._strength_changed)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        name = ElidedLabel(self.op.label)
        set_role(name, "title")
        self._enabled.setToolTip("Step on or off")
        self._enabled.setAccessibleName(f"{self.op.label} on")
        self._enabled.toggled.connect(self._switched)
        self._menu.setText("⋯")
        self._menu.setFixedWidth(24)
        self._menu.setToolTip("Move or remove the step")
        self._menu.setAccessibleName(f"Menu of {self.op.label}")
        self._menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.setMenu(self._make_menu())
        self._handle.dragged.connect(lambda by: self.moved.emit(self.place, by))
        row.addWidget(self._enabled)
        row.addWidget(name, 1)
        row.addWidget(self._menu)
        row.addWidget(self._handle)
        return row

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("Move up", lambda: self.moved.emit(self.place, -1))
        menu.addAction("Move down", lambda: self.moved.emit(self.place, 1))
        menu.addAction("Reset the values", self._reset)
        menu.addSeparator()
        menu.addAction("Remove", lambda: self.removed.emit(self.place))
        return menu

    def show_step(self, step: Step) -> None:
        """Draw a step of the same op without reporting it."""
        self.step = step
        self._enabled.blockSignals(True)
        self._enabled.setChecked(step.enabled)
        self._enabled.blockSignals(False)
        values = self.op.values(step.values)
        for name, control in self.controls.items():
            control.set_value(values[name])
            control.setEnabled(step.enabled)
        self.strength.set_value(100 * step.strength)
        self.strength.setEnabled(step.enabled)

    def _value_changed(self, name: str, value: Value) -> None:
        self._propose(self.step.with_value(name, value), name)

    def _strength_changed(self, name: str, value: Value) -> None:
        self._propose(replace(self.step, strength=float(value) / 100), name)

    def _switched(self, on: bool) -> None:
        self._propose(replace(self.step, enabled=on), "enabled")

    def _reset(self) -> None:
        self._propose(replace(self.step, values={}, strength=1.0), "reset")

    def _propose(self, step: Step, what: str) -> None:
        self.changed.emit(self.place, step, what)


class DragHandle(QLabel):
    """Six dots by which a card is dragged up or down.

    Signals
    -------
    dragged
        Places further, when the mouse is let go.
    """

    dragged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("⋮⋮", parent)
        set_role(self, "secondary")
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip("Drag to move the step")
        self._pressed_at = 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the drag began."""
        self._pressed_at = event.globalPosition().y()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Count a place for every card's height."""
        way = event.globalPosition().y() - self._pressed_at
        height = max(self.parentWidget().height(), 1)
        places = round(way / height)
        if not places and abs(way) > height / 3:
            places = 1 if way > 0 else -1
        if places:
            self.dragged.emit(places)
