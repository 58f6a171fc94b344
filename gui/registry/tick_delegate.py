"""Rows of a list with a real tick in their square."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

INDICATOR = QStyle.SubElement.SE_ItemViewItemCheckIndicator
TICKABLE = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
TICK = ((0.23, 0.54), (0.42, 0.73), (0.77, 0.31))


class TickDelegate(QStyledItemDelegate):
    """Draws what the style sheet cannot: the tick on the filled square."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The row as ever, then the tick."""
        super().paint(painter, option, index)
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        ticked = full.features & TICKABLE and full.checkState == Qt.CheckState.Checked
        if not (ticked and full.state & QStyle.StateFlag.State_Enabled):
            return
        square = full.widget.style().subElementRect(INDICATOR, full, full.widget).toRectF()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(full.palette.color(QPalette.ColorRole.Base), 1.8))
        corner, wide, high = square.topLeft(), square.width(), square.height()
        painter.drawPolyline([corner + QPointF(x * wide, y * high) for x, y in TICK])
        painter.restore()
