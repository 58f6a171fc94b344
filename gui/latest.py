"""Work of which only the newest counts: previews that follow a slider."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.background import Task


class Latest(QObject):
    """Runs one piece of work at a time beside the window; what waits is replaced by newer work.

    Signals
    -------
    done
        With what the work returned, unless newer work waits.
    failed
        With the exception, under the same condition.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._waiting: Callable[[], Any] | None = None
        self._closing = False

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self._task is not None

    def submit(self, work: Callable[[], Any]) -> None:
        """Do this as soon as what runs now is done."""
        self._waiting = work
        if self._task is None and not self._closing:
            self._next()

    def close(self) -> None:
        """Forget what waits, and wait for what runs."""
        self._closing, self._waiting = True, None
        if self._task is not None:
            self._task.close()

    def _next(self) -> None:
        work, self._waiting = self._waiting, None
        task = self._task = Task(lambda _report, _stop: work(), self)
        task.done.connect(lambda result: self._ended(self.done, result))
        task.failed.connect(lambda error: self._ended(self.failed, error))
        task.start()

    def _ended(self, signal: Any, result: object) -> None:
        task, self._task = self._task, None
        task.wait()
        task.deleteLater()
        if self._closing:
            return
        if self._waiting is not None:
            self._next()
        else:
            signal.emit(result)
