"""Hue and saturation around the luma."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np

from core.colour.luma import LUMA_WEIGHTS
from core.op import Op, TileContext
from core.params import Param, Values


@lru_cache(maxsize=8)
def chroma_matrix(hue: float, saturation: float) -> np.ndarray:
    """3×3 matrix that turns and scales BT.601 chroma and leaves luma alone.

    Parameters
    ----------
    hue
        Turn in degrees.
    saturation
        Factor.
    """
    red, green, blue = LUMA_WEIGHTS.astype(float)
    cb = np.array([-red, -green, 1 - blue]) / (2 * (1 - blue))
    cr = np.array([1 - red, -green, -blue]) / (2 * (1 - red))
    to_chroma = np.stack([[red, green, blue], cb, cr])
    cosine, sine = (saturation * f(math.radians(hue)) for f in (math.cos, math.sin))
    turn = np.array([[1, 0, 0], [0, cosine, sine], [0, -sine, cosine]])
    return (np.linalg.inv(to_chroma) @ turn @ to_chroma).astype(np.float32)


def hue_saturation(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Turn and scale the colours; grey pictures stay as they are."""
    core = tile.margins.cropped(pixels)
    if core.shape[2] == 1:
        return core
    return cv2.transform(core, chroma_matrix(values["hue"], values["saturation"] / 100))


HUE_SATURATION = Op(
    id="hue-saturation",
    label="Hue and saturation",
    apply=hue_saturation,
    group="Colour",
    params=(
        Param("hue", "Hue", 0.0, -180.0, 180.0, 1.0, unit="°", help="Turns all colours."),
        Param(
            "saturation",
            "Saturation",
            115.0,
            0.0,
            300.0,
            1.0,
            unit="%",
            help="0 leaves the luma alone, 100 the colours as they are.",
        ),
    ),
    help="Corrects colours that are off or pale without changing brightness.",
    citation="Rotation and scaling of Cb and Cr as defined by ITU-R BT.601-7, 2011.",
)
