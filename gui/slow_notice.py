"""Before a slow run: what it will cost, and whether it is wanted; it never blocks the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.estimate import Estimate
from gui.notice_bar import NoticeBar
from gui.run_pane import duration


class SlowNotice(NoticeBar):
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
        super().__init__("Slow run", parent)
        self.run_button = self.add_answer("Run", self.run_chosen.emit, role="primary")
        self.part_button = self.add_answer(
            "Visible part only",
            self.part_chosen.emit,
            tip="Zoom to 100 % and compute what can be seen there",
        )
        self.decline_button = self.add_answer("Not now", self.declined.emit)

    def ask(self, name: str, cost: Estimate) -> None:
        """Show what a run of this method would cost."""
        self.show_sentence(f"{name}: {cost_text(cost)}")


def cost_text(cost: Estimate) -> str:
    """``about 2 min 5 s and 1.3 GB on this device (measured here before)``."""
    memory = (
        f"{cost.megabytes / 1000:.1f} GB" if cost.megabytes >= 950 else (f"{cost.megabytes:.0f} MB")
    )
    source = "measured here before" if cost.measured else "a guess: it never ran here"
    return f"about {duration(cost.seconds)} and {memory} of memory ({source})"
