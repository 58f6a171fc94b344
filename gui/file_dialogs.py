"""Asking for a file; one that is not there is told of in the window, not in a box on a box."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_for_file(owner: QWidget, title: str, folder: Path, filters: str) -> Path | None:
    """Let a file be chosen for reading.

    Parameters
    ----------
    owner
        The dialog stands before it.
    title, folder, filters
        What is asked for, where to begin, and Qt's list of file patterns.

    Returns
    -------
    pathlib.Path or None
        It may not exist: whoever opens it says so. None if nothing was chosen.
    """
    dialog = QFileDialog(owner, title, str(folder), filters)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    chosen = dialog.exec() and dialog.selectedFiles()
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None
