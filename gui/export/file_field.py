"""A field for a file or folder, with a button to look for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


class FileField(QWidget):
    """Where something is written to or read from.

    Parameters
    ----------
    name
        For screen readers and the dialog's title.
    folder
        True for a folder, False for a file to be written.

    Signals
    -------
    changed
        The path is another one.
    """

    changed = Signal()

    def __init__(self, name: str, *, folder: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._folder = name, folder
        self._edit = QLineEdit()
        self._edit.setAccessibleName(name)
        self._edit.setMinimumWidth(320)
        self._edit.textChanged.connect(self.changed)
        browse = QPushButton("Browse …")
        browse.setAccessibleName(f"Browse for {name.lower()}")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._edit, 1)
        row.addWidget(browse)

    @property
    def path(self) -> Path | None:
        """The path; None while it is empty."""
        text = self._edit.text().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path) -> None:
        """Show a path."""
        self._edit.setText(str(path))

    def _browse(self) -> None:
        start = str(self.path or Path.home())
        if self._folder:
            name = QFileDialog.getExistingDirectory(self, self._name, start)
        else:
            option = QFileDialog.Option.DontConfirmOverwrite
            name, _ = QFileDialog.getSaveFileName(self, self._name, start, options=option)
        if name:
            self.set_path(Path(name))
