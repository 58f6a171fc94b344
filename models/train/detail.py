"""Patches with detail: photos at home are mostly sky, walls and blur, which teach little."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image

from models.train.data import PatchSampler, turned

TRIES = 3
SHARE_ANY = 0.25
SHARE_CRISP = 0.5
STRONGEST_REDUCTION = 3.0


class DetailSampler(PatchSampler):
    """Random square patches, reduced by up to ×3, of which the most detailed of three is taken.

    Reducing a photo packs its edges more densely and hides what a camera has smoothed; half of the
    patches are reduced by Lanczos, which keeps edges as crisp as photos on the web have them.
    Every fourth patch is taken as it comes.

    Parameters
    ----------
    photos
        H×W×3 ``uint8`` pictures.
    size
        Side of a patch in pixels; smaller pictures are left out.
    native
        Share of patches from anywhere in the photos at their own size.
    """

    def __init__(self, photos: Sequence[np.ndarray], size: int, *, native: float = 0.0) -> None:
        super().__init__(photos, size)
        self.native = native

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """One patch, ``size``×``size``×3 ``uint8``, turned and mirrored at random."""
        if rng.random() < self.native:
            return super().draw(rng)
        tries = 1 if rng.random() < SHARE_ANY else TRIES
        places = [self._place(rng) for _ in range(tries)]
        place = max(places, key=lambda place: detail(_thinned(place, self.size)))
        patch = _shrunk(place, self.size, crisp=rng.random() < SHARE_CRISP)
        return turned(patch, int(rng.integers(8)))

    def _place(self, rng: np.random.Generator) -> np.ndarray:
        photo = self.photos[rng.choice(len(self.photos), p=self.weights)]
        most = min(STRONGEST_REDUCTION, min(photo.shape[:2]) / self.size)
        side = int(self.size * rng.uniform(1, most))
        top = rng.integers(photo.shape[0] - side + 1)
        left = rng.integers(photo.shape[1] - side + 1)
        return photo[top : top + side, left : left + side]


def _thinned(place: np.ndarray, size: int) -> np.ndarray:
    """Every n-th pixel: enough to judge the detail by, without the cost of a reduction."""
    step = place.shape[0] // size
    return place[::step, ::step]


def _shrunk(place: np.ndarray, size: int, *, crisp: bool) -> np.ndarray:
    if crisp:
        picture = Image.fromarray(place).resize((size, size), Image.Resampling.LANCZOS)
        return np.asarray(picture)
    return cv2.resize(place, (size, size), interpolation=cv2.INTER_AREA)


def detail(patch: np.ndarray) -> float:
    """Mean strength of the Laplacian of the green channel."""
    return float(np.abs(cv2.Laplacian(patch[..., 1], cv2.CV_16S)).mean())
