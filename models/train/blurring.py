"""Random blur for training: Gaussian, defocus and motion of many radii."""

from __future__ import annotations

import cv2
import numpy as np

USUAL_SIGMA = 1.6
SHARE_USUAL = 0.5
SHARE_GAUSSIAN = 0.25
SHARE_DEFOCUS = 0.125


def random_blur(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Blur with a random kernel and round to 8 bits.

    Parameters
    ----------
    picture
        H×W×3 ``uint8``.
    rng
        Half of its draws are Gaussians of σ 1.6, a quarter Gaussians of σ 0.5 to 2.6, the rest
        defocus discs of radius 1 to 3.5 and motion over 2 to 9 pixels.
    """
    kernel = random_kernel(rng)
    blurred = cv2.filter2D(
        picture.astype(np.float32), -1, kernel, borderType=cv2.BORDER_REFLECT_101
    )
    return np.rint(blurred.clip(0, 255)).astype(np.uint8)


def random_kernel(rng: np.random.Generator) -> np.ndarray:
    """A kernel of sum 1, drawn as `random_blur` says."""
    kind = rng.random()
    if kind < SHARE_USUAL:
        return gaussian(USUAL_SIGMA)
    kind -= SHARE_USUAL
    if kind < SHARE_GAUSSIAN:
        return gaussian(rng.uniform(0.5, 2.6))
    if kind < SHARE_GAUSSIAN + SHARE_DEFOCUS:
        return disc(rng.uniform(1.0, 3.5))
    return motion(rng.uniform(2.0, 9.0), rng.uniform(0, np.pi))


def gaussian(sigma: float) -> np.ndarray:
    """A Gaussian cut at four σ."""
    row = cv2.getGaussianKernel(2 * int(np.ceil(4 * sigma)) + 1, sigma, cv2.CV_32F)
    return row @ row.T


def disc(radius: float) -> np.ndarray:
    """A disc with a soft rim, as of a lens out of focus."""
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    kernel = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return kernel / kernel.sum()


def motion(length: float, angle: float) -> np.ndarray:
    """A straight stroke of this length in pixels and angle in radians."""
    reach = int(np.ceil(length / 2)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    along = x * np.cos(angle) + y * np.sin(angle)
    across = y * np.cos(angle) - x * np.sin(angle)
    kernel = np.clip(length / 2 + 0.5 - abs(along), 0, 1) * np.clip(1 - abs(across), 0, 1)
    return (kernel / kernel.sum()).astype(np.float32)
