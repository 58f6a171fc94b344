"""The reference pane: what the ground truth is, and how near every result comes to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from core.evaluation.reference import Reference
from gui.elided_label import ElidedLabel
from gui.pane_parts import Card, caption, secondary
from gui.reference.score_table import ScoreRow, ScoreTable
from gui.theme import set_role

if TYPE_CHECKING:  # loaded with the first reference: the window appears sooner
    from core.evaluation.truth import Truth

NO_REFERENCE = "No ground truth, so there is no PSNR. Open one, or degrade this photo on purpose."


class ReferencePane(QWidget):
    """Shows the reference and the table of figures.

    Signals
    -------
    open_proposed, lab_proposed, show_proposed, remove_proposed, measure_proposed
        A button was pressed.
    candidate_chosen
        With the number of the row: 0 for the photo.
    """

    open_proposed = Signal()
    lab_proposed = Signal()
    show_proposed = Signal()
    remove_proposed = Signal()
    measure_proposed = Signal()
    candidate_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Reference")
        self._source = ElidedLabel()
        self._notes_of_truth = NO_REFERENCE
        self._notes = secondary(NO_REFERENCE, wrap=True)
        self.table = ScoreTable()
        self.measure_button = QPushButton()
        self.open_button = QPushButton("Open …")
        self.lab_button = QPushButton("Degrade …")
        self.show_button = QPushButton("Show it")
        self.remove_button = QPushButton("Remove")
        self._build()
        self.show_reference(None, None)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption("Reference"))
        card = Card()
        for part in (self._source, self.table, self.measure_button, self._notes):
            card.column.addWidget(part)
        card.column.addLayout(self._buttons())
        column.addWidget(card)
        self._source.setAccessibleName("Ground truth")
        self.open_button.setToolTip("Open the ground truth of this photo")
        self.lab_button.setToolTip("Take this photo as the truth and make it worse on purpose")
        self.show_button.setToolTip("Compare results with the ground truth itself")
        self.measure_button.setToolTip("Compute every result in full, then measure it")
        self.table.row_chosen.connect(self.candidate_chosen)
        set_role(self.measure_button, "small")
        self.measure_button.clicked.connect(self.measure_proposed)

    def _buttons(self) -> QGridLayout:
        """Two in a row: four would not fit into a narrow panel."""
        grid = QGridLayout()
        grid.setSpacing(4)
        signals = (self.lab_proposed, self.open_proposed, self.show_proposed, self.remove_proposed)
        buttons = (self.lab_button, self.open_button, self.show_button, self.remove_button)
        for number, (button, signal) in enumerate(zip(buttons, signals, strict=True)):
            set_role(button, "small")
            button.clicked.connect(signal)
            grid.addWidget(button, *divmod(number, 2))
        return grid

    def show_reference(self, reference: Reference | None, truth: Truth | None) -> None:
        """Say what the truth is and what had to be done to it."""
        there = reference is not None and truth is not None
        self._source.setText(source_line(reference, truth) if there else "")
        self._notes_of_truth = notes_of(truth) if there else NO_REFERENCE
        self._notes.setText(self._notes_of_truth)
        for part in (self._source, self.table, self.show_button, self.remove_button):
            part.setVisible(there)
        spoiled = there and reference.spoiled is not None
        self.remove_button.setText("Go back" if spoiled else "Remove")
        back = "Go back to the good photo" if spoiled else "Compare without a ground truth"
        self.remove_button.setToolTip(back)
        self.open_button.setVisible(not spoiled)
        self.measure_button.hide()
        if there:
            self.table.setToolTip(f"Measured at 8 bits; {truth.protocol(truth.photo_size.region)}")

    def show_rows(self, rows: Sequence[ScoreRow], shown: int) -> None:
        """Draw the figures; the row of the candidate that is shown is marked."""
        self.table.show_rows(rows, shown)
        self._notes.setText("\n".join([self._notes_of_truth, *treatments(rows)]))

    def offer_measuring(self, text: str) -> None:
        """Offer to compute what is not there as a whole; an empty text offers nothing."""
        self.measure_button.setText(text)
        self.measure_button.setVisible(bool(text))


def notes_of(truth: Truth) -> str:
    """What had to be done to the truth, and how it is measured."""
    border = truth.protocol(truth.photo_size.region).border
    rim = f", a rim of {border} pixels left out" if border else ""
    return "\n".join([*truth.notes, f"8 bits, luma 16–235{rim}."])


def treatments(rows: Sequence[ScoreRow]) -> list[str]:
    """``Input, Bicubic: enlarged …``, for what was done to results before they were measured."""
    named: dict[str, list[str]] = {}
    for row in rows:
        named.setdefault(row.treatment, []).append(row.name)
    return [f"{', '.join(names)}: {what}." for what, names in named.items() if what]


def source_line(reference: Reference, truth: Truth) -> str:
    """``coffee.png · Low light, seed 0``."""
    name = reference.path.name if reference.path else "the photo"
    made = f" · {reference.spoiled}" if reference.spoiled else ""
    larger = f" · ×{truth.factor}" if truth.factor > 1 and not made else ""
    return f"{name}{made}{larger}"
