"""The one owner of what the window shows; widgets draw it and propose changes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from core.comparison import Comparison
from core.depth import DepthMap
from core.depths.depth_settings import DepthSettings
from core.photo import Photo
from core.recipe import Recipe
from core.region import Size
from core.session import Session
from core.view.box_geometry import rescaled_boxes

MERGE_MILLISECONDS = 1000
UNDO_STEPS = 200


class State(QObject):
    """Holds the photo, the session, and the sessions to go back to.

    Signals
    -------
    photo_changed
        With the new `Photo`; the session has already changed with it.
    session_changed
        With the new `Session`.
    history_changed
        When undo or redo become possible or impossible.
    depth_changed
        With the `DepthMap` that methods get to see, or None.
    """

    photo_changed = Signal(object)
    session_changed = Signal(object)
    history_changed = Signal()
    depth_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.photo: Photo | None = None
        self.depth: DepthMap | None = None
        self.session = Session()
        self._past: list[Session] = []
        self._future: list[Session] = []
        self._merge = ""
        self._since = QElapsedTimer()
        self._gesture = False

    @property
    def comparison(self) -> Comparison:
        """How the results are looked at now."""
        return self.session.comparison

    @property
    def can_undo(self) -> bool:
        """Whether there is something to go back to."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return bool(self._future)

    @property
    def seen_photo(self) -> Photo | None:
        """The photo as methods get to see it: with the depth map that was chosen and adjusted."""
        return None if self.photo is None else replace(self.photo, depth=self.depth)

    def set_depth(self, depth: DepthMap | None) -> None:
        """Let methods see another depth map."""
        self.depth = depth
        self.depth_changed.emit(depth)

    def set_photo(self, photo: Photo, session: Session | None = None) -> None:
        """Show another photo with the same methods, or with those of a saved session."""
        kept = session or self._for_another_photo(photo)
        self.photo, self.depth = photo, photo.depth
        self.session = replace(kept, path=photo.path, photo_hash=photo.content_hash)
        self._past.clear()
        self._future.clear()
        self._merge = ""
        self.photo_changed.emit(photo)
        self.session_changed.emit(self.session)
        self.history_changed.emit()

    def _for_another_photo(self, photo: Photo) -> Session:
        """The same methods, without what belongs to the old photo alone."""
        kept = self.session.without_files()
        view = _fresh_view(kept.comparison, self.photo, photo)
        return replace(kept, comparison=view, reference=None, depth=DepthSettings())

    def change(self, session: Session, *, merge: str = "") -> None:
        """Take over a change that can be undone.

        Parameters
        ----------
        session
            The new session; an equal one changes nothing.
        merge
            Changes with the same name that follow quickly are undone together.
        """
        if session == self.session:
            return
        quick = self._since.isValid() and self._since.elapsed() < MERGE_MILLISECONDS
        merges = self._gesture or quick
        if not (merge and merge == self._merge and merges and self._past):
            self._past = [*self._past[-UNDO_STEPS + 1 :], self.session]
        self._merge = merge
        self._since.start()
        self._future.clear()
        self._show(session)

    def look(self, comparison: Comparison) -> None:
        """Take over another way of looking; zoom, place and divider alone are not undone."""
        if _without_view(comparison) == _without_view(self.comparison):
            if comparison != self.comparison:
                self.session = replace(self.session, comparison=comparison)
                self.session_changed.emit(self.session)
            return
        merge = "boxes" if comparison.boxes != self.comparison.boxes else ""
        if replace(comparison, viewing=self.comparison.viewing) == self.comparison:
            merge = "viewing"
        self.change(replace(self.session, comparison=comparison), merge=merge)

    def start_gesture(self) -> None:
        """What follows is one drag, to be undone at once."""
        self._gesture, self._merge = True, ""

    def end_gesture(self) -> None:
        """The drag is over."""
        self._gesture, self._merge = False, ""

    def undo(self) -> None:
        """Go back one change; the view stays where it is."""
        if self._past:
            self._future.append(self.session)
            self._go_to(self._past.pop())

    def redo(self) -> None:
        """Take back the last undo."""
        if self._future:
            self._past.append(self.session)
            self._go_to(self._future.pop())

    def tick(self, origin: str, recipe: Recipe, *, on: bool) -> None:
        """Add a method to the comparison, or take it out."""
        known = self.session.ticked(origin)
        if on and known is None:
            self.change(self.session.with_candidate(recipe, origin=origin))
        elif not on and known is not None:
            self.change(self.session.without_candidate(known.key))

    def show_candidate(self, index: int) -> None:
        """Examine the photo (0) or a candidate (1 …); others do not exist and are ignored."""
        if 0 <= index <= len(self.session.candidates):
            self.look(replace(self.comparison, shown=index))

    def compare_with(self, index: int) -> None:
        """Choose what the candidate shown is compared with."""
        if 0 <= index <= len(self.session.candidates):
            self.look(replace(self.comparison, reference=index))

    def _go_to(self, session: Session) -> None:
        now = self.comparison
        comparison = replace(
            session.comparison, zoom=now.zoom, centre=now.centre, divider=now.divider
        )
        self._merge = ""
        self._show(replace(session, comparison=comparison))

    def _show(self, session: Session) -> None:
        self.session = session
        self.session_changed.emit(session)
        self.history_changed.emit()


def _without_view(comparison: Comparison) -> Comparison:
    return replace(comparison, zoom=None, centre=(0.5, 0.5), divider=0.5)


def _fresh_view(comparison: Comparison, old: Photo | None, new: Photo) -> Comparison:
    """The same way of comparing on another photo: all of it, with the boxes in the same places."""
    boxes = comparison.boxes
    if old is not None and (old.width, old.height) != (new.width, new.height):
        sizes = Size(old.height, old.width), Size(new.height, new.width)
        boxes = rescaled_boxes(boxes, *sizes)
    return replace(comparison, zoom=None, centre=(0.5, 0.5), boxes=boxes)
