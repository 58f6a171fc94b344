"""A few words that are found out once on a machine and kept in a small file."""

from __future__ import annotations

import json
from pathlib import Path

from core.atomic_write import make_folder, write_text
from core.errors import OutputError


class Remembered:
    """Words by key, in a file, so that every start but the first knows them.

    Parameters
    ----------
    path
        JSON file; a missing or damaged one counts as empty. None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def get(self, key: str) -> str | None:
        """What is known; None if nothing is."""
        known = self._read().get(key)
        return known if isinstance(known, str) else None

    def put(self, key: str, word: str) -> None:
        """Keep a word; where the folder cannot be written to, it is found out again."""
        if self._path is None:
            return
        known = {**self._read(), key: word}
        try:
            make_folder(self._path.parent)
            write_text(self._path, json.dumps(known, indent=1), overwrite=True)
        except OutputError:
            self._path = None

    def _read(self) -> dict[str, object]:
        try:
            known = json.loads(self._path.read_text("utf-8")) if self._path else {}
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}
