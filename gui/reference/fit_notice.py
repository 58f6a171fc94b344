"""A reference of another size: what it is, and what shall be done about it; never silently."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.evaluation.reference import Fit
from gui.notice_bar import NoticeBar


class FitNotice(NoticeBar):
    """A bar above the canvas with three answers.

    Signals
    -------
    fit_chosen
        With the `Fit`.
    declined
        The reference is not wanted.
    """

    fit_chosen = Signal(object)
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Reference of another size", parent)
        self.crop_button = self.add_answer(
            "Crop its middle",
            partial(self._choose, Fit.CROP),
            tip="Compare with the middle of the reference, pixel by pixel",
        )
        self.resize_button = self.add_answer(
            "Resize it",
            partial(self._choose, Fit.RESIZE),
            tip="Bring the reference to the photo's size (bicubic)",
        )
        self.decline_button = self.add_answer("Leave it out", self._decline)

    def ask(self, sentence: str, *, can_crop: bool) -> None:
        """Show why the reference does not fit, and what can be done."""
        self.crop_button.setEnabled(can_crop)
        self.show_sentence(sentence)

    def _choose(self, fit: Fit) -> None:
        self.hide()
        self.fit_chosen.emit(fit)

    def _decline(self) -> None:
        self.hide()
        self.declined.emit()
