"""What did it invent? Three ways to look at what a result has that its input did not.

Every check gives a map with one value per pixel of the input, and figures over it.

References
----------
Consistency with the input: Y. Bahat, T. Michaeli, Explorable Super Resolution, CVPR 2020.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np

from core.colour.input_colours import COLOUR_SIGMA
from core.colour.luma import luma
from core.levels import to_float
from core.ops.tile_filters import gaussian, gaussian_reach
from core.region import Region
from core.resample import enlarge_bicubic

LEVELS = 255.0
SINC_LOBES = 8
KAISER_BETA = 6.0
POOL_SIGMA = 1.0

ToScreen = Callable[[np.ndarray], np.ndarray]


class Check(Enum):
    """What is looked at."""

    CONSISTENCY = "consistency"
    COLOUR = "colour"
    DETAIL = "detail"


@dataclass(frozen=True)
class CheckText:
    """What people read about a check.

    Attributes
    ----------
    label
        A few words.
    unit
        Of the map.
    help
        One sentence in plain words.
    top
        End of the colour scale unless another is chosen.
    """

    label: str
    unit: str
    help: str
    top: float


CHECKS: dict[Check, CheckText] = {
    Check.CONSISTENCY: CheckText(
        "Contradiction",
        "levels",
        "The result, reduced to the photo's size, should be the photo again: where this is bright, "
        "the result shows something else than what was recorded.",
        8.0,
    ),
    Check.COLOUR: CheckText(
        "Colour drift",
        "ΔE",
        "How far the colours of whole areas have moved: up to 1 nobody sees it, beyond 3 it is "
        "plain side by side; “Keep input colours” on the step takes it off.",
        6.0,
    ),
    Check.DETAIL: CheckText(
        "Invented detail",
        "levels",
        "Detail finer than the photo's own pixels could have recorded: it may look right, but it "
        "is the network's guess, not something the photo shows.",
        12.0,
    ),
}


@dataclass(frozen=True)
class Tally:
    """Sums over a map, which can be added up over its parts.

    Attributes
    ----------
    count, total, squares, largest
        Of the map's values.
    residual
        Mean square over each input pixel of all that an enlarging network added to bicubic
        enlargement, summed up; only for `Check.DETAIL`.
    """

    count: int = 0
    total: float = 0.0
    squares: float = 0.0
    largest: float = 0.0
    residual: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.count + other.count,
            self.total + other.total,
            self.squares + other.squares,
            max(self.largest, other.largest),
            self.residual + other.residual,
        )

    @property
    def mean(self) -> float:
        """Mean of the map."""
        return self.total / max(self.count, 1)

    @property
    def rms(self) -> float:
        """Root of the mean square."""
        return float(np.sqrt(self.squares / max(self.count, 1)))

    @property
    def share(self) -> float:
        """How much of the energy that was added lies above the input's Nyquist limit, 0 to 1."""
        return min(self.squares / self.residual, 1.0) if self.residual > 0 else 0.0


@dataclass(frozen=True, eq=False)
class TrustMap:
    """One check on one place.

    Attributes
    ----------
    values
        H×W ``float32``, one value a pixel of the input (or a pool of them, see `pooled`).
    tally
        Sums over all pixels of the input.
    """

    values: np.ndarray
    tally: Tally

    def pooled(self, factor: int) -> TrustMap:
        """The map reduced for a small view: root mean squares of groups of pixels."""
        if factor == 1:
            return self
        height, width = self.values.shape
        squares = np.square(self.values)
        squares = cv2.copyMakeBorder(
            squares, 0, -height % factor, 0, -width % factor, cv2.BORDER_REPLICATE
        )
        size = (squares.shape[1] // factor, squares.shape[0] // factor)
        return TrustMap(
            np.sqrt(cv2.resize(squares, size, interpolation=cv2.INTER_AREA)), self.tally
        )


def reach(check: Check) -> int:
    """Pixels of the input that have to be there around a place."""
    return {
        Check.CONSISTENCY: 0,
        Check.COLOUR: gaussian_reach(COLOUR_SIGMA),
        Check.DETAIL: SINC_LOBES + gaussian_reach(POOL_SIGMA) + 2,
    }[check]


def why_not(check: Check, *, scale: int, channels: int) -> str:
    """Why a check says nothing about a result; empty if it does."""
    if check is Check.DETAIL and scale == 1:
        return "It applies to networks that enlarge."
    if check is Check.COLOUR and channels == 1:
        return "A grey photo has no colours."
    return ""


def trust_map(
    check: Check,
    result: np.ndarray,
    source: np.ndarray,
    inner: Region | None = None,
    *,
    to_screen: ToScreen | None = None,
) -> TrustMap:
    """Look at one place.

    Parameters
    ----------
    check
        What for.
    result
        H·s × W·s × C, ``uint8`` or ``uint16``; s is the enlargement.
    source
        H×W×C of the same type: the input at the same place, with `reach` pixels around where
        there are some.
    inner
        The place itself, counted from the corner of ``source``; all of it by default.
    to_screen
        Turns the photo's own colours into sRGB, 8 bits; for `Check.COLOUR` only.
    """
    inner = inner or Region(0, 0, source.shape[1], source.shape[0])
    if check is Check.COLOUR:
        values = inner.of(colour_drift(result, source, to_screen))
        return _mapped(values, 0.0)
    if check is Check.DETAIL:
        values, residual = (inner.of(part) for part in invented_detail(result, source))
        return _mapped(values, float(np.sum(residual, dtype=np.float64)))
    return _mapped(inner.of(contradiction(result, source)), 0.0)


def contradiction(result: np.ndarray, source: np.ndarray) -> np.ndarray:
    """The result reduced by area to the input's size, less the input.

    Returns
    -------
    numpy.ndarray
        H×W ``float32``: root mean square over the channels, in levels of 8 bits.
    """
    difference = _reduced(to_float(result), source) - to_float(source)
    return LEVELS * np.sqrt(np.mean(np.square(difference), axis=2))


def colour_drift(
    result: np.ndarray, source: np.ndarray, to_screen: ToScreen | None = None
) -> np.ndarray:
    """Distance in a*b* between the blurred colours of result and input.

    Returns
    -------
    numpy.ndarray
        H×W ``float32``, in units of CIE L*a*b*: lightness does not count.
    """
    if source.shape[2] == 1:
        return np.zeros(source.shape[:2], np.float32)
    small = _in_integers(_reduced(to_float(result), source), source.dtype)
    drift = gaussian(_ab(small, to_screen) - _ab(source, to_screen), COLOUR_SIGMA)
    return np.hypot(drift[..., 0], drift[..., 1])


def invented_detail(result: np.ndarray, source: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What a result has beyond bicubic enlargement, above the input's Nyquist limit.

    Returns
    -------
    tuple of numpy.ndarray
        Local root mean square of the luma residual above half a cycle per pixel of the input, and
        the mean square of the whole residual; H×W ``float32`` each, in levels of 8 bits (squared).
    """
    scale = result.shape[0] // source.shape[0]
    plain = luma(enlarge_bicubic(to_float(source), scale))
    residual = LEVELS * (luma(to_float(result)) - plain)[..., 0]
    kernel = nyquist_kernel(scale)
    low = cv2.sepFilter2D(residual, -1, kernel, kernel, borderType=cv2.BORDER_REFLECT_101)
    high, whole = (_pool(np.square(part), source) for part in (residual - low, residual))
    return np.sqrt(high), whole


def nyquist_kernel(scale: int) -> np.ndarray:
    """Low-pass filter at the Nyquist limit of a picture ``scale`` times smaller (Kaiser window)."""
    places = np.arange(-SINC_LOBES * scale, SINC_LOBES * scale + 1)
    kernel = np.sinc(places / scale) * np.kaiser(len(places), KAISER_BETA)
    return (kernel / kernel.sum()).astype(np.float32)


def _pool(squares: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Mean square around each pixel of the input."""
    return np.maximum(gaussian(_reduced(squares, source), POOL_SIGMA), 0)


def _reduced(result: np.ndarray, source: np.ndarray) -> np.ndarray:
    height, width = source.shape[:2]
    if result.shape[:2] == (height, width):
        return result
    small = cv2.resize(result, (width, height), interpolation=cv2.INTER_AREA)
    return small.reshape(height, width, *result.shape[2:])


def _ab(pixels: np.ndarray, to_screen: ToScreen | None) -> np.ndarray:
    shown = to_float(pixels if to_screen is None else to_screen(pixels))
    return cv2.cvtColor(shown, cv2.COLOR_RGB2Lab)[..., 1:]


def _in_integers(values: np.ndarray, dtype: np.dtype) -> np.ndarray:
    return np.rint(values * np.iinfo(dtype).max).astype(dtype)


def _mapped(values: np.ndarray, residual: float) -> TrustMap:
    squares = float(np.sum(np.square(values), dtype=np.float64))
    total = float(np.sum(values, dtype=np.float64))
    largest = float(values.max(initial=0.0))
    return TrustMap(values, Tally(values.size, total, squares, largest, residual))
