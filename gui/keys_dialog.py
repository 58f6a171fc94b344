"""The list of keys, shown by ``?``."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.actions import key_lines
from gui.pane_parts import MARGIN, caption, scrolled, secondary

COLUMNS = 2
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
        column.addWidget(caption("Keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(5)
        lines = key_lines()
        rows = -(-len(lines) // COLUMNS)
        for number, (key, text) in enumerate(lines):
            block, row = divmod(number, rows)
            grid.addWidget(_key(key), row, 3 * block)
            grid.addWidget(secondary(text), row, 3 * block + 1)
            grid.setColumnMinimumWidth(3 * block + 2, 24)
        column.addLayout(grid)
        column.addWidget(secondary("Single keys act while the canvas has the focus."))
        area = scrolled(content)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it on low screens
        area.setAccessibleName("Keys")
        whole.addWidget(area)
        wanted, room = content.sizeHint(), self.screen().availableSize()
        self.resize(wanted.width() + 12, min(wanted.height() + 2, room.height() - 60))


def _key(text: str) -> QLabel:
    return QLabel(ARROWS.get(text, text))
