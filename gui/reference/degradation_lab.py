"""The degradation lab: takes a good photo as the truth and makes it worse on purpose."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.colour.display_colour import DisplayTransform
from core.degradations import DEGRADATIONS, Degradation, degradation
from core.evaluation.evaluation_set import eight_bits
from core.evaluation.reference import Spoiling
from core.evaluation.truth import Degraded, degraded_photo, truth_of
from core.metrics import Scores
from core.params import Param, Value
from core.photo import Photo
from core.region import Region
from core.view.strokes import Stroke
from gui.latest import Latest
from gui.messages import message_of
from gui.pane_parts import Card, caption, panel, scrolled, secondary, title
from gui.recipe.param_slider import ParamChoice, ParamSlider, param_control
from gui.reference.pair_preview import PairPreview
from gui.reference.scoring import caption_text
from gui.row_list import Row, RowList
from gui.theme import set_role

PREVIEW_MEGAPIXELS = 4.0
PART_SIDE = 1400
LARGEST_SEED = 999_999
BRUSH = Param("brush", "Brush", 16, 3, 96, 1, unit="px", help="Width of a painted hole.")
OF_A_PART = "Degraded · preview of this part"


@dataclass(frozen=True, eq=False)
class Preview:
    """What is shown while a slider moves.

    Attributes
    ----------
    spoiling
        What it was made by.
    place
        Part of the good photo that was degraded.
    made
        The result of that part.
    scores
        Against the good photo.
    """

    spoiling: Spoiling
    place: Region
    made: Degraded
    scores: Scores | None


class DegradationLab(QDialog):
    """Chooses a degradation with a live preview; never blocks the window.

    Signals
    -------
    used
        ``(Spoiling, Degraded, Photo)``: the degraded picture shall be the photo, the good one
        its truth.
    """

    used = Signal(object, object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Degradation lab")
        self.setSizeGripEnabled(True)
        self._photo: Photo | None = None
        self._values: dict[str, dict[str, Value]] = {}
        self._strokes: list[Stroke] = []
        self._controls: list[ParamSlider | ParamChoice] = []
        self._preview: Preview | None = None
        self._making = Latest(self)
        self._using = Latest(self)
        self._soon = QTimer(self, singleShot=True, interval=15)
        self._late = QTimer(self, singleShot=True, interval=300)
        self.choice = RowList("Degradation")
        self.preview = PairPreview()
        self.seed = QSpinBox()
        self.paint = QCheckBox("Paint holes by hand")
        self.brush = ParamSlider(BRUSH, BRUSH.default)
        self.clear_button = QPushButton("Clear what was painted")
        self.use_button = QPushButton("Use as input")
        self.line = secondary(" ")
        self._build()
        self._connect()
        self.choice.choose(0)

    # Building

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addLayout(self._right(), 1)
        self.resize(1120, 640)

    def _left(self) -> QWidget:
        side = panel()
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        side.setFixedWidth(290)
        rows = [Row(one.name, one.label, f"As in “{one.source}”") for one in DEGRADATIONS]
        self.choice.show_rows(rows, most=len(rows))
        column.addWidget(caption("Degradation"))
        column.addWidget(self.choice)
        column.addWidget(scrolled(self._settings()), 1)
        return side

    def _settings(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        self._card = Card()
        self._name = title("")
        self._sliders = QVBoxLayout()
        self._source = secondary(wrap=True)
        self._card.column.addWidget(self._name)
        self._card.column.addLayout(self._sliders)
        self._card.column.addWidget(self._seed_row())
        for part in (self.paint, self.brush, self.clear_button, self._source):
            self._card.column.addWidget(part)
        column.addWidget(self._card)
        column.addStretch(1)
        return content

    def _seed_row(self) -> QWidget:
        self._seeds = QWidget()
        row = QHBoxLayout(self._seeds)
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(secondary("Seed"), 1)
        self.seed.setRange(0, LARGEST_SEED)
        self.seed.setAccessibleName("Seed of chance")
        again = QPushButton("New")
        again.setAccessibleName("Another seed")
        again.clicked.connect(lambda: self.seed.setValue(random.randint(0, LARGEST_SEED)))
        for button in (again, self.clear_button):
            set_role(button, "small")
        row.addWidget(self.seed)
        row.addWidget(again)
        return self._seeds

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.preview, 1)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        row.addWidget(close)
        row.addWidget(self.use_button)
        set_role(self.use_button, "primary")
        self.use_button.setToolTip("The degraded picture becomes the photo, the good one its truth")
        column.addLayout(row)
        return column

    def _connect(self) -> None:
        self.choice.chosen.connect(self._chosen)
        self.seed.valueChanged.connect(self.refresh)
        self.paint.toggled.connect(self._paint_toggled)
        self.brush.changed.connect(lambda *_: self._paint_toggled(self.paint.isChecked()))
        self.clear_button.clicked.connect(self._clear)
        self.preview.moved.connect(self._moved)
        self.preview.stroke_painted.connect(self._painted)
        self.use_button.clicked.connect(self.use)
        self._soon.timeout.connect(self._make)
        self._late.timeout.connect(lambda: self.line.setText("Degrading …"))
        self._making.done.connect(self._made)
        self._making.failed.connect(self._failed)
        self._using.done.connect(self._use_made)
        self._using.failed.connect(self._failed)

    # What is chosen

    @property
    def degradation(self) -> Degradation:
        """The one that is chosen."""
        return DEGRADATIONS[self.choice.current]

    @property
    def spoiling(self) -> Spoiling:
        """What is chosen, with its values and seed."""
        chosen = self.degradation
        made = Spoiling.by(chosen.name, self._values.get(chosen.name), self.seed.value())
        painted = tuple(self._strokes) if chosen.mask is not None else ()
        return replace(made, strokes=painted)

    def set_photo(self, photo: Photo) -> None:
        """Take another good photo as the truth."""
        if photo is self._photo:
            return
        self._photo = photo
        self._strokes = []
        self._preview = None
        colours = DisplayTransform.for_photo(photo.icc, photo.channels, 8)
        self.preview.set_good(eight_bits(photo.pixels), colours.rgb)
        self.refresh()

    def choose(self, name: str) -> None:
        """Select a degradation by name."""
        self.choice.choose(DEGRADATIONS.index(degradation(name)))

    def set_value(self, name: str, value: Value) -> None:
        """Set one of the chosen degradation's parameters."""
        self._values.setdefault(self.degradation.name, {})[name] = value
        self.refresh()

    def _chosen(self, _row: int) -> None:
        chosen = self.degradation
        self._name.setText(chosen.label)
        self._source.setText(f"As in “{chosen.source}”.")
        for control in self._controls:
            self._sliders.removeWidget(control)
            control.hide()
            control.deleteLater()
        values = chosen.values(self._values.get(chosen.name))
        self._controls = [param_control(param, values[param.name]) for param in chosen.params]
        for control in self._controls:
            control.changed.connect(self.set_value)
            self._sliders.addWidget(control)
        self.paint.setChecked(False)
        self._seeds.setVisible(chosen.chance)
        for part in (self.paint, self.brush, self.clear_button):
            part.setVisible(chosen.mask is not None)
        self.refresh()

    # Painting

    def _paint_toggled(self, on: bool) -> None:
        self.preview.set_brush(self.brush.value if on else 0)

    def _painted(self, points: tuple[tuple[float, float], ...]) -> None:
        self._strokes.append(Stroke(points, self.brush.value))
        self.refresh()

    def _clear(self) -> None:
        self._strokes = []
        self.refresh()

    # The preview

    def refresh(self) -> None:
        """Make the preview anew, as soon as what is being made is done."""
        self.clear_button.setEnabled(bool(self._strokes))
        by_hand = bool(self._strokes) and self.degradation.mask is not None
        for control in self._controls:
            control.setEnabled(not by_hand)
        self._seeds.setEnabled(not by_hand)
        if self._photo is not None and self.isVisible():
            self._soon.start()

    def _moved(self) -> None:
        if self._photo is not None and self._is_large():
            self.refresh()

    def _is_large(self) -> bool:
        return self._photo.megapixels > PREVIEW_MEGAPIXELS

    def _make(self) -> None:
        photo, spoiling = self._photo, self.spoiling
        place = self._place()
        if not self._late.isActive():  # figures of what is no longer chosen must not stand long
            self._late.start()
        self._making.submit(lambda: _previewed(photo, spoiling, place))

    def _place(self) -> Region:
        """All of a photo; of a large one a part around what is seen, on the grid of reductions."""
        size = Region(0, 0, self._photo.width, self._photo.height)
        if not self._is_large():
            return size
        seen = self.preview.place
        wide = max(PART_SIDE - min(seen.width, seen.height), 0) // 4
        left, top = (max(side - wide, 0) // 12 * 12 for side in (seen.left, seen.top))
        right, bottom = seen.right + wide, seen.bottom + wide
        return Region(left, top, right, bottom).within(size.size)

    def _made(self, preview: Preview) -> None:
        self._late.stop()
        self._preview = preview
        factor = degradation(preview.spoiling.name).reduces
        whole = preview.place.width == self._photo.width
        self.preview.set_made(_padded(preview, factor, self._photo), factor)
        if not whole:
            self.preview.set_note(OF_A_PART)
        photo = preview.made.photo
        figures = caption_text(preview.scores)
        size = f"{self._photo.width // factor}×{self._photo.height // factor} pixels"
        self.line.setText(" · ".join(part for part in (size, figures) if part))
        self.line.setToolTip("\n".join(photo.notes))

    def _failed(self, error: Exception) -> None:
        self._late.stop()
        message = message_of(error)
        if message is not None:
            self.line.setText(f"{message.sentence} {message.remedy}")
        self.use_button.setEnabled(True)

    # Using it

    def use(self) -> None:
        """Degrade the whole photo and hand it over."""
        photo, spoiling = self._photo, self.spoiling
        if photo is None:
            return
        self.use_button.setEnabled(False)
        self._late.stop()
        self.line.setText("Degrading the whole photo …")
        self._using.submit(lambda: (spoiling, degraded_photo(photo, spoiling), photo))

    def _use_made(self, made: tuple[Spoiling, Degraded, Photo]) -> None:
        self.use_button.setEnabled(True)
        self.used.emit(*made)

    def showEvent(self, event: QShowEvent) -> None:
        """Make what was put off while nobody looked."""
        super().showEvent(event)
        self.refresh()

    def shut_down(self) -> None:
        """Wait for what runs."""
        self._soon.stop()
        self._making.close()
        self._using.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop following; the choice stays for the next time."""
        self._soon.stop()
        super().closeEvent(event)


def _previewed(photo: Photo, spoiling: Spoiling, place: Region) -> Preview:
    pixels = np.ascontiguousarray(place.of(photo.pixels))
    part = replace(photo, pixels=pixels, alpha=None, depth=None, content_hash="preview")
    made = degraded_photo(part, _shifted(spoiling, place))
    truth = truth_of(made)
    whole = truth.photo_size.region
    scores = truth.scores(made.photo.pixels, whole, whole, icc=made.photo.icc)
    return Preview(spoiling, place, made, scores)


def _shifted(spoiling: Spoiling, place: Region) -> Spoiling:
    """Strokes in pixels of the part."""
    strokes = tuple(
        Stroke(tuple((x - place.left, y - place.top) for x, y in stroke.points), stroke.width)
        for stroke in spoiling.strokes
    )
    return replace(spoiling, strokes=strokes)


def _padded(preview: Preview, factor: int, photo: Photo) -> np.ndarray:
    """The part at its place in a picture of the whole, grey elsewhere."""
    made = preview.made.photo.pixels
    if preview.place.width == photo.width and preview.place.height == photo.height:
        return made
    size = (photo.height // factor, photo.width // factor, made.shape[2])
    whole = np.full(size, 128, np.uint8)
    left, top = preview.place.left // factor, preview.place.top // factor
    room = whole[top : top + made.shape[0], left : left + made.shape[1]]
    room[:] = made[: room.shape[0], : room.shape[1]]
    return whole
