"""Blind rating: put a study together, rate one picture after the other, learn the names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from core.atomic_write import write_text
from core.engine import Engine
from core.errors import DiptychError
from core.photo import Photo
from core.rating import RatingStudy, ratings_csv, scores_csv
from core.rating_files import save_study
from core.recipe import Recipe
from gui.messages import message_of
from gui.open_files import open_photo
from gui.rating.rating_ahead import RatingAhead
from gui.rating.rating_page import RatingPage
from gui.rating.rating_scores import RatingScores
from gui.rating.rating_setup import RatingSetup, ratable
from gui.registry.method_ticks import tickables
from gui.registry.methods import Methods

TABLE_FILTER = "Tables (*.csv)"


class RatingWindow(QDialog):
    """Owns the study and shows the page that it is at.

    Parameters
    ----------
    engine, methods
        What runs, and what can be chosen.
    decode
        Opens a photo.
    """

    def __init__(
        self,
        engine: Engine,
        methods: Methods,
        parent: QWidget | None = None,
        *,
        decode: Callable[[Path], Photo] = open_photo,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Blind rating")
        self.setSizeGripEnabled(True)
        self._methods = methods
        self.study: RatingStudy | None = None
        self.shown: list[RatingStudy] = []
        self.setup, self.page, self.scores = RatingSetup(), RatingPage(), RatingScores()
        self.ahead = RatingAhead(engine, decode, self)
        self.pages = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        for page in (self.setup, self.page, self.scores):
            self.pages.addWidget(page)
        self.resize(1240, 860)

    def _connect(self) -> None:
        self.setup.chosen.connect(self.begin)
        self.setup.scores_wanted.connect(self.show_scores)
        self.page.rated.connect(self.rate)
        self.page.taken_back.connect(self.take_back)
        self.page.left_out.connect(self.leave_out)
        self.page.paused.connect(self.pause)
        self.scores.left.connect(self.pause)
        self.scores.scores_wanted.connect(lambda: self._ask("scores", scores_csv))
        self.scores.ratings_wanted.connect(lambda: self._ask("ratings", ratings_csv))
        self.ahead.ready.connect(self._show_image)
        self.ahead.failed.connect(self._show_error)

    def offer(self, compared: Mapping[str, Recipe], folder: Path) -> None:
        """Offer the methods, what is compared at present among them, and a folder."""
        self.setup.offer(ratable(tickables(self._methods, compared)), folder)

    def begin(self, study: RatingStudy) -> None:
        """Rate a study, from where it was left."""
        self.ahead.begin(study)
        self._take(study)
        self.page.setFocus()

    def rate(self, rating: int) -> None:
        """Take a rating of the picture that is shown, save it, and go on."""
        if self.study is not None and not self.study.finished and self.page.can_rate:
            self._take(self.study.rated(rating))

    def leave_out(self) -> None:
        """Pass over a picture that cannot be shown."""
        if self.study is not None:
            self._take(self.study.left_out())

    def take_back(self) -> None:
        """Rate the last picture again."""
        if self.study is not None:
            self._take(self.study.taken_back())

    def pause(self) -> None:
        """Back to the studies; everything is saved."""
        self.ahead.close()
        self.study = None
        self.setup.show_studies()
        self.pages.setCurrentWidget(self.setup)

    def show_scores(self, studies: list[RatingStudy]) -> None:
        """Name the methods, and what one person or several gave them."""
        self.shown = studies
        self.scores.show_studies(studies)
        self.pages.setCurrentWidget(self.scores)

    def _take(self, study: RatingStudy) -> None:
        """Save and show another state of the study."""
        try:
            save_study(study)
        except DiptychError as error:
            self.page.show_failure(str(error), can_leave_out=False)
            return
        self.study = study
        if study.finished:
            self.ahead.close()
            self.show_scores([study])
            return
        self.pages.setCurrentWidget(self.page)
        self.page.show_progress(study)
        self.page.show_waiting()
        self.ahead.go_to(len(study.ratings))

    def _show_image(self, place: int, image: QImage) -> None:
        if self.study is not None and place == len(self.study.ratings):
            self.page.show_image(image)

    def _show_error(self, place: int, error: Exception) -> None:
        """A photo that cannot be shown; which method it was stays hidden."""
        message = message_of(error)
        if message is not None and self.study is not None:
            self.page.show_failure(f"{message.sentence}\n{message.remedy}", can_leave_out=True)

    # Giving away

    def save(self, path: Path, content: Callable[..., str]) -> None:
        """Write a table of the studies that are shown."""
        try:
            write_text(path.with_suffix(".csv"), content(*self.shown), overwrite=True)
        except DiptychError as error:
            self.scores.line.setText(str(error))
        else:
            self.scores.line.setText(f"Saved {path.with_suffix('.csv').name}.")

    def _ask(self, what: str, content: Callable[..., str]) -> None:
        study = self.shown[0]
        start = study.photos[0].parent.parent / f"{study.name}-{what}.csv"
        name, _ = QFileDialog.getSaveFileName(self, f"Save {what}", str(start), TABLE_FILTER)
        if name:
            self.save(Path(name), content)

    # Closing

    def reject(self) -> None:
        """Esc pauses before it closes the window."""
        if self.pages.currentWidget() is self.page:
            self.pause()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs; ratings are saved already."""
        self.pause()
        super().closeEvent(event)

    def shut_down(self) -> None:
        """Stop and wait."""
        self.ahead.close()
