"""Finding a session's photo again: by its path, or by its content where it was moved or renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from core.errors import DiptychError
from core.evaluation.reference import Reference
from core.photos.photo_files import photos_in
from core.session import Session

MOST_LOOKED_AT = 400


class Found(Enum):
    """How the photo was found."""

    THERE = auto()
    MOVED = auto()
    CHANGED = auto()


@dataclass(frozen=True)
class FoundPhoto:
    """A photo for a session.

    Attributes
    ----------
    path
        Where it is now.
    how
        Where it was, elsewhere with the same content, or where it was with another content.
    """

    path: Path
    how: Found

    def sentence(self, session: Session) -> str:
        """What the user should know; empty if it is just there."""
        name = session.path.name if session.path else self.path.name
        if self.how is Found.CHANGED:
            return f"{self.path.name} has changed since the session was saved."
        if self.how is Found.MOVED and self.path != session.path:
            return f"{name} was found again as {self.path.name} in {self.path.parent.name}."
        return ""


def find_photo(
    session: Session, beside: Path, more_folders: Iterable[Path] = ()
) -> FoundPhoto | None:
    """Look for the photo of a session.

    Its old place and the session's folder come first, then photos of equal content in and just
    below the session's folder, the photo's old folder, and others; at most 400 files are read.

    Parameters
    ----------
    session
        Names the photo and its hash.
    beside
        Folder of the session's file.
    more_folders
        Where photos were opened lately.
    """
    if session.path is None:
        return None
    wanted = _wanted_hash(session)
    named = [p for p in (session.path, beside / session.path.name) if _is_file(p)]
    for place in named:
        if not wanted or _hash(place) == wanted:
            return FoundPhoto(place, Found.THERE if place == session.path else Found.MOVED)
    folders = (beside, session.path.parent, *more_folders)
    elsewhere = _with_content(wanted, folders, session.path.suffix, set(named))
    if elsewhere is not None:
        return FoundPhoto(elsewhere, Found.MOVED)
    return FoundPhoto(named[0], Found.CHANGED) if named else None


def with_files_from(session: Session, folders: Sequence[Path]) -> Session:
    """The session with other programs' results looked for by name, the reference by content.

    Parameters
    ----------
    session
        What is given away names files without their folders.
    folders
        Where they may be, or just below; a file that is in none keeps its name and is reported
        when it is opened.
    """
    candidates = tuple(
        replace(c, file=next(_named(c.file, folders), c.file)) for c in session.candidates
    )
    reference = session.reference
    if reference is not None:
        reference = replace(reference, path=_placed(reference, folders))
    return replace(session, candidates=candidates, reference=reference)


def _named(file: Path | None, folders: Sequence[Path]) -> Iterator[Path]:
    """The file where it was, else files of its name in the folders and just below."""
    if file is not None and _is_file(file):
        yield file
    elif file is not None:
        places = (place for folder in folders for place in (folder, *_below(folder)))
        yield from (place / file.name for place in places if (place / file.name).is_file())


def _placed(reference: Reference, folders: Sequence[Path]) -> Path | None:
    """The reference's file: a photo may have its name, but not its content."""
    named = list(_named(reference.path, folders))
    wanted = reference.photo_hash
    if not named or not wanted or named == [reference.path]:
        return named[0] if named else reference.path
    return next((place for place in named if _hash(place) == wanted), named[0])


def _wanted_hash(session: Session) -> str:
    """Of the file: for a photo that was degraded, that of the good one."""
    spoiled = session.reference is not None and session.reference.spoiled is not None
    return session.reference.photo_hash if spoiled else session.photo_hash


def _hash(path: Path) -> str:
    from core.batch_report import file_hash  # it brings the writers along

    return file_hash(path)


def _is_file(path: Path) -> bool:
    return path.is_absolute() and path.is_file()


def _with_content(
    wanted: str, folders: Iterable[Path], suffix: str, known: set[Path]
) -> Path | None:
    """The first photo with this hash; those with the same ending are looked at first."""
    if not wanted:
        return None
    candidates = [path for path in dict.fromkeys(_photos(folders)) if path not in known]
    candidates.sort(key=lambda path: path.suffix.lower() != suffix.lower())
    looked_at = candidates[:MOST_LOOKED_AT]
    return next((path for path in looked_at if _hash(path) == wanted), None)


def _photos(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in dict.fromkeys(folders):
        for place in (folder, *_below(folder)):
            try:
                yield from photos_in(place)
            except DiptychError:  # a folder that is gone holds no photo
                continue


def _below(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_dir())
    except OSError:
        return []
