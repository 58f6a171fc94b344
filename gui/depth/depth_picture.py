"""A depth map in false colours, and what is known of it."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtGui import QImage, QPixmap

from core.depth import DepthMap

PICTURE_WIDTH, PICTURE_HEIGHT = 96, 104


def depth_facts(depth: DepthMap) -> str:
    """``768×576 · disparity · near 0.4 m``."""
    height, width = depth.nearness.shape
    parts = [f"{width}×{height}", depth.kind]
    if depth.near is not None:
        parts.append(f"near {depth.near:.2g} m")
    if depth.far is not None:
        parts.append(f"far {depth.far:.3g} m")
    return " · ".join(parts)


def depth_pixmap(depth: DepthMap, density: float = 1.0) -> QPixmap:
    """The map through a perceptual colour map (viridis): near is bright."""
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
