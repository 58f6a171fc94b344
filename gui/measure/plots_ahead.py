"""Loads the plots beside the window, so that opening them for the first time stalls nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.background import Task
from gui.manners import let_the_window_go_first


class PlotsAhead(QObject):
    """Imports what inspector and histogram need, once.

    Signals
    -------
    loaded
        Opening them is quick now.
    failed
        With the exception.
    """

    loaded = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._closed = False

    def start(self) -> None:
        """Load them, if that has not begun yet."""
        if self._task is None and not self._closed:
            self._task = Task(lambda _report, _stop: _load(), self)
            self._task.done.connect(self.loaded)
            self._task.failed.connect(self.failed)
            self._task.start()

    def close(self) -> None:
        """Wait for what is being loaded; nothing begins any more."""
        self._closed = True
        if self._task is not None:
            self._task.close()


def _load() -> None:
    let_the_window_go_first()
    import gui.measure.histogram_pane
    import gui.measure.inspector_pane  # noqa: F401
