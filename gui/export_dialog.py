"""Dialogs that say where a picture or a figure goes; they never block the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from core.figures import Layout, WidthPreset
from core.session_figure import FigureChoice
from core.writing import SUFFIXES, free_name
from gui.choice_controls import ChoiceBox
from gui.file_field import FileField
from gui.pane_parts import secondary
from gui.save_options_form import SaveOptionsForm
from gui.settings import Settings

ENDINGS = {"jpeg": ".jpg", "png": ".png", "tiff": ".tif", "webp": ".webp"}
LAYOUTS = (
    ("Pair: the two that are compared", Layout.PAIR),
    ("Triple: input and the two", Layout.TRIPLE),
    ("Rows: crops of every result", Layout.ROWS),
    ("Grid of all results", Layout.GRID),
)
WIDTHS = (
    ("Two columns, 175 mm", WidthPreset.TWO_COLUMNS),
    ("One column, 85 mm", WidthPreset.ONE_COLUMN),
    ("Slide", WidthPreset.SLIDE),
    ("Screen", WidthPreset.SCREEN),
)
FIGURE_ENDINGS = (".pdf", ".png", ".svg", ".tif", ".html", ".gif")


class _Dialog(QDialog):
    """A title, rows, and two buttons."""

    def __init__(self, title: str, accept: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 16, 16, 12)
        self.column.setSpacing(12)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)


class SavePictureDialog(_Dialog):
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


class FigureDialog(_Dialog):
    """Layout, width and file of a figure.

    Signals
    -------
    chosen
        ``(Path, FigureChoice, overwrite)``.
    """

    chosen = Signal(object, object, bool)

    def __init__(self, start: Path, facts: str, parent: QWidget | None = None) -> None:
        super().__init__("Export figure", "Export", parent)
        self.layout_box, self.width_box, self.ending = ChoiceBox(), ChoiceBox(), ChoiceBox()
        for box, rows in ((self.layout_box, LAYOUTS), (self.width_box, WIDTHS)):
            for text, data in rows:
                box.addItem(text, data)
        self.ending.addItems([ending[1:].upper() for ending in FIGURE_ENDINGS])
        self.field = FileField("Export figure as", folder=False)
        self.embed = QCheckBox("Embed recipes and session, so that it can be made again")
        self.embed.setChecked(True)
        self.overwrite = QCheckBox("Replace an existing file")
        self._build(facts)
        self.field.set_path(free_name(start))

    def _build(self, facts: str) -> None:
        form = QFormLayout()
        form.addRow("Layout", self.layout_box)
        form.addRow("Width", self.width_box)
        form.addRow("Format", self.ending)
        self.column.addLayout(form)
        self.column.addWidget(self.field)
        for part in (self.embed, self.overwrite, secondary(facts, wrap=True), self.buttons):
            self.column.addWidget(part)
        for box, name in (
            (self.layout_box, "Layout"),
            (self.width_box, "Width"),
            (self.ending, "Format"),
        ):
            box.setAccessibleName(name)
        self.ending.textActivated.connect(self._ending_chosen)
        self.accepted.connect(self._tell)

    def _ending_chosen(self, text: str) -> None:
        if self.field.path:
            self.field.set_path(self.field.path.with_suffix(f".{text.lower()}"))

    def _tell(self) -> None:
        choice = FigureChoice(
            self.layout_box.currentData(), self.width_box.currentData(), self.embed.isChecked()
        )
        if self.field.path:
            self.chosen.emit(self.field.path, choice, self.overwrite.isChecked())
