"""What a crash leaves behind: one session file for each running program, named by its process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.atomic_write import make_folder, write_text
from core.errors import InputError
from core.session import Session, read_session, session_to_text

SUFFIX = ".diptych"


def autosave_path(folder: Path, process: int) -> Path:
    """The file of a process."""
    return folder / f"unsaved-{process}{SUFFIX}"


def autosave(path: Path, session: Session) -> None:
    """Write a session over what was saved before.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    make_folder(path.parent)
    write_text(path, session_to_text(session), overwrite=True)


def left_behind(folder: Path, is_running: Callable[[int], bool]) -> list[tuple[Path, Session]]:
    """Sessions of programs that do not run any more, the newest first.

    A file that cannot be read is removed: nothing in it can be brought back.
    """
    found: list[tuple[Path, Session]] = []
    files = [p for p in folder.glob(f"unsaved-*{SUFFIX}") if not is_running(_process_of(p))]
    for path in sorted(files, key=lambda path: -path.stat().st_mtime):
        try:
            found.append((path, read_session(path)))
        except InputError:
            path.unlink(missing_ok=True)
    return found


def _process_of(path: Path) -> int:
    number = path.stem.removeprefix("unsaved-")
    return int(number) if number.isdecimal() else 0
