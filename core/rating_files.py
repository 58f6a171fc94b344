"""Where rating studies are kept, so that a break or a crash loses no rating."""

from __future__ import annotations

import re
from pathlib import Path

from core.atomic_write import delete_file, make_folder, write_text
from core.errors import DiptychError
from core.rating import RatingStudy, read_study, study_to_text
from core.user_folders import config_folder

SUFFIX = ".json"


def studies_folder() -> Path:
    """Where studies are kept; it may not exist yet."""
    return config_folder() / "ratings"


def save_study(study: RatingStudy) -> Path:
    """Write a study over what was saved of it before.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    path = study_path(study.name)
    make_folder(path.parent)
    write_text(path, study_to_text(study), overwrite=True)
    return path


def saved_studies() -> tuple[list[RatingStudy], list[DiptychError]]:
    """All studies, the one that was worked on last first, and what is wrong with the others."""
    found: list[RatingStudy] = []
    problems: list[DiptychError] = []
    files = studies_folder().glob(f"*{SUFFIX}")
    for path in sorted(files, key=lambda path: -path.stat().st_mtime):
        try:
            found.append(read_study(path))
        except DiptychError as error:
            problems.append(error)
    return found, problems


def delete_study(name: str) -> None:
    """Forget a study; one that does not exist is no failure.

    Raises
    ------
    OutputError
        If its file cannot be removed.
    """
    delete_file(study_path(name))


def free_name(wish: str) -> str:
    """A name that no study has: the wish, or the wish with a number."""
    name, number = wish, 2
    while study_path(name).exists():
        name, number = f"{wish} ({number})", number + 1
    return name


def study_path(name: str) -> Path:
    """Where a study of this name is kept."""
    stem = re.sub(r"[^\w ()-]+", "-", name).strip(" -") or "study"
    return studies_folder() / f"{stem}{SUFFIX}"
