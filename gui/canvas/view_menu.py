"""The right-click menu beside zoom boxes: how pictures are compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from core.view.at_scale import Enlarging
from core.view.navigation import actual_size, fitted

if TYPE_CHECKING:
    from gui.canvas.canvas import ComparisonCanvas

GAINS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
MAGNIFIERS = (Enlarging.NEAREST, Enlarging.LANCZOS)
BLINK_INTERVALS = {"4 times a second": 250, "Twice a second": 500, "Once a second": 1000}


def view_menu(canvas: ComparisonCanvas) -> QMenu:
    """The menu of the view; it deletes itself when it is closed."""
    menu = QMenu(canvas)
    menu.setAttribute(Qt.WA_DeleteOnClose)
    comparison, stage = canvas.comparison, canvas.stage()
    point = canvas.zoom_point()
    menu.addAction("Fit", lambda: canvas.propose(fitted(comparison, stage)))
    menu.addAction("100 %", lambda: canvas.propose(actual_size(comparison, stage, point)))
    menu.addAction("New zoom box", lambda: canvas.pointer.start_drawing(True))
    menu.addSeparator()
    _add_divider(menu, canvas)
    _add_enlarging(menu, canvas)
    _add_difference(menu, canvas)
    _add_blinking(menu, canvas)
    return menu


def _add_divider(menu: QMenu, canvas: ComparisonCanvas) -> None:
    follows = canvas.comparison.viewing.divider_follows
    name = "Divider follows the mouse"
    _choice(menu, name, follows, lambda: canvas.propose_viewing(divider_follows=not follows))


def _add_enlarging(menu: QMenu, canvas: ComparisonCanvas) -> None:
    viewing = canvas.comparison.viewing
    enlarging = menu.addMenu("Beside larger results, enlarge by")
    crops = menu.addMenu("In the zoom boxes below, magnify by")
    add_filters(
        *(enlarging, tuple(Enlarging), viewing.enlarging),
        lambda chosen: canvas.propose_viewing(enlarging=chosen),
    )
    add_filters(
        *(crops, MAGNIFIERS, viewing.magnifying),
        lambda chosen: canvas.propose_viewing(magnifying=chosen),
    )


def add_filters(
    menu: QMenu,
    filters: Sequence[Enlarging],
    present: Enlarging,
    choose: Callable[[Enlarging], object],
) -> None:
    """One line a filter, the present one marked."""
    for one in filters:
        _choice(menu, one.name.capitalize(), one is present, lambda one=one: choose(one))


def _add_difference(menu: QMenu, canvas: ComparisonCanvas) -> None:
    difference = menu.addMenu("Difference")
    style = canvas.comparison.viewing.difference
    for gain in GAINS:
        changed = replace(style, gain=gain)
        _choice(
            difference,
            f"×{gain:g}",
            style.gain == gain,
            lambda changed=changed: canvas.propose_viewing(difference=changed),
        )
    difference.addSeparator()
    for name, field in (("Luma only", "luma_only"), ("False colour", "false_colour")):
        on = getattr(style, field)
        turned = replace(style, **{field: not on})
        _choice(
            difference, name, on, lambda turned=turned: canvas.propose_viewing(difference=turned)
        )


def _add_blinking(menu: QMenu, canvas: ComparisonCanvas) -> None:
    blinking = menu.addMenu("Blink")
    for name, interval in BLINK_INTERVALS.items():
        chosen = canvas.comparison.viewing.blink_milliseconds == interval
        _choice(
            blinking, name, chosen, lambda i=interval: canvas.propose_viewing(blink_milliseconds=i)
        )


def _choice(menu: QMenu, name: str, chosen: bool, choose: Callable[[], object]) -> None:
    action = menu.addAction(name)
    action.setCheckable(True)
    action.setChecked(chosen)
    action.triggered.connect(lambda _checked: choose())
