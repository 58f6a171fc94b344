"""An old print: faded, tinted, grainy, on patterned paper, scratched."""

from __future__ import annotations

import colorsys

import cv2
import numpy as np

from core.colour.luma import luma, with_luma
from core.degradations.blurs import blurred, rounded
from core.params import Param, Values

SOFTNESS = Param("softness", "Softness", 0.7, 0, 3, 0.1, unit="px", help="Gaussian σ.")
COLOUR_LOSS = Param("colour_loss", "Colour loss", 0.45, 0, 1, 0.05, help="Share of chroma lost.")
FADE = Param("fade", "Fading", 0.35, 0, 0.9, 0.05, help="Share of the contrast lost.")
CAST = Param("cast", "Colour cast", 0.25, 0, 0.8, 0.05, help="Strength of the tint.")
HUE = Param("hue", "Hue of the cast", 40, 0, 360, 1, unit="°", help="0 red, 40 sepia, 300 magenta.")
TEXTURE = Param(
    "texture", "Paper pattern", 0.03, 0, 0.2, 0.005, help="Depth of the paper's relief."
)
PERIOD = Param("period", "Paper period", 5, 2.5, 20, 0.5, unit="px", help="Between two grains.")
NOISE = Param("noise", "Grain", 0.02, 0, 0.2, 0.005, help="Standard deviation; 1 is white.")
SCRATCHES = Param(
    "scratches", "Scratches", 30, 0, 300, 5, unit="per MP", help="Thin bright lines, on average."
)
PARAMS = (SOFTNESS, COLOUR_LOSS, FADE, CAST, HUE, TEXTURE, PERIOD, NOISE, SCRATCHES)
TRAINING = {
    "softness": (0.3, 1.2),
    "colour_loss": (0.1, 0.7),
    "fade": (0.1, 0.55),
    "cast": (0.0, 0.4),
    "hue": (15.0, 65.0),
    "texture": (0.0, 0.06),
    "period": (3.0, 8.0),
    "noise": (0.005, 0.04),
    "scratches": (0.0, 80.0),
}
BLACK_SHARE = 0.6
GRAIN_SIGMA = 0.6
SCRATCH_SHORTEST, SCRATCH_LONGEST = 30, 400
SUBPIXEL_BITS = 4


def old_photo(picture: np.ndarray, rng: np.random.Generator, values: Values) -> np.ndarray:
    """Age a photo in the order in which it happens to a print.

    Blur; loss of chroma; fading, which raises black by 0.6 and lowers white by 0.4 of ``fade``; a
    tint that multiplies; the paper's relief, two crossed waves at a random angle, multiplied;
    grain a little wider than a pixel; bright scratches. The strengths are fixed by the values;
    chance places the pattern, the grain and the scratches. Grey pictures have no chroma and no
    tint.
    """
    aged = picture.astype(np.float32) / 255
    if values["softness"] > 0:
        aged = blurred(aged, values["softness"])
    aged = with_luma(np.float32(1 - values["colour_loss"]) * aged, luma(aged))
    aged = np.float32(1 - values["fade"]) * aged + np.float32(BLACK_SHARE * values["fade"])
    aged *= tint(values["hue"], values["cast"], picture.shape[2])
    aged *= 1 + np.float32(values["texture"]) * paper(picture.shape[:2], rng, values["period"])
    aged += np.float32(values["noise"]) * grain(picture.shape, rng)
    return rounded(_scratched(aged, rng, values["scratches"]) * 255)


def tint(hue: float, strength: float, channels: int) -> np.ndarray:
    """Factors per channel: 1 for the brightest, 1 − ``strength`` for the opposite of the hue."""
    if channels == 1:
        return np.ones(1, np.float32)
    colour = np.array(colorsys.hsv_to_rgb(hue / 360 % 1, 1, 1), np.float32)
    return 1 - np.float32(strength) * (1 - colour)


def paper(size: tuple[int, int], rng: np.random.Generator, period: float) -> np.ndarray:
    """A silk paper's relief in [−1, 1], H×W×1: two waves across each other."""
    angle, first, second = rng.uniform(0, 2 * np.pi, 3)
    scale = np.float32(2 * np.pi / period)
    y, x = (np.arange(side, dtype=np.float32) * scale for side in size)
    y = y[:, None]
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    along = np.sin(x * cos + y * sin + np.float32(first))
    across = np.sin(y * cos - x * sin + np.float32(second))
    return (along * across)[..., None]


def grain(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Gaussian noise of unit variance, slightly wider than a pixel."""
    noise = blurred(rng.standard_normal(shape, np.float32), GRAIN_SIGMA)
    return noise * np.float32(_grain_gain())


def _grain_gain() -> float:
    """What the blur takes from the standard deviation of white noise, to be given back."""
    impulse = np.zeros((15, 15, 1), np.float32)
    impulse[7, 7] = 1
    return float(1 / np.sqrt(np.square(blurred(impulse, GRAIN_SIGMA)).sum()))


def _scratched(picture: np.ndarray, rng: np.random.Generator, per_megapixel: float) -> np.ndarray:
    """Lighten along thin, nearly straight lines."""
    height, width = picture.shape[:2]
    marks = np.zeros((height, width), np.uint8)
    for _ in range(rng.poisson(per_megapixel * height * width / 1e6)):
        corners = _scratch((height, width), rng) * 2**SUBPIXEL_BITS
        strength, thick = int(rng.uniform(80, 220)), int(rng.integers(1, 3))
        points = np.rint(corners[:, ::-1]).astype(np.int32)[:, None]
        cv2.polylines(marks, [points], False, strength, thick, cv2.LINE_AA, SUBPIXEL_BITS)
    share = marks[..., None].astype(np.float32) / 255
    return picture + share * (1 - picture)


def _scratch(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Corners (y, x) of one scratch, 5×2."""
    start = rng.uniform((0, 0), size)
    turns = rng.uniform(0, 2 * np.pi) + rng.normal(0, 0.08, 4).cumsum()
    part = rng.uniform(SCRATCH_SHORTEST, SCRATCH_LONGEST) / 4
    steps = part * np.stack([np.sin(turns), np.cos(turns)], axis=1)
    return np.concatenate([start[None], start + steps.cumsum(axis=0)])
