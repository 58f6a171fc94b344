"""The order in which Tab goes through the parts of a window: as they are seen, not as made."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_tab_order(*parts: QWidget) -> None:
    """Let Tab go through one part after the other; inside a part nothing changes."""
    stops = [stop for part in parts for stop in _stops(part)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> list[QWidget]:
    """What Tab stops at, without lists and menus that open in windows of their own."""
    inside = (w for w in (part, *part.findChildren(QWidget)) if w.window() is part.window())
    return [widget for widget in inside if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
