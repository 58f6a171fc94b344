"""Too little light: darkened where light adds up, with the noise of a sensor."""

from __future__ import annotations

import numpy as np

from core.degradations.blurs import rounded
from core.params import Param, ParamScale, Values

LIGHT = Param(
    *("light", "Light", 0.06, 0.005, 1, 0.005, ParamScale.LOG),
    help="Share of the light that is left, on linear values.",
)
GAMMA = Param("gamma", "Gamma", 1.2, 1, 3, 0.05, help="Darkens the middle tones once more.")
SHOT = Param(
    *("shot", "Shot noise", 0.0003, 0.00001, 0.01, 0.00001, ParamScale.LOG),
    help="Variance per unit of linear light; 1 is white.",
)
READ = Param(
    *("read", "Read noise", 0.0008, 0.00001, 0.02, 0.00001, ParamScale.LOG),
    help="Standard deviation on linear light; 1 is white.",
)
PARAMS = (LIGHT, GAMMA, SHOT, READ)
TRAINING = {
    "light": (0.01, 0.4),
    "gamma": (1.0, 1.6),
    "shot": (0.00003, 0.001),
    "read": (0.0001, 0.002),
}
BAND_ROWS = 64


def low_light(picture: np.ndarray, rng: np.random.Generator, values: Values) -> np.ndarray:
    """Darken a photo as underexposure does.

    Linear light x (sRGB curve removed) becomes ``light·x``; noise of variance
    ``shot·light·x + read²`` is added, independent in every value; the curve is put back, the
    encoded value is raised to ``gamma`` and rounded to 8 bits.
    """
    table = _decoding_table() * np.float32(values["light"])
    dark = np.empty_like(picture)
    for top in range(0, len(picture), BAND_ROWS):
        exposed = table[picture[top : top + BAND_ROWS]]
        spread = np.sqrt(np.float32(values["shot"]) * exposed + np.float32(values["read"] ** 2))
        exposed += spread * rng.standard_normal(exposed.shape, np.float32)
        levels = encoded(np.clip(exposed, 0, 1)) ** np.float32(values["gamma"]) * 255
        dark[top : top + BAND_ROWS] = rounded(levels)
    return dark


def encoded(linear: np.ndarray) -> np.ndarray:
    """Linear light in [0, 1] through the sRGB curve."""
    curve = 1.055 * np.power(np.maximum(linear, 0.0031308), 1 / 2.4) - 0.055
    return np.where(linear > 0.0031308, curve, 12.92 * linear)


def _decoding_table() -> np.ndarray:
    levels = np.arange(256) / 255
    curve = ((np.maximum(levels, 0.04045) + 0.055) / 1.055) ** 2.4
    return np.where(levels > 0.04045, curve, levels / 12.92).astype(np.float32)
