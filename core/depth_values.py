"""From the numbers in a file to a depth map that fits its photo."""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from core.depth import DepthMap
from core.errors import DepthError
from core.orientation import turned_upright

_ASPECT_TOLERANCE = 0.03
_MOST_UNKNOWN = 0.5
_LEAST_RANGE = 1e-6


@dataclass(frozen=True, eq=False)
class RawDepth:
    """What a source holds, before it is turned and stretched.

    Attributes
    ----------
    values
        h×w ``float32``; larger is nearer, in proportion to inverse distance where that is known;
        NaN where nothing is known.
    source
        For people.
    in_metres
        True if the values are inverse metres.
    upright
        False if the map lies as the photo's pixels lie in the file.
    """

    values: np.ndarray
    source: str
    in_metres: bool = False
    upright: bool = True


def fitted(raw: RawDepth, orientation: int, height: int, width: int) -> tuple[DepthMap, str]:
    """A depth map for an upright photo of this size, and a note that may be empty.

    Raises
    ------
    DepthError
        If the map is constant, mostly unknown, or of another aspect ratio.
    """
    values = raw.values if raw.upright else turned_upright(raw.values, orientation)
    _check_aspect(values, height, width)
    known = np.isfinite(values)
    share = 1 - known.mean()
    if share > _MOST_UNKNOWN:
        raise DepthError(f"{share:.0%} of it is unknown.")
    low, high = float(values[known].min()), float(values[known].max())
    if high - low < _LEAST_RANGE * max(abs(high), 1.0):
        raise DepthError("it is the same everywhere.")
    nearness = (_filled(values, known) - low) / (high - low)
    near, far = (1 / high, 1 / low) if raw.in_metres and low > 0 else (None, None)
    note = f"{share:.1%} of the depth map was unknown and was filled in." if share else ""
    result = DepthMap(np.clip(nearness, 0, 1).astype(np.float32), raw.source, near, far)
    return result, note


def grey_values(content: bytes) -> np.ndarray:
    """Grey values of a PNG, JPEG or WebP picture as they are: h×w, 8 or 16 bits.

    Raises
    ------
    DepthError
        If it cannot be decoded.
    """
    try:
        image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP", "TIFF"))
        if image.width * image.height > 200e6:
            raise DepthError("it is too large.")
        deep = image.mode.startswith("I")
        return np.asarray(image).astype(np.uint16) if deep else np.asarray(image.convert("L"))
    except (OSError, ValueError, SyntaxError) as error:
        raise DepthError("its picture is damaged.", detail=str(error)) from error


def _check_aspect(values: np.ndarray, height: int, width: int) -> None:
    rows, columns = values.shape
    if abs(columns * height / (rows * width) - 1) > _ASPECT_TOLERANCE:
        raise DepthError(f"its {columns}×{rows} pixels have another aspect ratio than the photo.")


def _filled(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Unknown places take the value of the nearest known one."""
    if known.all():
        return values
    _, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    table = np.zeros(labels.max() + 1, np.float32)
    table[labels[known]] = values[known]
    return table[labels]
