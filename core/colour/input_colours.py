"""Taking off the colour shift of a step: its large-scale colours become those of its input."""

from __future__ import annotations

import cv2
import numpy as np

from core.colour.luma import luma
from core.ops.tile_filters import gaussian, gaussian_reach

COLOUR_SIGMA = 6.0
"""What is large-scale: wider than a Gaussian of this σ, in pixels of the step's input."""
COLOUR_REACH = gaussian_reach(COLOUR_SIGMA) + 2


def with_input_colours(result: np.ndarray, source: np.ndarray, scale: int) -> np.ndarray:
    """Replace the low-frequency chroma of a result by that of its input; luma stays.

    Parameters
    ----------
    result
        H·scale × W·scale × 3 ``float32``; grey comes back as it is.
    source
        H×W×3 ``float32``, the step's input at the same place. Within `COLOUR_REACH` pixels of an
        edge that is not the picture's own, the result is not to be used.
    scale
        Enlargement of the step.

    Returns
    -------
    numpy.ndarray
        Like ``result``; may lie a little outside [0, 1].
    """
    if result.shape[2] == 1:
        return result
    height, width = source.shape[:2]
    small = (
        cv2.resize(result, (width, height), interpolation=cv2.INTER_AREA) if scale > 1 else result
    )
    shift = gaussian(chroma(source) - chroma(small), COLOUR_SIGMA)
    if scale > 1:
        size = (width * scale, height * scale)
        shift = cv2.resize(shift, size, interpolation=cv2.INTER_LINEAR)
    return result + shift


def chroma(rgb: np.ndarray) -> np.ndarray:
    """What is left of each channel of H×W×3 without luma."""
    return rgb - luma(rgb)
