"""Feeds the inspector and the histogram with what lies under the cursor and in view."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction

from core.comparison import Mode
from core.region import Region
from core.view.divider import has_divider
from core.view.line_profile import line_profile, line_region
from core.view.picture_source import PictureSource
from gui.canvas.canvas import ComparisonCanvas
from gui.cursor_text import is_known, values_at
from gui.measure.histogram_survey import Counted, HistogramSurvey
from gui.measure.measure_dock import MeasureDock
from gui.measure.plots_ahead import PlotsAhead
from gui.results import Results
from gui.settings import HISTOGRAM, INSPECTOR, Settings
from gui.state import State

FRAME_MILLISECONDS = 16
REST_MILLISECONDS = 150
START_MILLISECONDS, AHEAD_MILLISECONDS = 400, 2500


class Measures(QObject):
    """Owns the dock.

    Parameters
    ----------
    canvas
        Where the cursor is and what is in view.
    state, results
        What is compared, and its pixels.

    Attributes
    ----------
    names
        Captions of all pictures, from the window.

    Signals
    -------
    inspector_shown, histogram_shown
        Whether the pane is open now.
    failed
        With the exception.
    """

    inspector_shown = Signal(bool)
    histogram_shown = Signal(bool)
    failed = Signal(object)

    def __init__(
        self,
        canvas: ComparisonCanvas,
        state: State,
        results: Results,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._state, self._results = canvas, state, results
        self.names: list[str] = []
        self._pin: tuple[int, int] | None = None
        self.dock = MeasureDock()
        self.survey = HistogramSurvey(self)
        self._plots = PlotsAhead(self)
        self._place: tuple[int, int] | None = None
        self._listened: list[PictureSource] = []
        self._frame = QTimer(self, singleShot=True, interval=FRAME_MILLISECONDS)
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._frame.timeout.connect(self._inspect)
        self._rest.timeout.connect(self._count)
        self.survey.counted.connect(self._counted)
        for part in (self.survey, self._plots):
            part.failed.connect(self.failed)
        self.dock.closed.connect(self.close_dock)
        canvas.cursor_moved.connect(self._moved)
        self._soon = QTimer(self, singleShot=True, interval=0)  # when all others know it too
        self._soon.timeout.connect(self._changed)
        canvas.visible_changed.connect(self._soon.start)
        state.session_changed.connect(lambda _session: self._soon.start())
        results.pictures_changed.connect(self._soon.start)

    def show_inspector(self, on: bool) -> None:
        """Open or close the values and the line."""
        self.dock.show_inspector(on)
        self.inspector_shown.emit(on)
        self._changed()

    def show_histogram(self, on: bool) -> None:
        """Open or close the histograms."""
        known = self.dock.histogram
        self.dock.show_histogram(on)
        if known is None and self.dock.histogram is not None:
            self.dock.histogram.area_chosen.connect(self._count)
        self.histogram_shown.emit(on)
        self._changed()

    def follow(self, inspector: QAction, histogram: QAction, pin: QAction) -> None:
        """Open and close with two checkable actions and keep them right; pin with another."""
        pin.triggered.connect(self.pin)
        inspector.toggled.connect(self.show_inspector)
        histogram.toggled.connect(self.show_histogram)
        self.inspector_shown.connect(inspector.setChecked)
        self.histogram_shown.connect(histogram.setChecked)

    def remember_in(self, settings: Settings) -> None:
        """Open what was open the last time, once the window is on screen, and remember changes."""
        opens = (
            (INSPECTOR, self.show_inspector, self.inspector_shown),
            (HISTOGRAM, self.show_histogram, self.histogram_shown),
        )
        wanted = False
        for row, show, shown in opens:
            if settings.get(row):
                wanted = True
                self._plots.loaded.connect(lambda show=show: show(True))
            shown.connect(lambda on, row=row: settings.set(row, on))
        when = START_MILLISECONDS if wanted else AHEAD_MILLISECONDS
        QTimer.singleShot(when, self, self._plots.start)

    def pin(self) -> None:
        """Measure distances from the place under the cursor."""
        self._pin = self._place
        if not self._is_open(self.dock.inspector):
            self.show_inspector(True)
        self._inspect()

    def close_dock(self) -> None:
        """Close both."""
        self.show_inspector(False)
        self.show_histogram(False)
        self._canvas.setFocus()

    def close(self) -> None:
        """Stop, and wait for what is being counted."""
        for timer in (self._soon, self._frame, self._rest):
            timer.stop()
        self._listen([])
        self._plots.close()
        self.survey.close()

    # When to look again

    def _moved(self, x: int, y: int) -> None:
        self._place = (x, y)
        if not self._frame.isActive():
            self._frame.start()

    def _changed(self) -> None:
        """Something else is in view, or some of it has arrived."""
        if self._is_open(self.dock.histogram):
            self._listen(self._compared())
            self._rest.start()
        else:
            self._listen([])
        if self._is_open(self.dock.inspector) and not self._frame.isActive():
            self._frame.start()

    def _listen(self, pictures: list[PictureSource]) -> None:
        for picture in self._listened:
            picture.unsubscribe(self._arrived)
        self._listened = pictures
        for picture in pictures:
            picture.subscribe(self._arrived)

    def _arrived(self, _region: Region) -> None:
        self._rest.start()

    def _is_open(self, pane: QObject | None) -> bool:
        return pane is not None and not pane.isHidden()

    # What is compared

    def _compared(self) -> list[PictureSource]:
        """Before and after; one picture where both are the same."""
        pictures, now = self._results.pictures.pictures(), self._state.comparison
        if not pictures:
            return []
        before, after = pictures[now.reference], pictures[now.shown]
        return [before] if before is after else [before, after]

    def _names(self) -> list[str]:
        now = self._state.comparison
        places = dict.fromkeys((now.reference, now.shown))
        return [self.names[place] for place in places if place < len(self.names)]

    # The inspector

    def _inspect(self) -> None:
        pictures = self._results.pictures.pictures()
        if not self._is_open(self.dock.inspector) or self._place is None or not pictures:
            return
        x, y = self._place
        size = pictures[0].size
        if x < size.width and y < size.height:
            self._show_readings(x, y, pictures)
            self._show_profiles(x, y)

    def _show_readings(self, x: int, y: int, pictures: list[PictureSource]) -> None:
        from gui.measure.inspector_pane import Reading

        now = self._state.comparison
        readings = [
            Reading(
                name,
                values_at(picture, x, y) if is_known(picture, x, y) else (),
                int(np.iinfo(picture.dtype).max),
                n in (now.shown, now.reference),
            )
            for n, (name, picture) in enumerate(zip(self.names, pictures, strict=False))
        ]
        self.dock.inspector.show_readings(x, y, readings)
        self.dock.inspector.show_distance((x, y), self._pin)

    def _show_profiles(self, x: int, y: int) -> None:
        """Along the row under the cursor; along the column where the divider lies flat."""
        visible, now = self._canvas.visible_region(), self._state.comparison
        across = now.mode not in (Mode.SPLIT_HORIZONTAL, Mode.TOP_BOTTOM)
        span = (visible.left, visible.right) if across else (visible.top, visible.bottom)
        line, cursor = (y, x) if across else (x, y)
        if span[1] <= span[0]:
            return
        pictures = self._compared()
        found = [
            line_profile(one, line, *span, across=across)
            for one in pictures
            if one.is_valid(line_region(one, line, *span, across=across))
        ]
        if not found:
            return
        size = pictures[0].size
        extent = size.width // pictures[0].scale if across else size.height // pictures[0].scale
        divider = now.divider * extent if has_divider(now) else None
        pane = self.dock.inspector
        pane.show_depth(int(np.iinfo(pictures[0].dtype).max))
        pane.show_profiles(found[0], found[1] if len(found) > 1 else None, cursor + 0.5, divider)

    # The histogram

    def _count(self) -> None:
        pane, pictures = self.dock.histogram, self._compared()
        if not self._is_open(pane) or not pictures:
            return
        size = self._results.pictures.pictures()[0].size
        region = size.region if pane.whole_photo else self._canvas.visible_region()
        self.survey.count(pictures, region)

    def _counted(self, found: list[Counted]) -> None:
        if self.dock.histogram is not None:
            self.dock.histogram.show_counts(self._names(), found)
