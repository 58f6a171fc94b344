"""The page on which one result after the other is rated."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.rating import HIGHEST, LOWEST, RatingStudy
from gui.pane_parts import figure, secondary, title
from gui.theme import set_role

WORDS = {1: "Poor", 2: "Fair", 3: "Good", 4: "Very good"}
QUESTION = "How good is this picture?"
COMPUTING = "The next picture is being computed …"


class PictureView(QWidget):
    """One picture as large as fits, a pixel never larger than a logical one; or a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self._sentence = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Picture to be rated")

    def show_image(self, image: QImage) -> None:
        """Show a picture."""
        self.image, self._sentence = image, ""
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Show why there is no picture."""
        self.image, self._sentence = None, sentence
        self.update()

    def sizeHint(self) -> QSize:
        """A size at which something can be judged."""
        return QSize(960, 640)

    def minimumSizeHint(self) -> QSize:
        """Small enough for small screens."""
        return QSize(240, 160)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture in the middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Dark))
        if self.image is None:
            painter.setPen(QColor(self.palette().color(QPalette.ColorRole.PlaceholderText)))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._sentence)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._place(), self.image)

    def _place(self) -> QRectF:
        density = self.devicePixelRatioF()
        width, height = self.image.width() / density, self.image.height() / density
        share = min(density, self.width() / width, self.height() / height)
        width, height = width * share, height * share
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        return QRectF(round(left), round(top), width, height)


class RatingPage(QWidget):
    """Shows a picture without its method and asks for a rating.

    Signals
    -------
    rated
        1 to 4.
    taken_back
        The last rating was a mistake.
    left_out
        A picture that cannot be shown is to be passed over.
    paused
        The rater wants a break.
    """

    rated = Signal(int)
    taken_back = Signal()
    left_out = Signal()
    paused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PictureView()
        self.buttons = {value: _button(value) for value in range(LOWEST, HIGHEST + 1)}
        self.back = QPushButton("Back")
        self.pause = QPushButton("Pause")
        self.leave_out = QPushButton("Leave out")
        self.bar = QProgressBar()
        self.count = figure()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(8)
        row.addWidget(title(QUESTION))
        for value, button in self.buttons.items():
            row.addWidget(button)
            button.clicked.connect(lambda _=False, value=value: self.rated.emit(value))
        row.addWidget(secondary("Keys 1 to 4"))
        row.addWidget(self.count, 1)
        self.bar.setFixedWidth(160)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the rating")
        for part in (self.bar, self.leave_out, self.back, self.pause):
            row.addWidget(part)
        self.back.setToolTip("Take the last rating back (Backspace)")
        self.pause.setToolTip("Everything is saved; go on whenever you like (Esc)")
        self.back.clicked.connect(self.taken_back)
        self.pause.clicked.connect(self.paused)
        self.leave_out.clicked.connect(self.left_out)
        self.leave_out.hide()
        column.addLayout(row)

    def show_progress(self, study: RatingStudy) -> None:
        """How far the rater is."""
        done = len(study.ratings)
        self.bar.setRange(0, study.total)
        self.bar.setValue(done)
        self.count.setText(f"{min(done + 1, study.total)} of {study.total}")
        self.back.setEnabled(done > 0)

    def show_image(self, image: QImage) -> None:
        """A picture to be rated."""
        self.view.show_image(image)
        self._allow(True)

    def show_waiting(self) -> None:
        """Nothing can be rated yet."""
        self.view.show_sentence(COMPUTING)
        self._allow(False)

    def show_failure(self, sentence: str, *, can_leave_out: bool) -> None:
        """Nothing can be rated, and why."""
        self.view.show_sentence(sentence)
        self._allow(False)
        self.leave_out.setVisible(can_leave_out)

    @property
    def can_rate(self) -> bool:
        """Whether a picture is shown."""
        return self.view.image is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4 rate, Backspace takes back."""
        if event.isAutoRepeat():
            return
        value = event.key() - Qt.Key.Key_0
        if LOWEST <= value <= HIGHEST:
            if self.can_rate:
                self.rated.emit(value)
        elif event.key() == Qt.Key.Key_Backspace and self.back.isEnabled():
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)

    def _allow(self, on: bool) -> None:
        self.leave_out.hide()
        for button in self.buttons.values():
            button.setEnabled(on)


def _button(value: int) -> QPushButton:
    button = QPushButton(f"{value}  {WORDS[value]}")
    button.setAccessibleName(f"{value}, {WORDS[value].lower()}")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_role(button, "mode")
    return button
