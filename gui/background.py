"""Long work beside the preview: saving, figures, batches; one thread each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from core.errors import Cancelled

Report = Callable[[Any], None]
Work = Callable[[Report, Callable[[], bool]], Any]


class Task(QThread):
    """Runs one function on a thread of its own.

    Parameters
    ----------
    work
        Gets a function to report progress with and one that says whether to stop.

    Signals
    -------
    progressed
        With what the work reports.
    done
        With what it returned.
    failed
        With the exception; `Cancelled` where the user asked to stop.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._stop.set()

    def close(self) -> None:
        """Ask it to stop, and wait until it has."""
        self.cancel()
        self.wait()

    def run(self) -> None:
        """Do the work; on the task's thread."""
        try:
            result = self._work(self.progressed.emit, self._stop.is_set)
        except Cancelled as stopped:
            self.failed.emit(stopped)
        except Exception as error:  # whatever it is, it reaches the user by the one road
            self.failed.emit(error)
        else:
            self.done.emit(result)
