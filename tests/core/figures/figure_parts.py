"""Small pictures and figures for the tests of `core.figures`."""

from __future__ import annotations

import numpy as np

from core.comparison import BOX_COLOURS, ZoomBox
from core.figures import FigurePanel, FigureSpec, Layout
from core.region import Region

TEMPLATE = "({letter}) {label}, {psnr_y:.2f} dB"
BOXES = (
    ZoomBox(Region(5, 7, 25, 22), BOX_COLOURS[0]),
    ZoomBox(Region(40, 30, 60, 45), BOX_COLOURS[1], name="roof"),
)


def noise(
    height: int, width: int, *, channels: int = 3, bits: int = 8, seed: int = 0
) -> np.ndarray:
    """Pixels that no two places share."""
    kind = np.uint8 if bits == 8 else np.uint16
    shape = height, width, channels
    return np.random.default_rng(seed).integers(0, 2**bits, shape, dtype=kind)


def panel(label: str, scale: int = 1, *, seed: int = 0, **metrics: float | None) -> FigurePanel:
    """A picture of an 80×54 photo."""
    return FigurePanel(label, noise(54 * scale, 80 * scale, seed=seed), scale, metrics)


def pair(**changes: object) -> FigureSpec:
    """Before and after, ×3, with two zoom boxes."""
    panels = panel("Before"), panel("After", 3, seed=1, psnr_y=32.125)
    options = {"panels": panels, "boxes": BOXES, "caption": TEMPLATE}
    return FigureSpec(Layout.PAIR, **(options | changes))
