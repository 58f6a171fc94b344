"""What networks and people need to know of a photo's colour profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.colour.icc import read_icc

_TOLERANCE = 1e-3
_RAMP = 1e-4


@dataclass(frozen=True, eq=False)
class CurvePair:
    """From the file's encoding to the sRGB curve and back, channel by channel.

    Attributes
    ----------
    to_srgb
        One row per channel: values under the sRGB curve at evenly spaced values of the file.
    from_root
        One row per channel: values of the file at evenly spaced square roots of values under the
        sRGB curve. The root keeps shadows exact, where the way back is steep.
    """

    to_srgb: np.ndarray
    from_root: np.ndarray

    def forward(self, pixels: np.ndarray) -> np.ndarray:
        """Values of the file to values under the sRGB curve.

        Parameters
        ----------
        pixels
            …×C ``float32`` in [0, 1].
        """
        return _looked_up(pixels, self.to_srgb)

    def back(self, pixels: np.ndarray) -> np.ndarray:
        """The way back; ``back(forward(x))`` is ``x`` to within two levels of 16 bits.

        Parameters
        ----------
        pixels
            …×C ``float32`` in [0, 1].
        """
        return _looked_up(np.sqrt(pixels), self.from_root)


@lru_cache(maxsize=16)
def network_curve(icc: bytes | None) -> CurvePair | None:
    """How values of a file reach the sRGB curve that networks were trained on.

    None where the file uses that curve already (to a thousandth), has no profile, or its profile
    states no curve.
    """
    profile = read_icc(icc)
    if profile is None or profile.curves is None:
        return None
    encoded = np.maximum.accumulate(srgb_encoded(profile.curves.clip(0, 1)), axis=1)
    knots = np.linspace(0, 1, encoded.shape[1])
    if np.abs(encoded - knots).max() < _TOLERANCE:
        return None
    return CurvePair(*(_rows(step) for step in zip(*map(_both_ways, encoded), strict=True)))


def profile_name(icc: bytes | None) -> str:
    """The name of a colour profile for people, such as ``"Display P3"``.

    ``"untagged"`` where there is none.
    """
    if not icc:
        return "untagged"
    profile = read_icc(icc)
    if profile is None:
        return "damaged profile, shown as sRGB"
    if profile.name.lower().startswith("srgb"):
        return "sRGB"
    return profile.name or f"unnamed {profile.space} profile"


def srgb_encoded(light: np.ndarray) -> np.ndarray:
    """Linear light in [0, 1] under the sRGB curve (IEC 61966-2-1)."""
    power = 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055
    return np.where(light <= 0.0031308, light * 12.92, power)


def _both_ways(encoded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A curve from 0 to 1, made strictly rising, and its inverse over the square root."""
    knots = np.linspace(0, 1, len(encoded))
    span = max(float(encoded[-1] - encoded[0]), _RAMP)
    rising = (1 - _RAMP) * (encoded - encoded[0]) / span + _RAMP * knots
    return rising, np.interp(knots**2, rising, knots)


def _rows(curves: Sequence[np.ndarray]) -> np.ndarray:
    return np.stack(curves).astype(np.float32)


def _looked_up(pixels: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Evenly spaced tables at values in [0, 1], straight between their entries."""
    result = np.empty(pixels.shape, np.float32)
    last = rows.shape[1] - 1
    for channel in range(pixels.shape[-1]):
        row = rows[min(channel, len(rows) - 1)]
        place = np.clip(pixels[..., channel], 0, 1) * np.float32(last)
        below = np.minimum(place.astype(np.int32), last - 1)
        share = place - below
        low = row[below]
        result[..., channel] = low + share * (row[below + 1] - low)
    return result
