"""Edge enhancement by derivatives."""

from __future__ import annotations

import cv2
import numpy as np

from core.op import Op, TileContext
from core.ops.sharpening import ON, OVERSHOOT, overshoot_reach, sharpened
from core.ops.tile_filters import BORDER, gaussian, gaussian_reach
from core.ops.tone import GONZALEZ
from core.params import Param, ParamScale, Values


def laplacian(plane: np.ndarray) -> np.ndarray:
    """Second derivative in both directions, turned so that ridges are positive."""
    return -cv2.Laplacian(plane, cv2.CV_32F, ksize=1, borderType=BORDER).reshape(plane.shape)


def gradient(plane: np.ndarray) -> np.ndarray:
    """Sobel's gradient magnitude, in change a pixel."""
    across = cv2.Sobel(plane, cv2.CV_32F, 1, 0, scale=1 / 8, borderType=BORDER)
    down = cv2.Sobel(plane, cv2.CV_32F, 0, 1, scale=1 / 8, borderType=BORDER)
    return np.sqrt(across * across + down * down).reshape(plane.shape)


METHODS = {"laplacian": laplacian, "gradient": gradient}


def edge_enhance(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Add a derivative of the smoothed picture to it."""

    def change(plane: np.ndarray) -> np.ndarray:
        found = METHODS[values["method"]](gaussian(plane, values["radius"]))
        return tile.margins.cropped(found) * np.float32(values["amount"])

    return sharpened(pixels, values, tile, change)


EDGE_ENHANCE = Op(
    id="edge-enhance",
    label="Edge enhancement",
    apply=edge_enhance,
    group="Filter",
    params=(
        Param(
            "method",
            "Derivative",
            "laplacian",
            choices=("laplacian", "gradient"),
            help="The Laplacian steepens edges, the gradient draws bright lines along them.",
        ),
        Param("amount", "Amount", 1.0, 0.0, 5.0, 0.05, help="How much of it is added."),
        Param(
            "radius",
            "Radius",
            0.7,
            0.3,
            5.0,
            0.1,
            ParamScale.LOG,
            unit="px",
            help="Blur before the derivative, against noise.",
        ),
        OVERSHOOT,
        ON,
    ),
    help="Steepens or draws edges by first or second derivatives.",
    citation=f"{GONZALEZ}, section 3.6.",
    halo=lambda values: max(gaussian_reach(values["radius"]) + 1, overshoot_reach(values)),
    tile=256,
    integers=True,
)
