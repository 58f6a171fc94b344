"""The panels beside the canvas: registry at the left; recipe, depth and run at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from gui.pane_parts import MARGIN, panel, scrolled
from gui.registry.registry_pane import RegistryPane
from gui.tab_order import set_tab_order

LEFT_LEAST, RIGHT_LEAST = 200, 230
LEFT_MOST, RIGHT_MOST = 290, 315
LEFT_SHARE, RIGHT_SHARE = 0.175, 0.19


def left_panel(registry: RegistryPane) -> QFrame:
    """The registry on its ground."""
    frame = panel()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(registry)
    frame.setMinimumWidth(LEFT_LEAST)
    return frame


def right_panel(*panes: QWidget) -> QFrame:
    """Recipe, reference, depth and run below each other; they scroll where the window is low."""
    frame = panel()
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.setSpacing(16)
    for pane in panes:
        column.addWidget(pane)
    column.addStretch(1)
    outer = QVBoxLayout(frame)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scrolled(content))
    frame.setMinimumWidth(RIGHT_LEAST)
    return frame


def three_parts(left: QWidget, centre: QWidget, right: QWidget) -> QSplitter:
    """Left, centre and right; the centre takes what the window gains."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for index, part in enumerate((left, centre, right)):
        splitter.addWidget(part)
        splitter.setStretchFactor(index, int(part is centre))
    set_tab_order(left, centre, right)
    return splitter


def initial_sizes(width: int) -> list[int]:
    """Widths of the three parts in a window of this width."""
    left = min(max(round(LEFT_SHARE * width), LEFT_LEAST), LEFT_MOST)
    right = min(max(round(RIGHT_SHARE * width), RIGHT_LEAST), RIGHT_MOST)
    return [left, width - left - right, right]
