"""The dialog that says where a picture goes; it never blocks the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.photos.writing import SUFFIXES, free_name
from gui.asking_dialog import AskingDialog
from gui.export.file_field import FileField
from gui.export.save_options_form import SaveOptionsForm
from gui.pane_parts import secondary
from gui.settings import Settings

ENDINGS = {"jpeg": ".jpg", "png": ".png", "tiff": ".tif", "webp": ".webp"}


class SavePictureDialog(AskingDialog):
    """Where and how the result is saved.

    Signals
    -------
    chosen
        ``(Path, SaveOptions)``.
    """

    chosen = Signal(object, object)

    def __init__(
        self, start: Path, facts: str, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__("Save picture", "Save", parent)
        self.field = FileField("Save picture as", folder=False)
        self.form = SaveOptionsForm(settings, as_photo=False)
        self.column.addWidget(self.field)
        self.column.addWidget(self.form)
        self.column.addWidget(secondary(facts, wrap=True))
        self.column.addWidget(self.buttons)
        self.field.set_path(free_name(start))
        self._path_changed()
        self.field.changed.connect(self._path_changed)
        self.form.format_changed.connect(self._format_changed)
        self.accepted.connect(self._tell)

    def _path_changed(self) -> None:
        """Typing an ending chooses the format."""
        path = self.field.path
        known = SUFFIXES.get(path.suffix.lower()) if path else None
        if known:
            self.form.set_format(known)
        self.accept_button.setEnabled(path is not None)

    def _format_changed(self) -> None:
        """Choosing a format changes the ending."""
        path, chosen = self.field.path, self.form.format.currentData()
        if path and SUFFIXES.get(path.suffix.lower()) != chosen:
            self.field.set_path(path.with_suffix(ENDINGS[chosen]))

    def _tell(self) -> None:
        options = replace(self.form.options(), format=None)
        self.chosen.emit(self.field.path, options)
