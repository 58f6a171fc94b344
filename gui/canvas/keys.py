"""Single keys on the canvas; they act only while it has the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from core.comparison import Comparison, Mode
from core.view.box_geometry import without_box
from core.view.geometry import Point
from core.view.navigation import actual_size, fit_toggled, fitted, zoomed_by
from gui.canvas.hand_keys import HandKeys
from gui.canvas.view_menu import GAINS

if TYPE_CHECKING:
    from gui.canvas.canvas import ComparisonCanvas

Change = Callable[[Comparison], Comparison]
NONE, SHIFT, CTRL, ALT = (
    Qt.NoModifier,
    Qt.ShiftModifier,
    Qt.ControlModifier,
    Qt.AltModifier,
)
HOLD = (Qt.Key_Backslash, Qt.Key_O)
MODES = {
    (Qt.Key_Y, NONE): Mode.SIDE_BY_SIDE,
    (Qt.Key_Y, SHIFT): Mode.SPLIT,
    (Qt.Key_Y, ALT): Mode.TOP_BOTTOM,
    (Qt.Key_D, NONE): Mode.DIFFERENCE,
    (Qt.Key_B, NONE): Mode.BLINK,
    (Qt.Key_G, NONE): Mode.GRID,
    (Qt.Key_T, NONE): Mode.TRUST,
}
KEY_ZOOM = 1.5
STRENGTHS = {Qt.Key_BracketLeft: 0.5, Qt.Key_BracketRight: 2.0}


class Keys:
    """Turns keys into proposals.

    Parameters
    ----------
    canvas
        The canvas with the focus.
    """

    def __init__(self, canvas: ComparisonCanvas) -> None:
        self._canvas = canvas
        self._hand = HandKeys(canvas)

    def pressed(self, event: QKeyEvent) -> bool:
        """Act on a key; False for keys that mean nothing here, which the window may use."""
        if not self._canvas.candidates:
            return False
        key, modifiers = event.key(), _modifiers(event)
        if modifiers == NONE and self._hold(event, True):
            return True
        return (
            self._box_key(key, modifiers)
            or self._hand.pressed(key, modifiers)
            or self._mode_key(key, modifiers)
            or self._choice_key(event)
            or self._view_key(key, modifiers)
            or self._strength_key(key, modifiers)
        )

    def released(self, event: QKeyEvent) -> bool:
        """End what lasts as long as a key is held."""
        return self._hold(event, False)

    def _hold(self, event: QKeyEvent, held: bool) -> bool:
        if event.key() not in (*HOLD, Qt.Key_Space):
            return False
        if event.isAutoRepeat():
            return True
        if event.key() in HOLD:
            self._canvas.set_holding_original(held)
        else:
            self._canvas.pointer.space_held = held
            self._canvas.pointer.show_cursor()
        return True

    def _mode_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        mode = MODES.get((key, modifiers))
        if mode is None:
            return False
        comparison = self._canvas.comparison
        if comparison.mode is mode is Mode.SPLIT:
            mode = Mode.SPLIT_HORIZONTAL
        self._canvas.propose(replace(comparison, mode=mode))
        return True

    def _choice_key(self, event: QKeyEvent) -> bool:
        index = _digit(event)
        modifiers = _modifiers(event)
        if index is None or modifiers not in (NONE, SHIFT):
            return False
        if index < len(self._canvas.candidates):
            field = "reference" if modifiers == SHIFT else "shown"
            self._canvas.propose(replace(self._canvas.comparison, **{field: index}))
        return True

    def _view_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        comparison, stage = self._canvas.comparison, self._canvas.stage(*self._point())
        point = self._point()
        changed = {
            (Qt.Key_F, NONE): lambda: fitted(comparison, stage),
            (Qt.Key_0, CTRL): lambda: fitted(comparison, stage),
            (Qt.Key_Z, NONE): lambda: fit_toggled(comparison, stage, point),
            (Qt.Key_1, CTRL): lambda: actual_size(comparison, stage, point),
            (Qt.Key_Plus, NONE): lambda: self._zoomed(KEY_ZOOM),
            (Qt.Key_Equal, NONE): lambda: self._zoomed(KEY_ZOOM),
            (Qt.Key_Minus, NONE): lambda: self._zoomed(1.0 / KEY_ZOOM),
            (Qt.Key_X, NONE): lambda: replace(
                comparison, shown=comparison.reference, reference=comparison.shown
            ),
        }.get((key, modifiers))
        if changed is None:
            return False
        self._canvas.propose(changed())
        return True

    def _strength_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """``[`` and ``]``: gain of the difference, pace of the blinking."""
        if key not in STRENGTHS or modifiers != NONE:
            return False
        factor, canvas = STRENGTHS[key], self._canvas
        if canvas.comparison.mode is Mode.DIFFERENCE:
            style = canvas.comparison.viewing.difference
            gain = min(max(style.gain * factor, GAINS[0]), GAINS[-1])
            canvas.propose_viewing(difference=replace(style, gain=gain))
        elif canvas.comparison.mode is Mode.BLINK:
            pace = canvas.comparison.viewing.blink_milliseconds / factor
            canvas.propose_viewing(blink_milliseconds=min(max(round(pace), 125), 2000))
        else:
            return False
        return True

    def _box_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key_R and modifiers == NONE:
            self._canvas.pointer.start_drawing(not self._canvas.pointer.drawing_box)
            return True
        if key == Qt.Key_L and modifiers == NONE:
            self._canvas.set_loupe(not self._canvas.loupe)
            return True
        if key == Qt.Key_Escape:
            return self._escape()
        if self._canvas.selected_box is None:
            return False
        if key in (Qt.Key_Delete, Qt.Key_Backspace):
            self._canvas.propose(without_box(self._canvas.comparison, self._canvas.selected_box))
            self._canvas.select_box(None)
            return True
        return False

    def _escape(self) -> bool:
        if self._canvas.pointer.cancel():
            return True
        if self._canvas.selected_box is not None:
            self._canvas.select_box(None)
            return True
        return False

    def _zoomed(self, factor: float) -> Comparison:
        comparison, stage = self._canvas.comparison, self._canvas.stage(*self._point())
        return zoomed_by(comparison, stage, factor, self._point())

    def _point(self) -> Point:
        """Where the mouse is, or the middle of the view without one."""
        return self._canvas.zoom_point()


def _modifiers(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeypadModifier


def _digit(event: QKeyEvent) -> int | None:
    """0 for key 1 and so on, also where Shift turns the digits into signs."""
    if Qt.Key_1 <= event.key() <= Qt.Key_9:
        return event.key() - Qt.Key_1
    signs = '!"§$%&/()' if event.text() in '"§/&(' else "!@#$%^&*("
    if event.modifiers() & Qt.ShiftModifier and event.text() and event.text() in signs:
        return signs.index(event.text())
    return None
