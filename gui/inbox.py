"""What a worker sends, taken in small portions so that the window never stutters."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PORTION_SECONDS = 0.005


class Inbox(QObject):
    """Calls what is put into it in order, a few milliseconds at a time.

    Painting and the mouse get their turn between the portions, however fast a worker sends.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], None]] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._take)

    def then(self, does: Callable[..., None]) -> Callable[..., None]:
        """A slot that calls ``does`` with its arguments when its turn comes."""

        def put(*arguments: object) -> None:
            self._waiting.append(lambda: does(*arguments))
            self._timer.start()

        return put

    def clear(self) -> None:
        """Forget what has not been taken yet."""
        self._waiting.clear()
        self._timer.stop()

    def _take(self) -> None:
        end = time.perf_counter() + PORTION_SECONDS
        while self._waiting:
            self._waiting.popleft()()
            if time.perf_counter() > end:
                return
        self._timer.stop()
