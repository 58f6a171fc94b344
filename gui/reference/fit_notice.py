"""A reference of another size: what it is, and what shall be done about it; never silently."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from core.evaluation.reference import Fit
from gui.elided_label import ElidedLabel
from gui.theme import set_role


class FitNotice(QFrame):
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
        super().__init__(parent)
        set_role(self, "card")
        self.setAccessibleName("Reference of another size")
        self._text = ElidedLabel()
        self.crop_button = QPushButton("Crop its middle")
        self.resize_button = QPushButton("Resize it")
        self.decline_button = QPushButton("Leave it out")
        self._build()
        self.hide()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._text, 1)
        for button in (self.crop_button, self.resize_button, self.decline_button):
            set_role(button, "small")
            row.addWidget(button)
        self.crop_button.setToolTip("Compare with the middle of the reference, pixel by pixel")
        self.resize_button.setToolTip("Bring the reference to the photo's size (bicubic)")
        self.crop_button.clicked.connect(lambda: self._choose(Fit.CROP))
        self.resize_button.clicked.connect(lambda: self._choose(Fit.RESIZE))
        self.decline_button.clicked.connect(self._decline)

    def ask(self, sentence: str, *, can_crop: bool) -> None:
        """Show why the reference does not fit, and what can be done."""
        self._text.setText(sentence)
        self.crop_button.setEnabled(can_crop)
        self.show()

    @property
    def text(self) -> str:
        """What is asked."""
        return self._text.text()

    def _choose(self, fit: Fit) -> None:
        self.hide()
        self.fit_chosen.emit(fit)

    def _decline(self) -> None:
        self.hide()
        self.declined.emit()
