"""The bar above the canvas: modes, the photo's name, zoom, and the way out as a figure."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from core.colour.profiles import profile_name
from core.comparison import Comparison, Mode
from core.photo import Photo
from gui.elided_label import ElidedLabel
from gui.mode_buttons import ModeButtons, ModeChoice
from gui.pane_parts import figure
from gui.theme import set_role

MODES = (
    ModeChoice(Mode.SPLIT, "Split", "Shift+Y"),
    ModeChoice(Mode.SIDE_BY_SIDE, "Side by side", "Y"),
    ModeChoice(Mode.GRID, "Grid", "G"),
    ModeChoice(Mode.DIFFERENCE, "Difference", "D"),
    ModeChoice(Mode.BLINK, "Blink", "B"),
    ModeChoice(Mode.TRUST, "Trust", "T"),
)
WIDE, WIDEST = 760, 900
MARGIN, SPACING, GAP = 8, 4, 8
AROUND = 2 * MARGIN + 5 * SPACING + GAP
LEAST_NAME = 110
FAMILY = {Mode.SPLIT_HORIZONTAL: Mode.SPLIT, Mode.TOP_BOTTOM: Mode.SIDE_BY_SIDE}


class ModeBar(QFrame):
    """Shows which mode is on and proposes another.

    Signals
    -------
    mode_proposed
        With the `Mode`.
    options_proposed
        With the place where the menu of the view is to open.
    fit_proposed, export_proposed
        The zoom or the export button was pressed.
    """

    mode_proposed = Signal(object)
    options_proposed = Signal(QPoint)
    fit_proposed = Signal()
    export_proposed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(40)
        self.modes = ModeButtons(MODES)
        self._name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.options = QPushButton()
        self._zoom = QPushButton()
        self.export = QPushButton("Export figure")
        self._photo: Photo | None = None
        self._build()
        self.show_photo(None)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 4, MARGIN, 4)
        row.setSpacing(SPACING)
        row.addWidget(self.modes)
        self.modes.chosen.connect(self.mode_proposed)
        set_role(self.options, "quiet")
        self.options.setToolTip("Gain, filters, pace; the divider follows the mouse (right click)")
        self.options.setAccessibleName("Options of the view")
        self.options.clicked.connect(self._ask_for_options)
        row.addWidget(self.options)
        row.addSpacing(GAP)
        set_role(self._name, "secondary")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._name, 1)
        set_role(self._zoom, "quiet")
        self._zoom.setFont(figure().font())
        self._zoom.setToolTip("Fit or 100 % (Z)")
        self._zoom.setAccessibleName("Zoom")
        self._zoom.clicked.connect(self.fit_proposed)
        row.addWidget(self._zoom)
        row.addWidget(self.export)
        self.export.setToolTip("Side-by-side figure with the zoom boxes (Ctrl+E)")
        self.export.clicked.connect(self.export_proposed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the bar is narrow, the photo's name comes before words and some of the modes."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        self.options.setText("Options  ▾" if self.width() >= WIDE else "▾")
        self._name.setText(name_of(self._photo, in_full=self.width() >= WIDEST))
        others = (self.options, self._zoom, self.export)
        taken = sum(part.sizeHint().width() for part in others) + AROUND + LEAST_NAME
        self.modes.setMaximumWidth(self.modes.width_within(self.width() - taken))

    def _ask_for_options(self) -> None:
        button = self.options
        self.options_proposed.emit(button.mapToGlobal(button.rect().bottomLeft()))

    def show_photo(self, photo: Photo | None) -> None:
        """Name, size and depth of the photo."""
        self._photo = photo
        self._share_room()
        for part in (self._zoom, self.export, self.modes, self.options):
            part.setEnabled(photo is not None)

    def show_comparison(self, comparison: Comparison) -> None:
        """Which mode is on."""
        mode = FAMILY.get(comparison.mode, comparison.mode)
        if not self.modes.buttons[mode].isChecked():
            self.modes.show_mode(mode)
            self._share_room()

    def show_zoom(self, percent: float, *, fitted: bool) -> None:
        """How large the photo is shown."""
        digits = 0 if percent >= 10 else 1
        self._zoom.setText(f"Fit · {percent:.{digits}f} %" if fitted else f"{percent:.{digits}f} %")


def name_of(photo: Photo | None, *, in_full: bool) -> str:
    """What the bar says of a photo."""
    if photo is None:
        return ""
    return photo_line(photo) if in_full else photo.name


def photo_line(photo: Photo) -> str:
    """``IMG_2041.JPG · 4032×3024 · 12.2 MP · 16 bit · Display P3``; sRGB goes without saying."""
    parts = [photo.name, f"{photo.width}×{photo.height}"]
    if photo.megapixels >= 0.1:
        parts.append(f"{photo.megapixels:.1f} MP")
    if photo.file_bits != 8:
        parts.append(f"{photo.file_bits} bit")
    if photo.channels == 1:
        parts.append("grey")
    profile = profile_name(photo.icc)
    if photo.icc and profile != "sRGB":
        parts.append(profile)
    return " · ".join(parts)
