"""Depth of the open photo: reads, estimates and adjusts the map beside the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.depths.known_networks import KnownNetworks
from core.errors import DiptychError
from core.op import Op
from core.photo import Photo
from core.session import Session
from gui.depth.depth_pane import DepthPane
from gui.file_dialogs import ask_for_file
from gui.latest import Latest
from gui.messages import MessageBar
from gui.registry.registry_pane import RegistryPane
from gui.state import State

if TYPE_CHECKING:  # loaded with the first photo: the window appears sooner
    from core.depths.depth_sources import FoundDepth

NO_PHOTO_YET = "Open a photo first: Ctrl+O, or drop one here."
NETWORK_FILTER = "Depth networks (*.onnx);;All files (*)"
DEPTH_FILTER = "Depth maps (*.png *.tif *.tiff *.jpg *.jpeg *.webp);;All files (*)"


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is asked for: a photo, what to make of its depth, and whether that is guessed at need.

    Later ones have higher numbers.
    """

    number: int
    photo: Photo
    settings: DepthSettings
    weighed: bool

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
    known
        Depth networks that the user has brought.
    ops
        Tell which methods weigh depth.

    Signals
    -------
    networks_changed
        Another depth network is known, or one no more.
    """

    networks_changed = Signal()
    _made = Signal(object, object, object)

    def __init__(
        self,
        owner: QWidget,
        state: State,
        messages: MessageBar,
        known: KnownNetworks,
        ops: Mapping[str, Op],
    ) -> None:
        super().__init__(owner)
        self._ops = ops
        self._owner, self._state, self._messages = owner, state, messages
        self._known = known
        self.pane = DepthPane()
        self._latest, self._check = Latest(self), Latest(self)
        self._wanted: Wanted | None = None
        self._source: tuple[Wanted, FoundDepth] | None = None
        self._taken: float = 0
        state.session_changed.connect(self._session_changed)
        self.pane.settings_proposed.connect(self._proposed)
        self.pane.file_wanted.connect(self.ask_file)
        self.pane.network_wanted.connect(self.ask_network)
        self._made.connect(self._take)
        self._latest.failed.connect(messages.report)
        self._check.done.connect(self._add_network)
        self._check.failed.connect(self._not_usable)

    @property
    def busy(self) -> bool:
        """Whether a map is being made."""
        return self._latest.busy or self._check.busy

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

    def ask_network(self) -> None:
        """Ask for a depth network's file."""
        if self._state.photo is not None:
            last = next(reversed(self._known.networks.values()), Path.home() / "-")
            title = "Choose a depth network"
            path = ask_for_file(self._owner, title, last.parent, NETWORK_FILTER)
            if path:
                self.use_network(path)

    def use_network(self, path: Path) -> None:
        """Try a depth network; if it is one, remember it and estimate by it."""
        from core.depths.depth_network import check_network

        def check() -> Path:
            check_network(path)
            return path

        self.pane.show_waiting(f"Trying {path.name} …")
        self._check.submit(check)

    def use_known(self, name: str, on: bool = True) -> None:
        """Estimate by a network that is known, or no more."""
        if self._state.photo is None:
            self._messages.notify(NO_PHOTO_YET)
        elif on:
            file = self._known.networks[name]
            self._proposed(self._state.session.depth.of(DepthOrigin.NETWORK, file))
        else:
            self._proposed(self._state.session.depth.of(DepthOrigin.AUTOMATIC))

    def forget(self, name: str) -> None:
        """Take a network off the registry; what it estimated stays as long as it is shown."""
        try:
            self._known.forget(name)
        except DiptychError as error:
            self._messages.report(error)
        self.networks_changed.emit()

    def _add_network(self, path: Path) -> None:
        try:
            name = self._known.add(path)
        except DiptychError as error:
            self._not_usable(error)
        else:
            self.networks_changed.emit()
            self.use_known(name)

    def _not_usable(self, error: Exception) -> None:
        self._messages.report(error)
        if self._source is not None:
            self.pane.show_depth(self._state.depth, self._source[1].notes)

    def follow(self, registry: RegistryPane) -> None:
        """Do what the registry proposes, and let it show the networks that are known."""
        registry.depth_proposed.connect(self.use_known)
        registry.forget_proposed.connect(self.forget)
        self.networks_changed.connect(registry.refresh)

    def close(self) -> None:
        """Wait until nothing is made any more."""
        self._taken = float("inf")
        self._check.close()
        self._latest.close()

    def _proposed(self, settings: DepthSettings, merge: str = "") -> None:
        self._state.change(replace(self._state.session, depth=settings), merge=merge)

    def _session_changed(self, session: Session) -> None:
        photo, before = self._state.photo, self._wanted
        if photo is None:
            return
        another = before is None or before.photo is not photo
        weighed = self._weighed(session)
        if not another and (before.settings, before.weighed) == (session.depth, weighed):
            return
        self._wanted = Wanted(before.number + 1 if before else 1, photo, session.depth, weighed)
        if another:
            self.pane.show_photo(photo)
        self.pane.show_settings(session.depth)
        self._make(self._wanted)

    def _weighed(self, session: Session) -> bool:
        """Whether a method needs a map that the photo does not bring."""
        from core.depths.depth_choice import weighs_depth

        if self._state.photo.depth is not None:
            return False
        return any(weighs_depth(one.recipe, self._ops) for one in session.candidates)

    def _make(self, wanted: Wanted) -> None:
        """At once where it takes a few milliseconds, else beside the window."""
        from core.depths.depth_sources import FoundDepth

        known = self._source
        source = known[1] if known and wanted.same_source(known[0]) else None
        if wanted.settings.origin is DepthOrigin.AUTOMATIC:
            source = FoundDepth(wanted.photo.depth, wanted.photo.depth_notes)
        if source is not None and _is_quick(wanted, source):
            self._take(wanted, *_depth_of(wanted, source))
        else:
            if source is None and wanted.settings.origin is DepthOrigin.NETWORK:
                self.pane.show_waiting(f"{wanted.settings.file.stem} estimates depth …")
            self._latest.submit(lambda: self._made.emit(wanted, *_depth_of(wanted, source)))

    def _take(self, wanted: Wanted, source: FoundDepth, made: FoundDepth) -> None:
        """Maps of the same source are shown while a handle is still moving."""
        if wanted.number <= self._taken or not wanted.same_source(self._wanted):
            return
        self._taken, self._source = wanted.number, (wanted, source)
        self.pane.show_depth(made.depth, made.notes)
        self._state.set_depth(made.depth)


def _is_quick(wanted: Wanted, source: FoundDepth) -> bool:
    """Whether no map is to be guessed or smoothed."""
    if source.depth is None:
        return not wanted.weighed
    return wanted.settings.smoothing == 0


def _depth_of(wanted: Wanted, source: FoundDepth | None) -> tuple[FoundDepth, FoundDepth]:
    """The map of the source, and what the settings make of it."""
    from core.depths.depth_adjusting import adjusted
    from core.depths.depth_choice import chosen_depth, or_estimated

    source = source or chosen_depth(wanted.photo, wanted.settings)
    found = or_estimated(wanted.photo, wanted.settings, source) if wanted.weighed else source
    if found.depth is None:
        return source, found
    depth = adjusted(found.depth, wanted.settings, wanted.photo)
    return source, replace(found, depth=depth)
