"""Whole scenes, reduced: what a network that judges the whole picture must see in training."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from models.train.data import PatchSampler, turned

SMALLEST_PART = 0.75
DARK = 5.0


class SceneSampler(PatchSampler):
    """Squares of at least three quarters of a picture's shorter side, reduced to one size.

    The darker a picture, the more often it is taken: there are few, and they are the hardest.

    Parameters
    ----------
    photos
        H×W×3 ``uint8`` pictures, or H×W×6 pairs.
    size
        Side of the result in pixels; smaller pictures are left out.
    """

    def __init__(self, photos: Sequence[np.ndarray], size: int) -> None:
        super().__init__(photos, size)
        rarity = np.array([1 / (DARK + photo[::8, ::8, :3].mean()) for photo in self.photos])
        self.weights = rarity / rarity.sum()

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """One scene, ``size``×``size``×C ``uint8``, turned and mirrored at random."""
        photo = self.photos[rng.choice(len(self.photos), p=self.weights)]
        shorter = min(photo.shape[:2])
        side = max(self.size, int(shorter * rng.uniform(SMALLEST_PART, 1)))
        top = rng.integers(photo.shape[0] - side + 1)
        left = rng.integers(photo.shape[1] - side + 1)
        scene = photo[top : top + side, left : left + side]
        pictures = (scene[..., i : i + 3] for i in range(0, scene.shape[2], 3))
        reduced = [
            cv2.resize(p.copy(), (self.size,) * 2, interpolation=cv2.INTER_AREA) for p in pictures
        ]
        return turned(np.concatenate(reduced, axis=2), int(rng.integers(8)))
