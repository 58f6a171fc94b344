"""Depth of the open photo: reads, estimates and adjusts the map beside the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.photo import Photo
from core.session import Session
from gui.depth.depth_pane import DepthPane
from gui.file_dialogs import ask_for_file
from gui.latest import Latest
from gui.messages import MessageBar
from gui.state import State

if TYPE_CHECKING:  # loaded with the first photo: the window appears sooner
    from core.depths.depth_sources import FoundDepth

DEPTH_FILTER = "Depth maps (*.png *.tif *.tiff *.jpg *.jpeg *.webp);;All files (*)"


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is asked for: a photo and what to make of its depth; later ones have higher numbers."""

    number: int
    photo: Photo
    settings: DepthSettings

    def same_source(self, other: Wanted) -> bool:
        """Whether the map before adjusting is the same."""
        mine, its = self.settings, other.settings
        return self.photo is other.photo and (mine.origin, mine.file) == (its.origin, its.file)


class DepthMode(QObject):
    """Owns the depth pane and the thread that reads, estimates and adjusts maps.

    Parameters
    ----------
    owner
        Parent of dialogs.
    state, messages
        Of the window; the state gets the map that methods are to see.
    """

    _made = Signal(object, object, object)

    def __init__(self, owner: QWidget, state: State, messages: MessageBar) -> None:
        super().__init__(owner)
        self._owner, self._state = owner, state
        self.pane = DepthPane()
        self._latest = Latest(self)
        self._wanted: Wanted | None = None
        self._source: tuple[Wanted, FoundDepth] | None = None
        self._taken: float = 0
        state.session_changed.connect(self._session_changed)
        self.pane.settings_proposed.connect(self._proposed)
        self.pane.file_wanted.connect(self.ask_file)
        self._made.connect(self._take)
        self._latest.failed.connect(messages.report)

    @property
    def busy(self) -> bool:
        """Whether a map is being made."""
        return self._latest.busy

    def ask_file(self) -> None:
        """Ask for a depth map's file."""
        photo = self._state.photo
        if photo is not None:
            start = photo.path.parent if photo.path else Path.home()
            path = ask_for_file(self._owner, "Choose a depth map", start, DEPTH_FILTER)
            if path:
                self.use_file(path)

    def use_file(self, path: Path) -> None:
        """Take the depth map in a file."""
        self._proposed(self._state.session.depth.of(DepthOrigin.FILE, path))

    def close(self) -> None:
        """Wait until nothing is made any more."""
        self._taken = float("inf")
        self._latest.close()

    def _proposed(self, settings: DepthSettings, merge: str = "") -> None:
        self._state.change(replace(self._state.session, depth=settings), merge=merge)

    def _session_changed(self, session: Session) -> None:
        photo, before = self._state.photo, self._wanted
        if photo is None:
            return
        another = before is None or before.photo is not photo
        if not another and before.settings == session.depth:
            return
        self._wanted = Wanted(before.number + 1 if before else 1, photo, session.depth)
        if another:
            self.pane.show_photo(photo)
        self.pane.show_settings(session.depth)
        self._make(self._wanted)

    def _make(self, wanted: Wanted) -> None:
        """At once where it takes a few milliseconds, else beside the window."""
        from core.depths.depth_sources import FoundDepth

        known = self._source
        source = known[1] if known and wanted.same_source(known[0]) else None
        if wanted.settings.origin is DepthOrigin.AUTOMATIC:
            source = FoundDepth(wanted.photo.depth, wanted.photo.depth_notes)
        if source is not None and (source.depth is None or wanted.settings.smoothing == 0):
            self._take(wanted, *_depth_of(wanted, source))
        else:
            self._latest.submit(lambda: self._made.emit(wanted, *_depth_of(wanted, source)))

    def _take(self, wanted: Wanted, source: FoundDepth, made: FoundDepth) -> None:
        """Maps of the same source are shown while a handle is still moving."""
        if wanted.number <= self._taken or not wanted.same_source(self._wanted):
            return
        self._taken, self._source = wanted.number, (wanted, source)
        self.pane.show_depth(made.depth, made.notes)
        self._state.set_depth(made.depth)


def _depth_of(wanted: Wanted, source: FoundDepth | None) -> tuple[FoundDepth, FoundDepth]:
    """The map of the source, and what the settings make of it."""
    from core.depths.depth_adjusting import adjusted
    from core.depths.depth_choice import chosen_depth

    source = source or chosen_depth(wanted.photo, wanted.settings)
    if source.depth is None:
        return source, source
    depth = adjusted(source.depth, wanted.settings, wanted.photo)
    return source, replace(source, depth=depth)
