"""The windows beside the main one: made when they are first asked for, closed with it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.engine import Engine
from gui.degradation_lab import DegradationLab
from gui.methods import Methods
from gui.reference_mode import ReferenceMode
from gui.state import State


class ToolWindows(QObject):
    """Opens the degradation lab and keeps it up to date.

    Parameters
    ----------
    owner
        Parent of the windows.
    engine, methods
        What runs, and what can be chosen.
    state, reference
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
    ) -> None:
        super().__init__(owner)
        self._owner, self._engine, self._methods = owner, engine, methods
        self._state, self._reference = state, reference
        self.lab: DegradationLab | None = None
        state.photo_changed.connect(self._photo_changed)
        reference.pane.lab_proposed.connect(self.show_lab)

    def show_lab(self) -> None:
        """The degradation lab on the good photo."""
        good = self._reference.good
        if good is None:
            return
        if self.lab is None:
            self.lab = DegradationLab(self._owner)
            self.lab.used.connect(self._reference.use)
        _bring_up(self.lab)
        self.lab.set_photo(good)

    def close(self) -> None:
        """Close everything, and wait for what runs."""
        if self.lab is not None:
            self.lab.shut_down()

    def _photo_changed(self) -> None:
        good = self._reference.good
        if self.lab is not None and self.lab.isVisible() and good is not None:
            self.lab.set_photo(good)


def _bring_up(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
