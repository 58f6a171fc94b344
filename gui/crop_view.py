"""One crop in the zoom-box strip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from core.comparison import ZoomBox
from core.region import Region, Size
from core.view.at_scale import Enlarging
from core.view.crops import crop_factor, crop_size, read_crop
from core.view.pyramid import rounded_to_8_bits, screen_colours
from core.view.transparency import over_chequers
from gui.canvas.candidate_view import CandidateView
from gui.canvas.layers import qimage
from gui.theme import Tones, figures_font

FRAME = 2
CAPTION_HEIGHT = 18
SMALLEST_WIDTH = 92
WIDEST_SHARE = 2.5


class CropView(QAbstractButton):
    """A place of one candidate, framed in its box's colour; a click shows that candidate.

    Parameters
    ----------
    tones
        The theme.
    """

    def __init__(self, tones: Tones, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.PointingHandCursor)
        self.setFocusPolicy(Qt.TabFocus)
        self.setSizePolicy(QSizePolicy.Fixed, QSizePolicy.Fixed)
        font = figures_font(self.font())
        font.setPixelSize(11)
        self.setFont(font)
        self._tones = tones
        self._name = self._metric = self._place = ""
        self._colour = QColor()
        self._image = QImage()
        self._chosen = False

    def show_crop(
        self,
        candidate: CandidateView,
        box: ZoomBox,
        scales: list[int],
        height: int,
        enlarging: Enlarging = Enlarging.NEAREST,
    ) -> None:
        """Draw a place of a candidate.

        Parameters
        ----------
        candidate
            Where the pixels come from.
        box
            The place, its colour and magnification.
        scales
            Scales of all candidates, so that all crops come out equally large.
        height
            Of the picture with its frame, in logical pixels.
        enlarging
            Filter for its pixels.
        """
        density = self.devicePixelRatioF()
        room = max(int((height - 2 * FRAME) * density), 1)
        factor, size = _fitted(box, scales, room)
        self._image = _crop_image(candidate, box.rect, size, enlarging)
        self._image.setDevicePixelRatio(density)
        self._name, self._colour = candidate.name, QColor(box.colour)
        self._describe(box, factor, enlarging)
        self.setFixedSize(self._wanted(size, density, height))
        self.update()

    def set_metric(self, metric: str) -> None:
        """Show figures at the right of the name, such as ``"29.1 dB · 0.912"``.

        Where there is no room the first stands alone; all of them are in the tip.
        """
        self._metric = metric
        self._tell()
        self.update()

    def set_chosen(self, chosen: bool) -> None:
        """Mark the candidate that the canvas shows."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def set_tones(self, tones: Tones) -> None:
        """Change to another theme."""
        self._tones = tones
        self.update()

    @property
    def image(self) -> QImage:
        """The crop as it is shown."""
        return self._image

    def sizeHint(self) -> QSize:
        """As large as the crop."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, frame, name and figure."""
        painter = QPainter(self)
        size = self._image.deviceIndependentSize()
        frame = QRectF(0, 0, size.width() + 2 * FRAME, size.height() + 2 * FRAME)
        painter.fillRect(frame, self._colour)
        painter.drawImage(FRAME, FRAME, self._image)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._tones.text), 1, Qt.DotLine))
            painter.drawRect(frame.adjusted(FRAME + 1, FRAME + 1, -FRAME - 2, -FRAME - 2))
        self._paint_caption(painter, frame.bottom())

    def event(self, event: QEvent) -> bool:
        """Draw the focus when it comes and goes."""
        if event.type() in (QEvent.FocusIn, QEvent.FocusOut):
            self.update()
        return super().event(event)

    def _paint_caption(self, painter: QPainter, top: float) -> None:
        line = QRectF(0, top + 2, self.width(), CAPTION_HEIGHT - 2)
        metrics = QFontMetrics(self.font())
        figures = self._fitting_figures(metrics)
        taken = metrics.horizontalAdvance(figures) + 6 if figures else 0
        name = metrics.elidedText(self._name, Qt.ElideRight, max(self.width() - taken, 0))
        tones = self._tones
        painter.setPen(QColor(tones.text if self._chosen else tones.secondary))
        painter.drawText(line, int(Qt.AlignLeft | Qt.AlignVCenter), name)
        if figures:
            painter.drawText(line, int(Qt.AlignRight | Qt.AlignVCenter), figures)

    def _fitting_figures(self, metrics: QFontMetrics) -> str:
        room = self.width() - metrics.horizontalAdvance(self._name) - 6
        whole = self._metric
        return whole if metrics.horizontalAdvance(whole) <= room else whole.split(" · ")[0]

    def _describe(self, box: ZoomBox, factor: int, enlarging: Enlarging) -> None:
        magnified = f"×{factor}, {enlarging.name.lower()}" if factor else "reduced to fit"
        size = f"{box.rect.width}×{box.rect.height} px"
        self._place = f"{box.name or 'Zoom box'}: {size}, {magnified}"
        self._tell()

    def _tell(self) -> None:
        """The same in words, for the tip and for screen readers."""
        against = f"against the reference: {self._metric}" if self._metric else ""
        words = [text for text in (self._name, self._place, against) if text]
        self.setToolTip("\n".join(words))
        self.setAccessibleName(", ".join(words))

    def _wanted(self, size: Size, density: float, height: int) -> QSize:
        width = max(round(size.width / density) + 2 * FRAME, SMALLEST_WIDTH)
        return QSize(width, height + CAPTION_HEIGHT)


def _fitted(box: ZoomBox, scales: list[int], room: int) -> tuple[int, Size]:
    """Factor and size; very wide boxes are made smaller than the height alone would ask."""
    rect = box.rect
    factor = crop_factor(rect, box.magnification, scales, room)
    if rect.width > WIDEST_SHARE * rect.height:
        room = max(int(room * WIDEST_SHARE * rect.height / rect.width), 1)
        factor = crop_factor(rect, box.magnification, scales, room)
    return factor, crop_size(rect, factor, room)


def _crop_image(candidate: CandidateView, rect: Region, size: Size, enlarging: Enlarging) -> QImage:
    to_display = candidate.to_display or rounded_to_8_bits
    pixels = screen_colours(to_display(read_crop(candidate.picture, rect, size, enlarging)))
    if candidate.picture.alpha is not None:
        pixels = over_chequers(pixels, read_crop(candidate.picture.alpha, rect, size))
    return qimage(pixels).copy()
