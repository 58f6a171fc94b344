"""The list of keys, shown by ``?``."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.actions import key_groups
from gui.pane_parts import MARGIN, caption, scrolled, secondary

Group = tuple[str, list[tuple[str, str]]]
ARROWS = {"Left": "←", "Right": "→"}


class KeysDialog(QDialog):
    """Every key and what it does; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(20, 16, 20, 16)
        sides = QHBoxLayout()
        sides.setSpacing(2 * MARGIN)
        for groups in _halves(key_groups()):
            sides.addLayout(_side(groups))
        column.addLayout(sides)
        column.addWidget(secondary("Single keys act while the canvas has the focus."))
        area = scrolled(content)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it on low screens
        area.setAccessibleName("Keys")
        whole.addWidget(area)
        wanted, room = content.sizeHint(), self.screen().availableSize()
        self.resize(wanted.width() + 12, min(wanted.height() + 2, room.height() - 60))


def _halves(groups: Sequence[Group]) -> tuple[Sequence[Group], Sequence[Group]]:
    """The groups on two sides of about the same height."""
    heights = [len(lines) + 1 for _, lines in groups]
    split = min(
        range(1, len(groups)), key=lambda n: max(sum(heights[:n]), sum(heights[n:])), default=0
    )
    return groups[:split], groups[split:]


def _side(groups: Sequence[Group]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(MARGIN)
    grid.setVerticalSpacing(4)
    row = 0
    for heading, lines in groups:
        grid.addWidget(caption(heading), row, 0, 1, 2)
        for key, text in lines:
            row += 1
            grid.addWidget(_key(key), row, 0)
            grid.addWidget(secondary(text), row, 1)
        row += 1
    grid.setRowStretch(row, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _key(text: str) -> QLabel:
    return QLabel(ARROWS.get(text, text))
