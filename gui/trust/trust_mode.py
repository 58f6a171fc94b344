"""The trust view: puts the map of the result shown on the canvas, and its figures above it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from core.colour.display_colour import DisplayTransform
from core.comparison import Mode
from core.photo import Photo
from core.trust import CHECKS, Check, ToScreen, why_not
from core.trust_picture import TrustPicture
from gui.canvas.candidate_view import CandidateView
from gui.canvas.canvas import ComparisonCanvas
from gui.state import State
from gui.trust.trust_bar import NO_RESULT, TrustBar
from gui.trust.trust_survey import NOWHERE, Subject, TrustSurvey

REST_MILLISECONDS = 60


class TrustMode(QObject):
    """Owns the bar and the map.

    Parameters
    ----------
    canvas
        Shows the map.
    state
        Says which result it is of.

    Signals
    -------
    views_changed
        `on_canvas` gives other pictures than before.
    failed
        With the exception.
    """

    views_changed = Signal()
    failed = Signal(object)

    def __init__(
        self, canvas: ComparisonCanvas, state: State, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas, self._state = canvas, state
        self.check = Check.CONSISTENCY
        self.bar = TrustBar()
        self.survey = TrustSurvey(self)
        self._subject: Subject | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._look)
        self.survey.advanced.connect(self._show_figures)
        self.survey.failed.connect(self.failed)
        self.bar.check_chosen.connect(self.choose)
        self.bar.style_chosen.connect(self._restyle)
        canvas.visible_changed.connect(self._rest.start)

    @property
    def is_on(self) -> bool:
        """Whether the canvas is in this mode."""
        return self._state.comparison.mode is Mode.TRUST

    def choose(self, check: Check) -> None:
        """Look at something else."""
        self.check = check
        self.bar.show_check(check)
        self.views_changed.emit()

    def on_canvas(self, views: list[CandidateView]) -> list[CandidateView]:
        """The candidates with the map in the place of the one under examination."""
        self.bar.setVisible(self.is_on)
        shown = self._state.comparison.shown
        examined = views[shown] if self.is_on and 1 <= shown < len(views) else None
        self._keep_up(examined, views)
        if self._subject is None:
            return views
        check = CHECKS[self.check].label.lower()
        drawn = replace(
            examined,
            name=f"{examined.name} · {check}",
            picture=self._subject.picture,
            to_display=None,
        )
        return [*views[:shown], drawn, *views[shown + 1 :]]

    def close(self) -> None:
        """Stop, and wait for what is being computed."""
        self._rest.stop()
        self.survey.close()

    def _keep_up(self, examined: CandidateView | None, views: list[CandidateView]) -> None:
        """Have a subject for what is examined; the same one as long as nothing changes."""
        reason = self._reason(examined)
        same = self._subject is not None and not reason and self._is_same(examined, views)
        if not same:
            self._drop()
            if not reason:
                self._subject = self._new_subject(examined, views)
                self._show_figures()
            self._rest.start()
        if reason:
            self.bar.show_reason(reason)

    def _reason(self, examined: CandidateView | None) -> str:
        if examined is None:
            return NO_RESULT
        channels = self._state.photo.channels
        return why_not(self.check, scale=examined.picture.scale, channels=channels)

    def _is_same(self, examined: CandidateView, views: list[CandidateView]) -> bool:
        now = self._subject
        pictures = now.result is examined.picture and now.source is views[0].picture
        return pictures and now.check is self.check

    def _new_subject(self, examined: CandidateView, views: list[CandidateView]) -> Subject:
        source, result = views[0].picture, examined.picture
        picture = TrustPicture(result, source.size, examined.to_display, self.bar.style_now)
        return Subject(self.check, picture, result, source, _to_srgb(self._state.photo))

    def _drop(self) -> None:
        self.survey.look(None, NOWHERE, 1)
        if self._subject is not None:
            self._subject.picture.close()
            self._subject = None

    def _look(self) -> None:
        if self._subject is not None:
            visible = self._canvas.visible_region()
            self.survey.look(self._subject, visible, self._pooling())
            self._show_figures()

    def _pooling(self) -> int:
        """Pixels of the photo per device pixel, as a power of two that is not coarser."""
        share = self._canvas.visible_region().width / max(self._canvas.view.area.width, 1)
        return 1 << max(int(share).bit_length() - 1, 0)

    def _show_figures(self) -> None:
        if self._subject is not None:
            picture, visible = self._subject.picture, self._canvas.visible_region()
            self.bar.show_tally(picture.tally(visible), whole=picture.is_known(visible))

    def _restyle(self) -> None:
        if self._subject is not None:
            self._subject.picture.set_style(self.bar.style_now)


def _to_srgb(photo: Photo) -> ToScreen | None:
    """For photos with a profile; values without one are sRGB."""
    if not photo.icc:
        return None
    return DisplayTransform.for_photo(photo.icc, photo.channels, photo.bits).rgb
