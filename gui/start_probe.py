"""Starts a window as a user would, tells when it is on screen, and ends; see `gui.start_bench`.

Run as ``python -m gui.start_probe ours|bare TIME``: milliseconds since ``TIME`` (of `time.time`)
go to standard output, one line each.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

Stamp = Callable[[str], None]
ON_SCREEN, COMPLETE = "on screen", "complete"


def main(what: str, began: float) -> None:
    """Start one of the two windows; never returns."""

    def stamp(name: str) -> None:
        print(f"{name}\t{(time.time() - began) * 1e3:.1f}", flush=True)

    if what == "bare":
        _start_bare(stamp)
    else:
        _start_ours(stamp)


def _start_bare(stamp: Stamp) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event) -> None:
            QTimer.singleShot(0, lambda: (stamp(ON_SCREEN), os._exit(0)))

    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1600, 960)
    window.show()
    app.exec()


def _start_ours(stamp: Stamp) -> None:
    from gui.plain_import import import_qt

    import_qt()
    from PySide6.QtCore import QEvent, QTimer

    from gui import app
    from main import open_window

    class Window(app.WindowFrame):
        def __init__(self, *rest) -> None:
            super().__init__(*rest)
            self.seen.connect(lambda: stamp(ON_SCREEN))
            self._ground = self.centralWidget()

        def setCentralWidget(self, widget) -> None:
            super().setCentralWidget(widget)
            widget.installEventFilter(self)

        def eventFilter(self, watched, event) -> bool:
            if event.type() is QEvent.Type.Paint and watched is not self._ground:
                QTimer.singleShot(0, lambda: (stamp(COMPLETE), os._exit(0)))
            return False

    app.WindowFrame = Window
    open_window([])


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
