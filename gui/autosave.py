"""Saves the session while it changes, and offers it again after a crash."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.autosave import autosave, autosave_path, left_behind
from core.session import Session
from gui.latest import Latest
from gui.notice_bar import NoticeBar
from gui.state import State

REST_MILLISECONDS = 2000


class Autosave(QObject):
    """Writes beside the window, a little after the last change.

    Parameters
    ----------
    state
        What is saved.
    folder
        Where.

    Signals
    -------
    reopened
        ``Path`` of a session that is to be opened again.
    failed
        With the exception; told once.
    """

    reopened = Signal(object)
    failed = Signal(object)

    def __init__(self, state: State, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state, self._folder = state, folder
        self.path = autosave_path(folder, os.getpid())
        self.notice = RestoreNotice()
        self._offered: list[tuple[Path, Session]] = []
        self._saved: Session | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self.save)
        self._worker = Latest(self)
        self._worker.failed.connect(self._failed)
        self._reopening = False
        state.session_changed.connect(self._changed)
        state.photo_changed.connect(lambda _photo: self._photo_changed())
        self.notice.accepted.connect(self._reopen)
        self.notice.declined.connect(self._forget)

    def offer(self) -> None:
        """Ask about what an earlier run left behind, if it did."""
        self._offered = left_behind(self._folder, psutil.pid_exists)
        if self._offered:
            self.notice.ask(self._offered[0][1])

    def save(self) -> None:
        """Save what has changed."""
        session = self._state.session
        if session.path is None or session == self._saved:
            return
        self._saved = session
        path = self.path
        self._worker.submit(lambda: autosave(path, session))

    def close(self) -> None:
        """The program ends as it should: nothing has to be offered."""
        self._rest.stop()
        self._worker.close()
        self.path.unlink(missing_ok=True)

    def _changed(self, _session: Session) -> None:
        if not self._rest.isActive():
            self._rest.start()

    def _reopen(self) -> None:
        """The file stays until the session in it is here and saved anew."""
        self.notice.hide()
        self._reopening = True
        self.reopened.emit(self._offered[0][0])

    def _photo_changed(self) -> None:
        if self._reopening:
            wanted = self._offered[0][1].candidates
            self._reopening = False
            if self._state.session.candidates == wanted:
                self._forget()

    def _forget(self) -> None:
        self.notice.hide()
        for path, _ in self._offered:
            path.unlink(missing_ok=True)
        self._offered = []

    def _failed(self, error: Exception) -> None:
        self._worker.failed.disconnect(self._failed)
        self.failed.emit(error)


class RestoreNotice(NoticeBar):
    """A bar that offers the session of a run that did not end well.

    Signals
    -------
    accepted, declined
        The answers.
    """

    accepted = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Unsaved session", parent)
        self.reopen_button = self.add_answer("Reopen", self.accepted.emit, role="primary")
        self.discard_button = self.add_answer("Discard", self.declined.emit)

    def ask(self, session: Session) -> None:
        """Offer a session."""
        self.show_sentence(offer_text(session))


def offer_text(session: Session) -> str:
    """``The program ended unexpectedly while IMG_1.jpg was compared with 3 results.``"""
    name = session.path.name if session.path else "a photo"
    count = len(session.candidates)
    results = {0: "was open", 1: "was compared with a result"}
    what = results.get(count, f"was compared with {count} results")
    return f"The program ended unexpectedly while {name} {what}."
