"""The depth pane: where the map came from and what it looks like."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.depth import DepthMap
from core.photo import Photo
from gui.elided_label import ElidedLabel
from gui.pane_parts import Card, caption, secondary

PICTURE_WIDTH, PICTURE_HEIGHT = 96, 72
NO_PHOTO = "No photo yet."
NO_MAP = "This photo brings no depth map."


class DepthPane(QWidget):
    """Shows the photo's depth map, or says that it has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel()
        self._source = ElidedLabel()
        self._facts = secondary(wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption("Depth"))
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(10)
        text = QVBoxLayout()
        text.addWidget(self._source)
        text.addWidget(self._facts)
        text.addStretch(1)
        row.addWidget(self._picture)
        row.addLayout(text, 1)
        card.column.addLayout(row)
        column.addWidget(card)
        self._picture.setAccessibleName("Depth map")
        self.show_photo(None)

    def show_photo(self, photo: Photo | None) -> None:
        """Draw the map of a photo."""
        depth = photo.depth if photo else None
        self._picture.setVisible(depth is not None)
        self._source.setVisible(depth is not None)
        if depth is None:
            self._facts.setText(NO_MAP if photo else NO_PHOTO)
            return
        self._source.setText(depth.source)
        self._facts.setText(depth_facts(depth))
        self._picture.setPixmap(depth_pixmap(depth, self.devicePixelRatioF()))


def depth_facts(depth: DepthMap) -> str:
    """Size, and distances where they are known."""
    height, width = depth.nearness.shape
    parts = [f"{width}×{height}"]
    if depth.near is not None:
        parts.append(f"near {depth.near:.2g} m")
    if depth.far is not None:
        parts.append(f"far {depth.far:.3g} m")
    return " · ".join(parts)


def depth_pixmap(depth: DepthMap, density: float = 1.0) -> QPixmap:
    """The map in false colours, near bright."""
    height, width = depth.nearness.shape
    share = min(PICTURE_WIDTH / width, PICTURE_HEIGHT / height) * density
    size = (max(1, round(width * share)), max(1, round(height * share)))
    small = cv2.resize(depth.nearness, size, interpolation=cv2.INTER_AREA)
    levels = np.uint8(np.clip(small * 255 + 0.5, 0, 255))
    colours = cv2.cvtColor(cv2.applyColorMap(levels, cv2.COLORMAP_VIRIDIS), cv2.COLOR_BGR2RGB)
    image = QImage(colours.data, *size, 3 * size[0], QImage.Format.Format_RGB888).copy()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(density)
    return pixmap
