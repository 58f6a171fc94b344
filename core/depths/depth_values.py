"""From the numbers in a file to a depth map that fits its photo."""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from core.depth import RELATIVE, DepthMap
from core.errors import DepthError
from core.photos.orientation import turned_upright

_ASPECT_TOLERANCE = 0.03
_MOST_UNKNOWN = 0.5
_LEAST_RANGE = 1e-6
_GREY_WITHIN = 4.0
_UPSIDE_DOWN, _EVEN = -0.5, 0.05


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
    kind
        See `DepthMap.kind`.
    vague
        True if such files are as often bright where it is far, and do not say so.
    stated
        True if the file itself says how it is to be read.
    """

    values: np.ndarray
    source: str
    in_metres: bool = False
    upright: bool = True
    kind: str = RELATIVE
    vague: bool = False
    stated: bool = False


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
    nearness = np.clip(nearness, 0, 1).astype(np.float32)
    return DepthMap(nearness, raw.source, near, far, raw.kind), note


def is_nearer_above(depth: DepthMap) -> bool:
    """Whether a map may be upside down: most photos show the ground, which is near below."""
    rows = depth.nearness.mean(axis=1)
    if rows.std() < _EVEN:
        return False
    return bool(np.corrcoef(rows, np.arange(len(rows)))[0, 1] < _UPSIDE_DOWN)


def grey_values(content: bytes) -> np.ndarray:
    """Grey values of a PNG, JPEG, WebP or TIFF picture as they are.

    Returns
    -------
    numpy.ndarray
        h×w ``uint8``, ``uint16``, or ``float32`` for anything deeper.

    Raises
    ------
    DepthError
        If it cannot be decoded, or is in colours.
    """
    try:
        image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP", "TIFF"))
        if image.width * image.height > 200e6:
            raise DepthError("it is too large.")
        values = np.asarray(image if image.mode[0] in "IF" else image.convert("RGB"))
    except DepthError:
        raise
    except Exception as error:  # decoders raise nearly anything on damaged files
        raise DepthError("its picture is damaged.", detail=str(error)) from error
    return _one_channel(values) if values.ndim == 3 else _narrowed(values)


def _one_channel(values: np.ndarray) -> np.ndarray:
    """Three channels that are alike but for JPEG's rounding."""
    differences = cv2.absdiff(values[..., 0], values[..., 1])
    if differences.mean() > _GREY_WITHIN:
        raise DepthError("it is in colours, and depth is grey.")
    return cv2.cvtColor(values, cv2.COLOR_RGB2GRAY)


def _narrowed(values: np.ndarray) -> np.ndarray:
    if values.dtype.kind in "iu" and values.min() >= 0 and values.max() <= np.iinfo(np.uint16).max:
        return values.astype(np.uint16)
    return values.astype(np.float32)


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
