"""The hint of a first start: five things that hands can do, gone for good once it was read."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.notice_bar import NoticeBar
from gui.settings import HINT_READ, Settings

HINT = (
    "Drag the divider · Wheel zooms · Hold O for the original · R draws a zoom box · ? lists keys"
)


class FirstHint(NoticeBar):
    """A bar above the canvas until somebody has read it.

    Parameters
    ----------
    settings
        Where it is remembered that it was read.
    """

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("First steps", parent)
        self._settings = settings
        self.read_button = self.add_answer("Got it", self.finish, role="primary")

    def begin(self) -> None:
        """Show it, unless it was read before."""
        if not self._settings.get(HINT_READ):
            self.show_sentence(HINT)

    def finish(self) -> None:
        """It was read; it never comes back."""
        self._settings.set(HINT_READ, True)
        self.hide()
