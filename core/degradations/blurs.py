"""Degradations that blur: on encoded values, mirrored at the borders, rounded to 8 bits."""

from __future__ import annotations

import cv2
import numpy as np

from core.params import Param, Values

SIGMA = Param("sigma", "Sigma", 1.6, 0.2, 10, 0.1, unit="px", help="Width of the Gaussian.")
LENGTH = Param("length", "Length", 11, 1, 61, 1, unit="px", help="Way of the camera.")
ANGLE = Param("angle", "Angle", 30, -90, 90, 1, unit="°", help="Direction, 0 is horizontal.")
RADIUS = Param("radius", "Radius", 3, 0.5, 20, 0.1, unit="px", help="Of the blur disc.")
OVERSAMPLING = 8


def gaussian_blur(picture: np.ndarray, rng: np.random.Generator, values: Values) -> np.ndarray:
    """Blur with a Gaussian; no randomness."""
    return rounded(blurred(picture.astype(np.float32), values["sigma"]))


def motion_blur(picture: np.ndarray, rng: np.random.Generator, values: Values) -> np.ndarray:
    """Blur along a straight line; no randomness."""
    return _filtered(picture, motion_kernel(values["length"], values["angle"]))


def defocus_blur(picture: np.ndarray, rng: np.random.Generator, values: Values) -> np.ndarray:
    """Blur with a disc, as a lens out of focus does; no randomness."""
    return _filtered(picture, disc_kernel(values["radius"]))


def blurred(values: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian blur of H×W×C ``float32`` that keeps the channel axis."""
    result = cv2.GaussianBlur(values, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101)
    return result.reshape(values.shape)


def rounded(values: np.ndarray) -> np.ndarray:
    """Float levels to ``uint8``."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def gaussian_kernel(sigma: float) -> np.ndarray:
    """A Gaussian of a width in pixels, of sum 1, out to four times its width."""
    column = cv2.getGaussianKernel(2 * int(np.ceil(4 * sigma)) + 1, sigma)
    return column @ column.T


def motion_kernel(length: float, angle: float) -> np.ndarray:
    """A line of a length in pixels, centred, one pixel wide, of sum 1."""
    x, y = _grid(length / 2 + 1)
    turn = np.radians(angle)
    along, across = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
    return _coverage((np.abs(along) <= length / 2) & (np.abs(across) <= 0.5))


def disc_kernel(radius: float) -> np.ndarray:
    """A disc of a radius in pixels, of sum 1."""
    x, y = _grid(radius)
    return _coverage(np.hypot(x, y) <= radius)


def _grid(reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates of sub-pixels around the middle of an odd square that covers ``reach``."""
    side = (2 * int(np.ceil(reach)) + 1) * OVERSAMPLING
    places = (np.arange(side) + 0.5 - side / 2) / OVERSAMPLING
    return np.meshgrid(places, places)


def _coverage(inside: np.ndarray) -> np.ndarray:
    """Share of each pixel that is inside, scaled to a sum of 1."""
    side = inside.shape[0] // OVERSAMPLING
    share = inside.reshape(side, OVERSAMPLING, side, OVERSAMPLING).mean((1, 3))
    return share / share.sum()


def _filtered(picture: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    # Shapes here are symmetric about the middle: correlation equals convolution.
    result = cv2.filter2D(picture.astype(np.float32), -1, kernel, borderType=cv2.BORDER_REFLECT_101)
    return rounded(result.reshape(picture.shape))
