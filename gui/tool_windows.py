"""The windows beside the main one: made when they are first asked for, closed with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.engine import Engine
from core.recipe import Recipe
from gui.canvas.canvas import ComparisonCanvas
from gui.reference.reference_mode import ReferenceMode
from gui.registry.methods import Methods
from gui.state import State

if TYPE_CHECKING:  # loaded when first used: the window appears sooner
    from gui.evaluation.evaluation_window import EvaluationWindow
    from gui.evaluation.jpeg_table_window import JpegTableWindow
    from gui.features.feature_window import FeatureWindow, Looked
    from gui.figure.figure_editor import FigureEditor
    from gui.rating.rating_window import RatingWindow
    from gui.reference.degradation_lab import DegradationLab


class ToolWindows(QObject):
    """Opens the lab, the tables and the figure editor, and keeps them up to date.

    What draws plots is imported when it is first needed: the window starts without it.

    Parameters
    ----------
    owner
        Parent of the windows.
    engine, methods
        What runs, and what can be chosen.
    state, reference, canvas
        Of the main window.
    """

    def __init__(
        self,
        owner: QWidget,
        engine: Engine,
        methods: Methods,
        *,
        state: State,
        reference: ReferenceMode,
        canvas: ComparisonCanvas,
    ) -> None:
        super().__init__(owner)
        self._owner, self._engine, self._methods = owner, engine, methods
        self._state, self._reference, self._canvas = state, reference, canvas
        self.lab: DegradationLab | None = None
        self.evaluation: EvaluationWindow | None = None
        self.jpeg: JpegTableWindow | None = None
        self.rating: RatingWindow | None = None
        self.figure: FigureEditor | None = None
        self.features: FeatureWindow | None = None
        self._fed: tuple | None = None
        state.photo_changed.connect(self._photo_changed)
        reference.pane.lab_proposed.connect(self.show_lab)

    def show_lab(self) -> None:
        """The degradation lab on the good photo."""
        from gui.reference.degradation_lab import DegradationLab

        good = self._reference.good
        if good is None:
            return
        if self.lab is None:
            self.lab = DegradationLab(self._owner)
            self.lab.used.connect(self._reference.use)
        _bring_up(self.lab)
        self.lab.set_photo(good)

    def show_evaluation(self) -> None:
        """The table of methods, with the candidates of the moment among them."""
        from gui.evaluation.evaluation_window import EvaluationWindow

        compared = self._compared()
        if self.evaluation is None:
            parts = (self._engine, self._methods, compared, self._folder(), self._owner)
            self.evaluation = EvaluationWindow(*parts)
        elif not self.evaluation.running:
            self.evaluation.offer(compared)
        _bring_up(self.evaluation)

    def show_rating(self) -> None:
        """Blind rating, with the candidates of the moment among the methods."""
        from gui.rating.rating_window import RatingWindow

        if self.rating is None:
            self.rating = RatingWindow(self._engine, self._methods, self._owner)
        self.rating.offer(self._compared(), self._folder())
        _bring_up(self.rating)

    def _compared(self) -> dict[str, Recipe]:
        """What is compared at present, by its captions."""
        own = [c for c in self._state.session.candidates if c.file is None]
        return {c.label(self._engine.ops): c.recipe for c in own}

    def _folder(self) -> Path:
        """The open photo's folder."""
        photo = self._state.photo
        return photo.path.parent if photo and photo.path else Path.home()

    def show_jpeg(self) -> None:
        """What JPEG costs the good photo."""
        from gui.evaluation.jpeg_table_window import JpegTableWindow

        good = self._reference.good
        if good is None:
            return
        if self.jpeg is None:
            self.jpeg = JpegTableWindow(self._owner)
        _bring_up(self.jpeg)
        self.jpeg.set_photo(good)

    def show_features(self) -> None:
        """What the layers of the network shown answer to what can be seen."""
        from gui.features.feature_window import FeatureWindow

        if self.features is None:
            self.features = FeatureWindow(self._engine, self._looked, self._owner)
            self._state.session_changed.connect(self.features.follow)
            self._state.photo_changed.connect(self.features.follow)
            self._canvas.visible_changed.connect(self.features.follow)
        _bring_up(self.features)

    def _looked(self) -> Looked:
        from gui.features.feature_window import Looked

        shown = self._state.session.shown
        recipe = shown.recipe if shown is not None and shown.file is None else None
        return Looked(self._state.photo, recipe, self._canvas.visible_region())

    def show_figure(self) -> None:
        """The figure editor on what is compared now."""
        from gui.figure.figure_editor import FigureEditor

        if self._reference.photo is None:
            return
        if self.figure is None:
            self.figure = FigureEditor(self._owner)
            self.figure.activated.connect(self._feed_figure)
        _bring_up(self.figure)
        self._feed_figure()

    def _feed_figure(self) -> None:
        """Give the editor what is compared now, if that is something else than before."""
        from core.figures.figure_draft import FigureSource
        from core.figures.figure_methods import Subject

        photo, truth = self._reference.photo, self._reference.truth_photo
        fed = (photo, truth, self._state.session)
        if photo is not None and self._fed != fed:
            self._fed = fed
            source = FigureSource(self._engine, Subject(photo, truth), self._state.session)
            self.figure.set_source(source)

    def close(self) -> None:
        """Close everything, and wait for what runs."""
        windows = (self.lab, self.evaluation, self.jpeg, self.rating, self.figure, self.features)
        for window in windows:
            if window is not None:
                window.shut_down()

    def _photo_changed(self) -> None:
        good = self._reference.good
        for window in (self.lab, self.jpeg):
            if window is not None and window.isVisible() and good is not None:
                window.set_photo(good)


def _bring_up(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
