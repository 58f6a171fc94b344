"""The status bar: what is going on, how far it is, and what lies under the cursor."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from gui.elided_label import ElidedLabel
from gui.pane_parts import MARGIN, figure, secondary
from gui.theme import set_role

LATE_MILLISECONDS = 200
MESSAGE_MILLISECONDS = 8000


class StatusBar(QFrame):
    """Message and progress at the left, the cursor's values at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setFixedHeight(28)
        self._text = ElidedLabel()
        set_role(self._text, "secondary")
        self._progress_text = ""
        self._bar = QProgressBar()
        self._hint = secondary("Esc cancels")
        self._cursor = figure()
        self._late = QTimer(self, singleShot=True, interval=LATE_MILLISECONDS)
        self._fade = QTimer(self, singleShot=True, interval=MESSAGE_MILLISECONDS)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(10)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._bar.setAccessibleName("Progress")
        self._text.setAccessibleName("Status")
        for label in (self._text, self._cursor):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row.addWidget(self._text)
        for part in (self._bar, self._hint):
            row.addWidget(part)
            part.hide()
        row.addStretch(1)
        row.addWidget(self._cursor)
        self._late.timeout.connect(self._show_progress)
        self._fade.timeout.connect(lambda: self._show(""))

    def say(self, text: str) -> None:
        """Show a message for a while."""
        self._show(text)
        self._fade.start()

    def set_progress(self, text: str, share: float) -> None:
        """Show how far a run is; short runs end before it is shown at all."""
        self._progress_text = text
        self._bar.setValue(round(100 * share))
        if self._bar.isVisible():
            self._show(text)
        elif not self._late.isActive():
            self._late.start()

    def end_progress(self, text: str = "") -> None:
        """Take the progress away."""
        was_shown = self._bar.isVisible()
        self._late.stop()
        self._bar.hide()
        self._hint.hide()
        self._bar.setValue(0)
        if text or was_shown:
            self.say(text)

    def set_cursor_text(self, text: str) -> None:
        """Show place and values under the cursor."""
        self._cursor.setText(text)

    def _show_progress(self) -> None:
        self._fade.stop()
        self._bar.show()
        self._hint.show()
        self._show(self._progress_text)

    def _show(self, text: str) -> None:
        self._text.setText(text)
