"""Keys that do what the mouse does: pan, move the divider, choose, draw and size zoom boxes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from core.comparison import Mode
from core.region import Region
from core.view.box_geometry import (
    Handle,
    box_dragged,
    box_dragged_in_proportion,
    moved_inside,
    with_box,
    with_new_box,
)
from core.view.divider import divider_moved, has_divider
from core.view.geometry import view_transform
from core.view.navigation import panned

if TYPE_CHECKING:
    from gui.canvas.canvas import ComparisonCanvas

NONE, SHIFT, CTRL, ALT = (
    Qt.NoModifier,
    Qt.ShiftModifier,
    Qt.ControlModifier,
    Qt.AltModifier,
)
ARROWS = {
    Qt.Key_Left: (-1, 0),
    Qt.Key_Right: (1, 0),
    Qt.Key_Up: (0, -1),
    Qt.Key_Down: (0, 1),
}
DIVIDER_KEYS = {Qt.Key_Comma: -1, Qt.Key_Less: -10, Qt.Key_Period: 1, Qt.Key_Greater: 10}
PAN_SHARE, DIVIDER_SHARE, NEW_BOX_SHARE = 0.1, 0.01, 0.2
FAR = 10


class HandKeys:
    """Turns keys into what a drag would propose.

    Parameters
    ----------
    canvas
        The canvas with the focus.
    """

    def __init__(self, canvas: ComparisonCanvas) -> None:
        self._canvas = canvas

    def pressed(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Act on a key; False for keys that mean nothing here."""
        if key in ARROWS:
            return self._arrow(key, modifiers)
        if key in DIVIDER_KEYS and modifiers in (NONE, SHIFT):
            return self._move_divider(DIVIDER_KEYS[key])
        if key == Qt.Key_N and modifiers in (NONE, SHIFT):
            return self._choose_box(-1 if modifiers == SHIFT else 1)
        if key in (Qt.Key_Return, Qt.Key_Enter) and self._canvas.pointer.drawing_box:
            return self._draw_box()
        return False

    def _arrow(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers == CTRL:
            return self._pan(*ARROWS[key])
        index = self._canvas.selected_box
        if index is None:
            return False
        rect, photo = self._canvas.comparison.boxes[index].rect, self._canvas.photo_size
        far = FAR if modifiers & SHIFT else 1
        dx, dy = (far * way for way in ARROWS[key])
        if modifiers in (NONE, SHIFT):
            return self._set_box(index, moved_inside(rect, dx, dy, photo))
        if modifiers & ~SHIFT == ALT:
            box = self._canvas.comparison.boxes[index]
            drag = box_dragged_in_proportion if box.keeps_shape else box_dragged
            handle = Handle((int(dx != 0), int(dy != 0)))
            return self._set_box(index, drag(rect, handle, dx, dy, photo))
        return False

    def _pan(self, dx: int, dy: int) -> bool:
        comparison, stage = self._canvas.comparison, self._canvas.stage()
        way = (-PAN_SHARE * dx * stage.pane.width, -PAN_SHARE * dy * stage.pane.height)
        self._canvas.propose(panned(comparison, stage, *way))
        return True

    def _move_divider(self, steps: int) -> bool:
        comparison, stage = self._canvas.comparison, self._canvas.stage()
        if not has_divider(comparison):
            return False
        upright = comparison.mode is Mode.SPLIT
        extent = stage.pane.width if upright else stage.pane.height
        distance = DIVIDER_SHARE * steps * extent
        self._canvas.propose(divider_moved(comparison, stage, distance))
        return True

    def _choose_box(self, by: int) -> bool:
        count = len(self._canvas.comparison.boxes)
        if count:
            now = self._canvas.selected_box
            first = 0 if by > 0 else count - 1
            self._canvas.select_box(first if now is None else (now + by) % count)
        return True

    def _draw_box(self) -> bool:
        """A square where the mouse is, or in the middle of the view."""
        canvas = self._canvas
        point = canvas.zoom_point()
        stage = canvas.stage(*point)
        x, y = view_transform(canvas.comparison, stage).to_photo(point)
        seen = canvas.visible_region()
        side = max(round(NEW_BOX_SHARE * min(seen.width, seen.height)), 1)
        left, top = round(x - side / 2), round(y - side / 2)
        rect = moved_inside(Region(left, top, left + side, top + side), 0, 0, stage.photo)
        added = with_new_box(canvas.comparison, rect)
        canvas.pointer.start_drawing(False)
        canvas.propose(added)
        canvas.select_box(len(added.boxes) - 1)
        return True

    def _set_box(self, index: int, rect: Region) -> bool:
        box = replace(self._canvas.comparison.boxes[index], rect=rect)
        self._canvas.propose(with_box(self._canvas.comparison, index, box))
        return True
