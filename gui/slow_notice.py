"""Before a slow run: what it will cost, and whether it is wanted; it never blocks the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from core.estimate import Estimate
from gui.elided_label import ElidedLabel
from gui.run_pane import duration
from gui.theme import set_role


class SlowNotice(QFrame):
    """A bar in the canvas area with three answers.

    Signals
    -------
    run_chosen, part_chosen, declined
        The three buttons.
    """

    run_chosen = Signal()
    part_chosen = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.setAccessibleName("Slow run")
        self._text = ElidedLabel()
        self.run_button = QPushButton("Run")
        self.part_button = QPushButton("Visible part only")
        self.decline_button = QPushButton("Not now")
        self._build()
        self.hide()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._text, 1)
        set_role(self.run_button, "primary")
        buttons = (self.run_button, self.part_button, self.decline_button)
        signals = (self.run_chosen, self.part_chosen, self.declined)
        for button, signal in zip(buttons, signals, strict=True):
            row.addWidget(button)
            button.clicked.connect(signal)
        self.part_button.setToolTip("Zoom to 100 % and compute what can be seen there")

    def ask(self, name: str, cost: Estimate) -> None:
        """Show what a run of this method would cost."""
        self._text.setText(f"{name}: {cost_text(cost)}")
        self.show()

    @property
    def text(self) -> str:
        """What is asked."""
        return self._text.text()


def cost_text(cost: Estimate) -> str:
    """``about 2 min 5 s and 1.3 GB on this device (measured here before)``."""
    memory = (
        f"{cost.megabytes / 1000:.1f} GB" if cost.megabytes >= 950 else (f"{cost.megabytes:.0f} MB")
    )
    source = "measured here before" if cost.measured else "a guess: it never ran here"
    return f"about {duration(cost.seconds)} and {memory} of memory ({source})"
