"""How pictures are saved: format, quality, depth, and what is left out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QWidget,
)

from core.depths.depth_saving import KeptDepth
from core.photos.writing import SaveOptions
from gui.pane_parts import figure, secondary
from gui.recipe.choice_controls import ChoiceBox
from gui.settings import PROVENANCE, QUALITY, STRIP_GPS, Settings

FORMATS = (
    ("As the photo", None),
    ("JPEG", "jpeg"),
    ("PNG", "png"),
    ("TIFF", "tiff"),
    ("WebP", "webp"),
)
BITS = (("As the photo", None), ("8", 8), ("16", 16))
WITH_QUALITY = (None, "jpeg", "webp")
WITH_DEPTH = (None, "png", "tiff")
DEPTH_TIP = "Beside other formats it stands as NAME.depth.png. Estimates are never kept."
KEPT_DEPTHS = (
    ("Kept in JPEG files", KeptDepth.INSIDE),
    ("Kept, beside other formats too", KeptDepth.BESIDE),
    ("Left out", KeptDepth.NONE),
)


class SaveOptionsForm(QWidget):
    """Rows for `SaveOptions`; remembers quality and what goes along between starts.

    Signals
    -------
    format_changed
        Another format was chosen.
    """

    format_changed = Signal()

    def __init__(
        self, settings: Settings, parent: QWidget | None = None, *, as_photo: bool = True
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.format = _choices(FORMATS if as_photo else FORMATS[1:])
        self.quality = QSlider(Qt.Orientation.Horizontal)
        self.bits = _choices(BITS)
        self.strip_gps = QCheckBox("Leave the place (GPS) out")
        self.provenance = QCheckBox("Embed how it was made")
        self.goes_along = secondary(wrap=True)
        self.depth = _choices(KEPT_DEPTHS)
        self.overwrite = QCheckBox("Replace existing files")
        self._quality_text = figure()
        self._build()

    def _build(self) -> None:
        self.quality.setRange(1, 100)
        self.quality.valueChanged.connect(lambda value: self._quality_text.setText(str(value)))
        self.quality.setValue(self._settings.get(QUALITY))
        self._quality_text.setFixedSize(28, self._quality_text.sizeHint().height())
        self._quality_text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.depth.setToolTip(DEPTH_TIP)
        self.strip_gps.setChecked(self._settings.get(STRIP_GPS))
        self.provenance.setChecked(self._settings.get(PROVENANCE))
        self.provenance.setToolTip("Opened again, the picture can bring its session back")
        for switch in (self.strip_gps, self.provenance):
            switch.toggled.connect(self._say_what_goes_along)
        for widget, name in (
            (self.format, "Format"),
            (self.quality, "Quality"),
            (self.bits, "Bits per channel"),
            (self.depth, "Depth map"),
        ):
            widget.setAccessibleName(name)
        quality = QHBoxLayout()
        quality.addWidget(self.quality, 1)
        quality.addWidget(self._quality_text)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow("Format", self.format)
        form.addRow("Quality", quality)
        form.addRow("Bits per channel", self.bits)
        form.addRow("Depth map", self.depth)
        for part in (self.provenance, self.strip_gps, self.goes_along, self.overwrite):
            form.addRow(QLabel(), part)
        self.format.currentIndexChanged.connect(self._format_chosen)
        self._format_chosen()
        self._say_what_goes_along()

    def options(self) -> SaveOptions:
        """What was chosen; it is remembered."""
        self._settings.set(QUALITY, self.quality.value())
        self._settings.set(STRIP_GPS, self.strip_gps.isChecked())
        self._settings.set(PROVENANCE, self.provenance.isChecked())
        chosen = self.format.currentData()
        return SaveOptions(
            format=chosen,
            quality=self.quality.value(),
            bits=self.bits.currentData() if chosen in WITH_DEPTH else None,
            strip_gps=self.strip_gps.isChecked(),
            overwrite=self.overwrite.isChecked(),
            depth=self.depth.currentData(),
            provenance=self.provenance.isChecked(),
        )

    def offer_depth(self, on: bool) -> None:
        """Whether there is a depth map to keep."""
        self.layout().setRowVisible(self.depth, on)

    def set_format(self, name: str | None) -> None:
        """Choose a format."""
        self.format.setCurrentIndex(self.format.findData(name))

    def _say_what_goes_along(self) -> None:
        made, place = self.provenance.isChecked(), self.strip_gps.isChecked()
        how = "Recipe, weights and session go along" if made else "How it was made stays out"
        self.goes_along.setText(f"{how}; a place (GPS) is {'left out' if place else 'kept'}.")

    def _format_chosen(self) -> None:
        chosen = self.format.currentData()
        self.quality.setEnabled(chosen in WITH_QUALITY)
        self._quality_text.setEnabled(chosen in WITH_QUALITY)
        self.bits.setEnabled(chosen in WITH_DEPTH)
        self.format_changed.emit()


def _choices(rows: tuple[tuple[str, object], ...]) -> ChoiceBox:
    box = ChoiceBox()
    for text, data in rows:
        box.addItem(text, data)
    return box
