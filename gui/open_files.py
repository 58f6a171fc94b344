"""Opening: photos, folders, sessions and exported figures, off the window's thread."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from core.errors import PhotoError
from core.photo import Photo
from core.photos.moved_photo import find_photo, with_files_from
from core.photos.photo_files import is_photo_name, neighbour, photos_in
from core.session import Session, read_session, session_from_json
from gui.settings import LAST_FOLDER, RECENT_FILES, Settings

RECENT_MOST = 10
SESSION_SUFFIX = ".diptych"
SESSION_KEY = "session"


@dataclass(frozen=True, eq=False)
class Opened:
    """What a file turned out to be.

    Attributes
    ----------
    path
        What was asked for.
    photo
        The photo in it, or of the session in it.
    session
        The session that it brings; None for a plain photo.
    provenance
        What the file that brought the session says about how it was made; also that of a figure
        whose photo is not there.
    origin
        How a picture was made that was saved and is now opened as a photo; None for others.
    note
        What the user should know about the photo; may be empty.
    """

    path: Path
    photo: Photo
    session: Session | None = None
    provenance: Mapping[str, Any] | None = None
    origin: Mapping[str, Any] | None = None
    note: str = ""


def open_photo(path: Path) -> Photo:
    """Decode a photo; the decoders are loaded with the first one, off the window's thread."""
    from core.photos.reading import open_photo as decode

    return decode(path)


def opened(path: Path) -> Opened:
    """Open a photo, the first photo of a folder, a session, or a figure that holds one.

    A picture that was saved from a session opens as a photo and says where it comes from;
    `opened_origin` brings its session back.

    Raises
    ------
    InputError
        If it is none of these; the message names it.
    """
    if path.is_dir():
        return Opened(path, open_photo(_first_photo(path)))
    if path.suffix.lower() == SESSION_SUFFIX:
        return _of_session(path, read_session(path))
    provenance = embedded_provenance(path) if path.is_file() else None
    if provenance is not None:
        session = session_from_json(provenance[SESSION_KEY])
        if find_photo(session, path.parent) is not None or not is_photo_name(path):
            return replace(_of_session(path, session), provenance=provenance)
    photo = open_photo(path)
    origin = None if provenance else embedded_origin(path)
    return Opened(path, photo, None, provenance, origin)


def opened_origin(path: Path) -> Opened:
    """Open the session in which a picture was made, instead of the picture itself.

    Raises
    ------
    InputError
        If it holds none, or its photo is not there; the message names it.
    """
    origin = embedded_origin(path)
    if origin is None:
        raise PhotoError(f"{path.name} does not say how it was made.", remedy="Open it as a photo.")
    found = _of_session(path, session_from_json(origin[SESSION_KEY]))
    return replace(found, provenance=origin)


def embedded_origin(path: Path) -> dict[str, Any] | None:
    """How a saved picture was made; None for any other file."""
    from core.photos.picture_origin import read_origin

    return read_origin(path)


def embedded_provenance(path: Path) -> dict[str, Any] | None:
    """How a figure was made, if that brings a session along; None for any other file."""
    from core.figures.provenance import read_provenance

    provenance = read_provenance(path)
    if not provenance or not isinstance(provenance.get(SESSION_KEY), dict):
        return None
    return provenance


@dataclass(frozen=True, eq=False)
class OpenedResult:
    """Another program's result of the photo."""

    path: Path
    photo: Photo


def opened_result(path: Path) -> OpenedResult:
    """Open another program's result.

    Raises
    ------
    PhotoError
        If it cannot be read.
    """
    return OpenedResult(path, open_photo(path))


def _of_session(path: Path, session: Session) -> Opened:
    found = find_photo(session, path.parent)
    if found is None:
        name = session.path.name if session.path else "the photo"
        raise PhotoError(
            f"{path.name} belongs to {name}, which is not there.",
            remedy="Put the photo beside it.",
        )
    note = found.sentence(session)
    session = with_files_from(session, (path.parent, found.path.parent))
    return Opened(path, open_photo(found.path), session, note=note)


def _first_photo(folder: Path) -> Path:
    photos = photos_in(folder)
    if not photos:
        raise PhotoError(f"The folder {folder.name} holds no photo.", remedy="Choose another one.")
    return photos[0]


class Opener(QThread):
    """Reads files on a thread of its own.

    Parameters
    ----------
    load
        Turns a path into what `done` carries.
    newest_wins
        Forget older wishes when another one comes; else they are read one after the other.

    Signals
    -------
    started_on
        ``Path`` that is being read.
    done
        With what ``load`` gave, unless something else was asked for since.
    failed
        With the exception, under the same condition.
    """

    started_on = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        load: Callable[[Path], object] = opened,
        parent: QObject | None = None,
        *,
        newest_wins: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("opener")
        self._load = load
        self._wake = threading.Condition()
        self._wishes: deque[tuple[Path, Callable[[Path], object]]] = deque()
        self._newest_wins = newest_wins
        self._closing = False

    def open(self, path: Path, load: Callable[[Path], object] | None = None) -> None:
        """Read this, in another way than usual if one is given."""
        with self._wake:
            if self._newest_wins:
                self._wishes.clear()
            self._wishes.append((path, load or self._load))
            self._wake.notify()
        self.started_on.emit(path)
        if not self.isRunning():
            self.start()

    def close(self) -> None:
        """Wait until nothing is read any more."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        """Read until closed; on the opener's thread."""
        while (wish := self._next()) is not None:
            path, load = wish
            try:
                result = load(path)
            except Exception as error:  # whatever it is, it reaches the user by the one road
                if not self._overtaken():
                    self.failed.emit(error)
            else:
                if not self._overtaken():
                    self.done.emit(result)

    def _next(self) -> tuple[Path, Callable[[Path], object]] | None:
        with self._wake:
            while not self._wishes and not self._closing:
                self._wake.wait()
            return None if self._closing else self._wishes.popleft()

    def _overtaken(self) -> bool:
        with self._wake:
            return self._closing or (self._newest_wins and bool(self._wishes))


class RecentFiles:
    """The photos opened last, newest first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def paths(self) -> tuple[Path, ...]:
        """At most ten."""
        return self._settings.get(RECENT_FILES)

    @property
    def folder(self) -> Path:
        """Where a file dialog starts."""
        return self._settings.get(LAST_FOLDER)

    def add(self, path: Path) -> None:
        """Remember a photo."""
        path = path.absolute()
        others = tuple(other for other in self.paths if other != path)
        self._settings.set(RECENT_FILES, (path, *others)[:RECENT_MOST])
        self._settings.set(LAST_FOLDER, path.parent)


def next_photo(path: Path | None, by: int) -> Path | None:
    """The photo before or after this one in its folder; None if there is no other.

    Raises
    ------
    InputError
        If the folder cannot be read.
    """
    return neighbour(path, by) if path is not None else None
