"""The dock below the canvas: inspector and histogram; made when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QToolButton, QWidget

from gui.theme import set_role

if TYPE_CHECKING:  # they load the plots, which the window starts without
    from gui.measure.histogram_pane import HistogramPane
    from gui.measure.inspector_pane import InspectorPane

HEIGHT = 196
SHARES = (560, 440)


class MeasureDock(QFrame):
    """Holds up to two panes side by side.

    Signals
    -------
    closed
        By its own button.
    filled
        Whether there is a pane in it now.
    """

    closed = Signal()
    filled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAccessibleName("Inspector and histogram")
        self.setMinimumHeight(HEIGHT)
        self.inspector: InspectorPane | None = None
        self.histogram: HistogramPane | None = None
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._panes.setChildrenCollapsible(False)
        self._panes.setHandleWidth(12)
        self._panes.setStyleSheet("QSplitter::handle { background: transparent; }")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 4, 8)
        row.setSpacing(2)
        row.addWidget(self._panes, 1)
        row.addWidget(self._close_button(), 0, Qt.AlignmentFlag.AlignTop)

    def _close_button(self) -> QToolButton:
        button = QToolButton()
        button.setText("✕")
        button.setToolTip("Close (I, H)")
        button.setAccessibleName("Close inspector and histogram")
        button.clicked.connect(self.closed)
        return button

    def minimumSizeHint(self) -> QSize:
        """It gives way in narrow windows."""
        return QSize(200, HEIGHT)

    def sizeHint(self) -> QSize:
        """As high as the plots need."""
        return QSize(640, HEIGHT)

    def show_inspector(self, on: bool) -> None:
        """Show or hide the values and the line."""
        if on and self.inspector is None:
            from gui.measure.inspector_pane import InspectorPane

            self.inspector = InspectorPane()
            self._panes.insertWidget(0, self.inspector)
        self._show(self.inspector, on)

    def show_histogram(self, on: bool) -> None:
        """Show or hide the histograms."""
        if on and self.histogram is None:
            from gui.measure.histogram_pane import HistogramPane

            self.histogram = HistogramPane()
            self._panes.addWidget(self.histogram)
        self._show(self.histogram, on)

    def _show(self, pane: QWidget | None, on: bool) -> None:
        if pane is not None:
            pane.setVisible(on)
        self._panes.setSizes(SHARES)
        panes = (self.inspector, self.histogram)
        self.filled.emit(any(p is not None and not p.isHidden() for p in panes))
