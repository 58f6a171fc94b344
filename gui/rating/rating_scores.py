"""The page that names the methods at last: their mean opinion scores, as a table and as a plot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.evaluation.table_means import Rank
from core.rating import HIGHEST, LOWEST, OpinionScore, RatingStudy, opinion_scores
from gui.evaluation.figures_model import Cell
from gui.evaluation.figures_table import FiguresTable
from gui.pane_parts import secondary, title
from gui.theme import figures_font

HEADS = ("Method", "Score", "95 % interval", "Ratings", "1", "2", "3", "4")
PROTOCOL = (
    "Mean opinion score, 1 to 4; intervals by Student's t over the ratings. Where two intervals "
    "overlap widely, the order of the two says little."
)
ROW_HEIGHT, NAME_WIDTH, MARGIN = 28, 220, 16


class RatingScores(QWidget):
    """Shows scores and gives them away.

    Signals
    -------
    scores_wanted, ratings_wanted
        As files.
    left
        Back to the studies.
    """

    scores_wanted = Signal()
    ratings_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = title("")
        self.table = FiguresTable("Mean opinion scores")
        self.plot = IntervalPlot()
        self.line = secondary(PROTOCOL, wrap=True)
        self.scores_button = QPushButton("Save scores …")
        self.ratings_button = QPushButton("Save ratings …")
        self.back_button = QPushButton("Studies")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addWidget(self.table, 1)
        column.addWidget(self.plot)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        for button in (self.back_button, self.ratings_button, self.scores_button):
            row.addWidget(button)
        column.addLayout(row)
        self.scores_button.clicked.connect(self.scores_wanted)
        self.ratings_button.clicked.connect(self.ratings_wanted)
        self.back_button.clicked.connect(self.left)

    def show_studies(self, studies: Sequence[RatingStudy]) -> None:
        """Name the methods and their scores, by one person or by several together."""
        scores = opinion_scores(*studies)
        names = ", ".join(study.name for study in studies)
        ratings = sum(study.total for study in studies)
        photos = len(studies[0].photos)
        self.heading.setText(f"{names}: {photos} photos, {ratings} ratings")
        self.table.show_cells(HEADS, [_cells(score, n) for n, score in enumerate(scores)])
        self.plot.show_scores(scores)
        self.line.setText(PROTOCOL)


class IntervalPlot(QWidget):
    """A dot for each score and a line for its interval, on the scale from 1 to 4."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: list[OpinionScore] = []
        self.setFont(figures_font(self.font()))
        self.setAccessibleName("Scores with their intervals")

    def show_scores(self, scores: list[OpinionScore]) -> None:
        """Draw others."""
        self._scores = [score for score in scores if score.mean is not None]
        self.setMinimumHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """A row for each method and one for the scale."""
        return QSize(600, ROW_HEIGHT * (len(self._scores) + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw rows and scale."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_scale(painter)
        for row, score in enumerate(self._scores):
            self._paint_score(painter, score, ROW_HEIGHT * (row + 0.5))

    def _paint_scale(self, painter: QPainter) -> None:
        bottom = ROW_HEIGHT * len(self._scores)
        for value in range(LOWEST, HIGHEST + 1):
            x = self._x(value)
            painter.setPen(self._colour(QPalette.ColorRole.Mid))
            painter.drawLine(round(x), 0, round(x), bottom)
            painter.setPen(self._colour(QPalette.ColorRole.PlaceholderText))
            place = QRectF(x - 20, bottom, 40, ROW_HEIGHT)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(value))

    def _paint_score(self, painter: QPainter, score: OpinionScore, y: float) -> None:
        ink = self._colour(QPalette.ColorRole.Text)
        painter.setPen(ink)
        room = QRectF(0, y - ROW_HEIGHT / 2, NAME_WIDTH - MARGIN, ROW_HEIGHT)
        name = self.fontMetrics().elidedText(
            score.label, Qt.TextElideMode.ElideRight, int(room.width())
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignRight), name)
        if score.interval is not None:
            low, high = map(self._x, score.interval)
            painter.fillRect(QRectF(low, y - 1, high - low, 2), ink)
        painter.setBrush(ink)
        painter.drawEllipse(QRectF(self._x(score.mean) - 4, y - 4, 8, 8))

    def _x(self, value: float) -> float:
        room = self.width() - NAME_WIDTH - 2 * MARGIN
        return NAME_WIDTH + MARGIN + room * (value - LOWEST) / (HIGHEST - LOWEST)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)


def _cells(score: OpinionScore, place: int) -> list[Cell]:
    rank = {0: Rank.BEST, 1: Rank.SECOND}.get(place, Rank.OTHER)
    mean = "–" if score.mean is None else f"{score.mean:.2f}"
    interval = "–" if score.interval is None else "{:.2f} … {:.2f}".format(*score.interval)
    counts = [Cell(str(count), count) for count in score.counts]
    total = sum(score.counts)
    return [
        Cell(score.label),
        Cell(mean, score.mean, rank),
        Cell(interval, score.margin),
        Cell(str(total), total),
        *counts,
    ]
