"""Training patches come from where there is detail."""

from __future__ import annotations

import numpy as np

from models.train.data import PatchSampler
from models.train.detail import DetailSampler, detail


def half_flat(side: int = 240) -> np.ndarray:
    """Sky at the left, foliage at the right."""
    photo = np.full((side, 2 * side, 3), 120, np.uint8)
    photo[:, side:] = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    return photo


def mean_detail(sampler: PatchSampler) -> float:
    rng = np.random.default_rng(1)
    return float(np.mean([detail(sampler.draw(rng)) for _ in range(60)]))


def test_detailed_places_are_taken_more_often():
    photo = half_flat()
    share = mean_detail(DetailSampler([photo], 240)) / mean_detail(PatchSampler([photo], 240))
    assert share > 1.2


def test_patches_have_the_size_that_was_asked_for_and_are_seeded():
    sampler = DetailSampler([half_flat()], 60)
    first, again = (sampler.draw(np.random.default_rng(5)) for _ in range(2))
    assert first.shape == (60, 60, 3)
    assert first.dtype == np.uint8
    assert np.array_equal(first, again)
