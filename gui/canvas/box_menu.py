"""The right-click menu of a zoom box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QInputDialog, QMenu

from core.comparison import BOX_COLOURS
from core.view.box_geometry import with_box, with_duplicate, without_box

if TYPE_CHECKING:
    from gui.canvas.canvas import ComparisonCanvas

COLOUR_NAMES = ("Orange", "Sky blue", "Green", "Yellow", "Vermilion", "Purple")
MAGNIFICATIONS = (1, 2, 3, 4, 6, 8, 12, 16)


def box_menu(canvas: ComparisonCanvas, index: int) -> QMenu:
    """The menu for one box of a canvas; it deletes itself when it is closed."""
    menu = QMenu(canvas)
    menu.setAttribute(Qt.WA_DeleteOnClose)
    menu.addAction("Name …", lambda: _ask_name(canvas, index))
    _add_colours(menu, canvas, index)
    _add_magnifications(menu, canvas, index)
    keeps = canvas.comparison.boxes[index].keeps_shape
    action = menu.addAction(
        "Keep its proportions", _setter(canvas, index, "keeps_shape", not keeps)
    )
    action.setCheckable(True)
    action.setChecked(keeps)
    menu.addSeparator()
    menu.addAction("Duplicate", lambda: _duplicate(canvas, index))
    menu.addAction("Delete", lambda: _delete(canvas, index))
    return menu


def _add_colours(menu: QMenu, canvas: ComparisonCanvas, index: int) -> None:
    colours = menu.addMenu("Colour")
    present = canvas.comparison.boxes[index].colour
    for name, colour in zip(COLOUR_NAMES, BOX_COLOURS, strict=True):
        action = colours.addAction(_swatch(colour), name, _setter(canvas, index, "colour", colour))
        action.setCheckable(True)
        action.setChecked(colour == present)


def _add_magnifications(menu: QMenu, canvas: ComparisonCanvas, index: int) -> None:
    factors = menu.addMenu("Magnification")
    present = canvas.comparison.boxes[index].magnification
    for factor in MAGNIFICATIONS:
        action = factors.addAction(f"×{factor}", _setter(canvas, index, "magnification", factor))
        action.setCheckable(True)
        action.setChecked(factor == present)


def _setter(canvas: ComparisonCanvas, index: int, field: str, value: Any) -> Callable[[], None]:
    def change() -> None:
        box = replace(canvas.comparison.boxes[index], **{field: value})
        canvas.propose(with_box(canvas.comparison, index, box))

    return change


def _ask_name(canvas: ComparisonCanvas, index: int) -> None:
    box = canvas.comparison.boxes[index]
    name, accepted = QInputDialog.getText(canvas, "Zoom box", "Name of this place", text=box.name)
    if accepted:
        canvas.propose(with_box(canvas.comparison, index, replace(box, name=name.strip())))


def _duplicate(canvas: ComparisonCanvas, index: int) -> None:
    added = with_duplicate(canvas.comparison, index, canvas.photo_size)
    canvas.propose(added)
    canvas.select_box(len(added.boxes) - 1)


def _delete(canvas: ComparisonCanvas, index: int) -> None:
    canvas.select_box(None)
    canvas.propose(without_box(canvas.comparison, index))


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(14, 14)
    pixmap.fill(Qt.transparent)
    painter = QPainter(pixmap)
    painter.fillRect(2, 2, 10, 10, QColor(colour))
    painter.end()
    return QIcon(pixmap)
