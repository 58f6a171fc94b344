"""Remembers measured speeds once the window has nothing better to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from core.estimate import SpeedHistory
from gui.status import StatusBar

REST_MILLISECONDS = 1500


class SpeedKeeper(QObject):
    """Writes the history to disk and has it shown, a while after the last run.

    Parameters
    ----------
    history, status
        What is written, and where is told that it could not be.
    show
        Draws the speeds.
    """

    def __init__(
        self,
        history: SpeedHistory,
        status: StatusBar,
        show: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._history, self._status, self._show = history, status, show
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._keep)

    def later(self) -> None:
        """There is something new; writing it now would delay the picture."""
        self._rest.start()

    def close(self) -> None:
        """Write what is not written yet."""
        if self._rest.isActive():
            self._rest.stop()
            self._write()

    def _keep(self) -> None:
        self._show()
        self._write()

    def _write(self) -> None:
        try:
            self._history.save()
        except OSError as error:
            self._status.say(f"Measured speeds could not be remembered: {error}")
