"""The depth networks that the user has brought, remembered by their files."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from core.atomic_write import write_text
from core.errors import OutputError, UsageError
from core.user_folders import config_folder

SCHEMA = 1


class KnownNetworks:
    """Depth networks by name.

    Parameters
    ----------
    path
        JSON file; a missing or damaged one counts as empty.

    Attributes
    ----------
    networks
        Files by name, in the order in which they were brought; it stays the same object.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or config_folder() / "depth-networks.json"
        self.networks: dict[str, Path] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            data = json.loads(self._path.read_text(encoding="utf-8"))
            for file in data["files"]:
                self._put(Path(file))

    def add(self, file: Path) -> str:
        """Remember a network that has been checked, and return its name.

        Raises
        ------
        OutputError
            If nothing can be written.
        """
        name = self._put(file.absolute())
        self._write()
        return name

    def forget(self, name: str) -> None:
        """Remember a network no more; its file stays.

        Raises
        ------
        UsageError
            If there is none of that name.
        OutputError
            If nothing can be written.
        """
        if name not in self.networks:
            known = ", ".join(self.networks) or "none"
            raise UsageError(f"There is no depth network {name!r}.", remedy=f"Known: {known}.")
        del self.networks[name]
        self._write()

    def located(self, file: Path) -> Path:
        """The file itself, or the known network of that name, as in a session given away."""
        return file if file.is_file() else self.networks.get(file.stem, file)

    def _put(self, file: Path) -> str:
        """Files of one name are told apart by their folder's."""
        name = next((name for name, known in self.networks.items() if known == file), file.stem)
        if self.networks.get(name, file) != file:
            name = f"{file.parent.name}/{file.stem}"
        self.networks[name] = file
        return name

    def _write(self) -> None:
        content = {"schema": SCHEMA, "files": [str(file) for file in self.networks.values()]}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"The folder {self._path.parent} could not be made."
            raise OutputError(message, detail=str(error)) from error
        write_text(self._path, json.dumps(content, indent=1), overwrite=True)
