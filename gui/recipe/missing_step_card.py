"""The place of a step whose method this program does not have."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.recipe import Step
from gui.pane_parts import Card, secondary
from gui.theme import set_role


class MissingStepCard(Card):
    """Says what is missing and offers to remove it.

    Signals
    -------
    removed
        ``(place)``.
    """

    removed = Signal(int)

    def __init__(self, place: int, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.setAccessibleName(f"Step {place + 1}: {step.op} is missing")
        text = f"The method “{step.op}” is not here, so this recipe cannot run."
        self.column.addWidget(secondary(text, wrap=True))
        button = QPushButton("Remove the step")
        set_role(button, "small")
        button.clicked.connect(lambda: self.removed.emit(place))
        self.column.addWidget(button)

    def show_step(self, step: Step) -> None:
        """Nothing of it can be shown."""
