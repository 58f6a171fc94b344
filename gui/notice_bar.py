"""A bar above the canvas that asks something without blocking anything."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from gui.elided_label import ElidedLabel
from gui.theme import set_role


class NoticeBar(QFrame):
    """A sentence and its answers; hidden until it is asked.

    Parameters
    ----------
    name
        For screen readers.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.setAccessibleName(name)
        self._sentence = ElidedLabel()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.addWidget(self._sentence, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is asked."""
        return self._sentence.text()

    def add_answer(
        self, text: str, does: Callable[[], object], *, tip: str = "", role: str = ""
    ) -> QPushButton:
        """One more button at the right."""
        button = QPushButton(text)
        button.setToolTip(tip)
        if role:
            set_role(button, role)
        button.clicked.connect(lambda _checked=False: does())
        self._row.addWidget(button)
        return button

    def show_sentence(self, sentence: str) -> None:
        """Ask."""
        self._sentence.setText(sentence)
        self.show()
