"""Opening from anywhere: what was opened becomes the state, what was not becomes a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from core.errors import DiptychError
from core.figure_changes import changed_since
from core.photo import Photo
from core.recipe import Recipe
from core.session import Session
from gui.first_start import first_session
from gui.messages import Message, MessageBar, Offer
from gui.open_files import (
    Opened,
    OpenedResult,
    Opener,
    RecentFiles,
    opened_origin,
    opened_result,
)
from gui.registry.methods import Methods
from gui.results import Results
from gui.settings import Settings
from gui.state import State
from gui.status import StatusBar


class Opening(QObject):
    """Owns the threads that read files.

    Parameters
    ----------
    state, results
        Where photos and other programs' results go.
    methods
        For the session of a first start.
    messages, status, settings
        Of the window.
    """

    def __init__(
        self,
        parent: QObject,
        state: State,
        results: Results,
        *,
        methods: Methods,
        messages: MessageBar,
        status: StatusBar,
        settings: Settings,
    ) -> None:
        super().__init__(parent)
        self._state, self._results, self._methods = state, results, methods
        self._messages, self._status = messages, status
        self._sample: tuple[Path, str] | None = None
        self._asked_for: set[Path] = set()
        self._unopened: Path | None = None
        self._others: tuple[Path, ...] = ()
        self.recent = RecentFiles(settings)
        self.photos = Opener(parent=self)
        self.other_results = Opener(opened_result, self, newest_wins=False)
        self.photos.started_on.connect(lambda path: status.say(f"Opening {path.name} …"))
        self.photos.done.connect(self._opened)
        self.photos.failed.connect(self._failed)
        self.other_results.done.connect(self._result_opened)
        self.other_results.failed.connect(self._failed)
        state.photo_changed.connect(self._photo_changed)

    def open(self, path: Path) -> None:
        """Open a photo, a folder, a session or an exported figure."""
        self._unopened = path
        self.photos.open(path)

    @property
    def place(self) -> Path | None:
        """From where the next photo is counted: the photo, or the file beside it that was asked
        for last and is not open, so that nobody gets stuck before a broken one."""
        photo, asked = self._state.photo, self._unopened
        if photo is None or photo.path is None:
            return None
        return asked if asked and asked.parent == photo.path.parent else photo.path

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open the first as the photo and compare the others with it."""
        self._others = tuple(paths[1:])
        self.photos.open(paths[0])

    def add_results(self, paths: Sequence[Path]) -> None:
        """Compare other programs' results with the open photo."""
        for path in paths:
            self.other_results.open(path)

    def take(self, paths: Sequence[Path], *, as_results: bool) -> None:
        """Open what was dropped: as other results where that is meant and there is a photo."""
        if as_results and self._state.photo is not None:
            self.add_results(paths)
        else:
            self.open_all(paths)

    def open_sample(self, path: Path, method: str) -> None:
        """Open the bundled photo with a method ticked and zoom boxes on it."""
        self._sample = (path, method)
        self.photos.open(path)

    def open_results(self, session: Session) -> None:
        """Read the other programs' results that a session names, each once."""
        for path in self._results.pictures.missing_files(session):
            if path not in self._asked_for:
                self._asked_for.add(path)
                self.other_results.open(path)

    def close(self) -> None:
        """Wait until nothing is read any more."""
        self.photos.close()
        self.other_results.close()

    def _opened(self, opened: Opened) -> None:
        self._unopened = None
        self._messages.clear()
        self._status.say("")
        session = opened.session
        is_sample = self._sample is not None and opened.path == self._sample[0]
        if is_sample:
            session = first_session(opened.photo, self._sample[1], self._methods)
        else:
            self.recent.add(opened.photo.path or opened.path)
        self._sample = None
        self._state.set_photo(opened.photo, session)
        if is_sample:  # a first start shows the sample enhanced, on a slow machine too
            self._results.approve_ahead(session.candidates[0].recipe)
        self._say_what_was_converted(opened.photo)
        self._say_what_changed(opened)
        if opened.origin is not None:
            self._offer_origin(opened.path, opened.origin)
        if opened.note and opened.provenance is None:
            self._messages.show_message(Message(opened.note))
        others, self._others = self._others, ()
        for path in others:
            self.other_results.open(path)

    def _say_what_was_converted(self, photo: Photo) -> None:
        """The photo on the canvas is not quite what lies in the file; of depth its pane tells."""
        notes = [note for note in photo.notes if note not in photo.depth_notes]
        if notes:
            self._messages.notify(f"{photo.name}: {' '.join(notes)}")

    def _say_what_changed(self, opened: Opened) -> None:
        """What is another one than when a figure or picture was made that brought its session."""
        if opened.provenance is None:
            return
        if opened.session is None:
            sentence = f"{opened.path.name} is a figure; the photo it was made of is not beside it."
            self._messages.show_message(Message(sentence, "It was opened as a picture."))
            return
        made = opened.path.name
        for sentence in changed_since(opened.provenance, opened.photo, self._methods.ops, made):
            self._messages.show_message(Message(sentence, "Results may look different from then."))

    def _offer_origin(self, path: Path, origin: Mapping[str, Any]) -> None:
        """A picture that was saved is a photo like others; how it was made can be had too."""
        offer = Offer("Open how it was made", lambda: self.photos.open(path, opened_origin))
        sentence = f"{path.name} was made of {origin['photo']['name'] or 'a photo without a name'}."
        self._messages.show_message(Message(sentence, offer=offer))

    def _photo_changed(self, photo: Photo) -> None:
        self._asked_for.clear()

    def _result_opened(self, result: OpenedResult) -> None:
        """Another program's picture becomes a candidate, if it fits the photo."""
        try:
            self._results.add_file(result.path, result.photo)
        except DiptychError as error:
            self._messages.report(error)
            return
        session = self._state.session
        if all(candidate.file != result.path for candidate in session.candidates):
            self._state.change(session.with_candidate(Recipe(""), file=result.path))

    def _failed(self, error: Exception) -> None:
        self._others = ()
        self._status.say("")
        self._messages.report(error)
