"""Keeps the values under the cursor right: also when results arrive and others are chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from gui.canvas.canvas import ComparisonCanvas
from gui.cursor_text import cursor_text
from gui.results import Results
from gui.state import State
from gui.status import StatusBar


class CursorReadout(QObject):
    """Writes into the status bar.

    Parameters
    ----------
    canvas, state, results
        Where the cursor is, what is compared, and its values.
    status
        Shows them.
    """

    def __init__(
        self,
        canvas: ComparisonCanvas,
        state: State,
        *,
        results: Results,
        status: StatusBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._state, self._results, self._status = state, results, status
        self._place: tuple[int, int] | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)  # when all others know it too
        self._soon.timeout.connect(self._show)
        canvas.cursor_moved.connect(self._moved)
        canvas.cursor_left.connect(lambda: self._moved(None))
        state.session_changed.connect(lambda _session: self._soon.start())
        results.pictures_changed.connect(self._soon.start)
        results.finished.connect(lambda _completed: self._soon.start())

    def _moved(self, x: int | None, y: int = 0) -> None:
        self._place = None if x is None else (x, y)
        self._show()

    def _show(self) -> None:
        pictures, comparison = self._results.pictures.pictures(), self._state.comparison
        if self._place is None or not pictures:
            self._status.set_cursor_text("")
            return
        last = len(pictures) - 1
        before, after = (
            pictures[min(index, last)] for index in (comparison.reference, comparison.shown)
        )
        x, y = self._place
        if x < pictures[0].size.width and y < pictures[0].size.height:
            self._status.set_cursor_text(cursor_text(x, y, before, after))
