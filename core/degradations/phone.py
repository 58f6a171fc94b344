"""A small camera: soft, tinted, dark in the corners, noisy, compressed."""

from __future__ import annotations

import numpy as np

from core.degradations.ageing import tint
from core.degradations.blurs import blurred, rounded
from core.params import Param, Values
from core.photos.jpeg import through_jpeg

SOFTNESS = Param("softness", "Softness", 0.8, 0, 3, 0.1, unit="px", help="Gaussian σ.")
CAST = Param("cast", "Colour cast", 0.12, 0, 0.5, 0.01, help="Strength of the tint.")
HUE = Param("hue", "Hue of the cast", 190, 0, 360, 1, unit="°", help="0 red, 120 green, 240 blue.")
VIGNETTE = Param("vignette", "Vignette", 0.3, 0, 0.9, 0.05, help="Light lost in the corners.")
NOISE = Param("noise", "Noise", 0.02, 0, 0.2, 0.005, help="Standard deviation at white.")
QUALITY = Param("quality", "JPEG quality", 75, 5, 95, 1, help="Pillow's quality at 4:2:0.")
PARAMS = (SOFTNESS, CAST, HUE, VIGNETTE, NOISE, QUALITY)
TRAINING = {
    "softness": (0.4, 1.3),
    "cast": (0.0, 0.25),
    "hue": (0.0, 360.0),
    "vignette": (0.0, 0.5),
    "noise": (0.005, 0.05),
    "quality": (60.0, 95.0),
}
NOISE_FLOOR = 0.25


def phone(picture: np.ndarray, rng: np.random.Generator, values: Values) -> np.ndarray:
    """Spoil a photo as an early phone's camera would.

    Blur, tint and vignette (falling with the squared distance from the middle) act on encoded
    values; the noise's variance rises linearly from a quarter of its value at black to ``noise``²
    at white; JPEG comes last.
    """
    shot = picture.astype(np.float32) / 255
    if values["softness"] > 0:
        shot = blurred(shot, values["softness"])
    shot *= tint(values["hue"], values["cast"], picture.shape[2])
    shot *= 1 - np.float32(values["vignette"]) * _distance_squared(picture.shape[:2])
    spread = np.sqrt(NOISE_FLOOR + (1 - NOISE_FLOOR) * np.clip(shot, 0, 1))
    shot += np.float32(values["noise"]) * spread * rng.standard_normal(shot.shape, np.float32)
    return through_jpeg(rounded(shot * 255), round(values["quality"]))


def _distance_squared(size: tuple[int, int]) -> np.ndarray:
    """Squared distance from the middle, H×W×1, 1 at the corners."""
    y, x = (
        (2 * np.arange(side, dtype=np.float32) - (side - 1)) / np.float32(max(side - 1, 1))
        for side in size
    )
    return ((y[:, None] ** 2 + x**2) / 2)[..., None]
