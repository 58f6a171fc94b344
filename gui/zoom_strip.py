"""The strip below the canvas: every zoom box with the same crop of every candidate."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QWidget,
)

from core.comparison import Comparison, ZoomBox
from core.region import Region
from core.view.at_scale import Enlarging
from gui.canvas.candidate_view import CandidateView
from gui.canvas.view_menu import MAGNIFIERS, add_filters
from gui.crop_view import CAPTION_HEIGHT, CropView
from gui.theme import DARK, Tones, set_role

EMPTY_HINT = "Press R and drag on the photo to place a zoom box"
MARGIN = 10
BETWEEN_CROPS = 5
BETWEEN_GROUPS = 22
SMALLEST_CROP = 40
FULL_HEIGHT, EMPTY_HEIGHT = 148, 52
SHARE_OF_WINDOW = 0.16
REFRESH_MS = 30


class ZoomStrip(QScrollArea):
    """One group per zoom box with the same crop of the input and every method.

    Signals
    -------
    candidate_chosen(int)
        A crop of this candidate was clicked.
    filter_chosen(Enlarging)
        Its pixels are to be magnified by this one.
    rebuilt
        There are other crops than before.
    """

    candidate_chosen = Signal(int)
    filter_chosen = Signal(object)
    rebuilt = Signal()

    def __init__(self, parent: QWidget | None = None, *, tones: Tones = DARK) -> None:
        super().__init__(parent)
        self.setAccessibleName("Zoom boxes")
        self.setFrameShape(QFrame.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.NoFocus)
        self.setSizePolicy(QSizePolicy.Expanding, QSizePolicy.Preferred)
        self._tones = tones
        self._candidates: list[CandidateView] = []
        self._boxes: tuple[ZoomBox, ...] = ()
        self._shown = 0
        self._filter = Enlarging.NEAREST
        self._metrics: dict[tuple[int, int], str] = {}
        self._crops: dict[tuple[int, int], CropView] = {}
        self._outdated: set[tuple[int, int]] = set()
        self._listeners: list[tuple[CandidateView, object]] = []
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._draw_outdated)
        self._build()

    def _build(self) -> None:
        content = QFrame()
        set_role(content, "panel")
        self._stack = QStackedLayout(content)
        self._hint = QLabel(EMPTY_HINT, alignment=Qt.AlignCenter)
        set_role(self._hint, "secondary")
        self._groups = QWidget()
        self._row = QHBoxLayout(self._groups)
        self._row.setContentsMargins(MARGIN, MARGIN, MARGIN, 4)
        self._row.setSpacing(BETWEEN_GROUPS)
        self._row.setAlignment(Qt.AlignLeft | Qt.AlignTop)
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self._groups)
        self.setWidget(content)

    def set_candidates(self, candidates: list[CandidateView]) -> None:
        """Show crops of other pictures; the first is the photo itself."""
        for candidate, listener in self._listeners:
            candidate.picture.unsubscribe(listener)
        self._candidates = list(candidates)
        self._listeners = []
        for index, candidate in enumerate(candidates):
            listener = partial(self._picture_changed, index)
            candidate.picture.subscribe(listener)
            self._listeners.append((candidate, listener))
        self._rebuild()

    def set_comparison(self, comparison: Comparison) -> None:
        """Follow the boxes, and mark the candidate that is shown."""
        before, self._boxes = self._boxes, comparison.boxes
        filtered, self._filter = self._filter, comparison.viewing.magnifying
        self._shown = comparison.shown
        if len(before) != len(self._boxes):
            self._rebuild()
        elif filtered is not self._filter:
            self._draw(set(self._crops))
        else:
            changed = [n for n, box in enumerate(self._boxes) if box != before[n]]
            self._draw({key for key in self._crops if key[0] in changed})
        self._mark_shown()

    def set_metrics(self, metrics: dict[tuple[int, int], str]) -> None:
        """Figures beside the names, by (number of the box, number of the candidate)."""
        self._metrics = dict(metrics)
        for key, crop in self._crops.items():
            crop.set_metric(self._metrics.get(key, ""))

    def set_tones(self, tones: Tones) -> None:
        """Change to another theme."""
        self._tones = tones
        for crop in self._crops.values():
            crop.set_tones(tones)

    @property
    def crops(self) -> dict[tuple[int, int], CropView]:
        """The crops by (number of the box, number of the candidate)."""
        return dict(self._crops)

    def sizeHint(self) -> QSize:
        """High enough for crops in which something can be seen, less in a low window."""
        share = round(SHARE_OF_WINDOW * self.window().height())
        height = min(max(share, self.minimumSizeHint().height()), FULL_HEIGHT)
        return QSize(640, height if self._crops else EMPTY_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The lowest useful strip."""
        lowest = SMALLEST_CROP + CAPTION_HEIGHT + MARGIN + 16 if self._crops else EMPTY_HEIGHT
        return QSize(160, lowest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Crops use the height there is."""
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self._draw(set(self._crops))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A plain wheel scrolls sideways too."""
        delta = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (delta.x() or delta.y()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose how pixels are magnified."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WA_DeleteOnClose)
        add_filters(menu, MAGNIFIERS, self._filter, self.filter_chosen.emit)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        """Another screen may have another density."""
        super().changeEvent(event)
        if event.type() == QEvent.DevicePixelRatioChange:
            self._draw(set(self._crops))

    def _rebuild(self) -> None:
        while self._row.count():
            group = self._row.takeAt(0).widget()
            group.hide()
            group.deleteLater()
        self._crops = {}
        if self._candidates:
            for number in range(len(self._boxes)):
                self._row.addWidget(self._group(number))
        self._stack.setCurrentWidget(self._groups if self._crops else self._hint)
        self.updateGeometry()
        self._draw(set(self._crops))
        self.set_metrics(self._metrics)
        self._mark_shown()
        self.rebuilt.emit()

    def _group(self, number: int) -> QWidget:
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(BETWEEN_CROPS)
        row.setAlignment(Qt.AlignTop)
        for index in range(len(self._candidates)):
            crop = CropView(self._tones)
            crop.clicked.connect(partial(self.candidate_chosen.emit, index))
            self._crops[number, index] = crop
            row.addWidget(crop)
        return group

    def _draw(self, keys: set[tuple[int, int]]) -> None:
        if not keys:
            return
        scales = [candidate.picture.scale for candidate in self._candidates]
        height = self._crop_height()
        for key in keys:
            number, index = key
            candidate, box = self._candidates[index], self._boxes[number]
            if _is_inside(box, candidate):
                self._crops[key].show_crop(candidate, box, scales, height, self._filter)

    def _crop_height(self) -> int:
        bar = self.horizontalScrollBar().sizeHint().height()
        return max(self.height() - MARGIN - CAPTION_HEIGHT - 4 - bar, SMALLEST_CROP)

    def _mark_shown(self) -> None:
        for (_, index), crop in self._crops.items():
            crop.set_chosen(index == self._shown)

    def _picture_changed(self, index: int, region: Region) -> None:
        scale = self._candidates[index].picture.scale
        for number, box in enumerate(self._boxes):
            if not box.rect.scaled(scale).overlap(region).empty:
                self._outdated.add((number, index))
        if self._outdated and not self._refresh.isActive():
            self._refresh.start()

    def _draw_outdated(self) -> None:
        self._draw(self._outdated & set(self._crops))
        self._outdated = set()


def _is_inside(box: ZoomBox, candidate: CandidateView) -> bool:
    """False for a moment after another photo was opened: pictures and boxes change in turn."""
    place = box.rect.scaled(candidate.picture.scale)
    return place.within(candidate.picture.size) == place
