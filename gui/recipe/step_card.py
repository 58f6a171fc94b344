"""One step of a recipe as a card with its sliders."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from core.op import Op
from core.params import Value
from core.recipe import Step
from gui.elided_label import ElidedLabel
from gui.pane_parts import Card, elided_secondary, menu_button
from gui.recipe.choice_controls import TickBox
from gui.recipe.drag_handle import DragHandle
from gui.recipe.param_slider import STRENGTH, param_control
from gui.theme import set_role

KEEP_COLOURS_HELP = (
    "Takes off the network's colour shift: large-scale colours stay those of its input, "
    "brightness and detail are the network's."
)


class StepCard(Card):
    """Draws one step and proposes another in its place.

    Signals
    -------
    changed
        ``(place, Step, name of the value that moves)``; no name for what is undone by itself.
    moved
        ``(place, places further)``.
    removed, duplicated
        ``(place)``.
    """

    changed = Signal(int, object, str)
    moved = Signal(int, int)
    removed = Signal(int)
    duplicated = Signal(int)

    def __init__(self, place: int, step: Step, op: Op, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self.step, self.op = place, step, op
        self.setAccessibleName(f"Step {place + 1}: {op.label}")
        self._enabled = TickBox()
        self.handle = DragHandle()
        self._menu = menu_button("Move, duplicate or remove the step", f"Menu of {op.label}")
        self.controls = {p.name: param_control(p, p.default) for p in op.params}
        self.strength = param_control(STRENGTH, STRENGTH.default)
        self.keep_colours = TickBox()
        self._colours_row = QWidget()
        self._build()
        self.show_step(step)

    def _build(self) -> None:
        self.column.addLayout(self._heading())
        for control in self.controls.values():
            self.column.addWidget(control)
            control.changed.connect(self._value_changed)
        self.column.addWidget(self.strength)
        self.strength.changed.connect(self._strength_changed)
        self._add_colours_row()

    def _add_colours_row(self) -> None:
        row = QHBoxLayout(self._colours_row)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        label = elided_secondary("Keep input colours")
        row.addWidget(self.keep_colours)
        row.addWidget(label, 1)
        self._colours_row.setToolTip(KEEP_COLOURS_HELP)
        self.keep_colours.setAccessibleName(f"{self.op.label}: keep input colours")
        self.keep_colours.setAccessibleDescription(KEEP_COLOURS_HELP)
        self.keep_colours.toggled.connect(self._keeping_switched)
        self.column.addWidget(self._colours_row)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        name = ElidedLabel(self.op.label)
        set_role(name, "title")
        self._enabled.setToolTip("Step on or off")
        self._enabled.setAccessibleName(f"{self.op.label} on")
        self._enabled.toggled.connect(self._switched)
        self._menu.setMenu(self._make_menu())
        row.addWidget(self._enabled)
        row.addWidget(name, 1)
        row.addWidget(self._menu)
        row.addWidget(self.handle)
        return row

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("Move up", lambda: self.moved.emit(self.place, -1))
        menu.addAction("Move down", lambda: self.moved.emit(self.place, 1))
        menu.addAction("Duplicate", lambda: self.duplicated.emit(self.place))
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
        self.keep_colours.blockSignals(True)
        self.keep_colours.setChecked(step.keep_colours)
        self.keep_colours.blockSignals(False)
        self._colours_row.setVisible(self.op.expensive or step.keep_colours)
        self._colours_row.setEnabled(step.enabled)

    def _value_changed(self, name: str, value: Value) -> None:
        self._propose(self.step.with_value(name, value), name)

    def _strength_changed(self, name: str, value: Value) -> None:
        self._propose(replace(self.step, strength=float(value) / 100), name)

    def _keeping_switched(self, on: bool) -> None:
        self._propose(replace(self.step, keep_colours=on))

    def _switched(self, on: bool) -> None:
        self._propose(replace(self.step, enabled=on))

    def _reset(self) -> None:
        self._propose(replace(self.step, values={}, strength=1.0, keep_colours=False))

    def _propose(self, step: Step, what: str = "") -> None:
        self.changed.emit(self.place, step, what)
