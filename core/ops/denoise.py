"""Noise removal by non-local means and by the bilateral filter (OpenCV's)."""

from __future__ import annotations

import math

import cv2
import numpy as np

from core.levels import to_float, to_sixteen_bits
from core.op import Op, TileContext
from core.ops.tile_filters import BORDER
from core.params import Param, ParamScale, Values

PATCH, SEARCH = 5, 15
NLM_STRENGTH = 0.92
BILATERAL_RANGE = 1.7

NOISE = Param(
    "noise",
    "Noise",
    5.0,
    0.5,
    50.0,
    0.5,
    ParamScale.LOG,
    unit="/ 255",
    help="Standard deviation of the noise that is to go.",
)


def denoise_nlm(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Mean over pixels whose surroundings look alike."""
    strength = NLM_STRENGTH * math.sqrt(pixels.shape[2]) * values["noise"] * 257
    found = cv2.fastNlMeansDenoising(
        to_sixteen_bits(pixels),
        [strength],
        templateWindowSize=PATCH,
        searchWindowSize=SEARCH,
        normType=cv2.NORM_L1,
    )
    return tile.margins.cropped(to_float(found.reshape(pixels.shape)))


def bilateral_reach(radius: float) -> int:
    """Pixels on each side that the bilateral filter looks at."""
    return max(1, math.ceil(2 * radius))


def denoise_bilateral(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Mean over pixels that are near and of nearly the same colour."""
    side = 2 * bilateral_reach(values["radius"]) + 1
    contrast = BILATERAL_RANGE * pixels.shape[2] * values["noise"] / 255
    found = cv2.bilateralFilter(pixels, side, contrast, values["radius"], borderType=BORDER)
    return tile.margins.cropped(found.reshape(pixels.shape))


DENOISE_NLM = Op(
    id="denoise-nlm",
    label="Noise removal (non-local means)",
    apply=denoise_nlm,
    group="Noise",
    params=(NOISE,),
    help="Keeps repeated texture; slow.",
    citation="A. Buades, B. Coll, J.-M. Morel: A non-local algorithm for image denoising. CVPR "
    "2005, doi:10.1109/CVPR.2005.38.",
    halo=lambda values: PATCH // 2 + SEARCH // 2,
    tile=256,
    expensive=True,
)
DENOISE_BILATERAL = Op(
    id="denoise-bilateral",
    label="Noise removal (bilateral)",
    apply=denoise_bilateral,
    group="Noise",
    params=(
        NOISE,
        Param(
            "radius",
            "Radius",
            2.0,
            0.5,
            8.0,
            0.1,
            ParamScale.LOG,
            unit="px",
            help="How far away pixels still count (standard deviation).",
        ),
    ),
    help="Smooths flat places and stops at edges; fast.",
    citation="C. Tomasi, R. Manduchi: Bilateral filtering for gray and color images. ICCV 1998, "
    "doi:10.1109/ICCV.1998.710815.",
    halo=lambda values: bilateral_reach(values["radius"]),
    tile=256,
)
