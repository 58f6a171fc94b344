"""Drawn pages teach what photos lack."""

from __future__ import annotations

import numpy as np

from models.train.data import PatchSampler
from models.train.detail import detail
from models.train.drawn import SHARE_DRAWN, WithDrawnPages, drawn_page


def test_a_page_has_crisp_text_on_it_and_is_seeded():
    first, again = (drawn_page(np.random.default_rng(3), 96) for _ in range(2))
    assert first.shape == (96, 96, 3)
    assert first.dtype == np.uint8
    assert detail(first) > 5
    assert np.array_equal(first, again)


def test_the_stated_share_of_the_patches_is_drawn():
    grey = np.full((64, 64, 3), 120, np.uint8)
    sampler = WithDrawnPages(PatchSampler([grey], 32))
    rng = np.random.default_rng(0)
    drawn = sum(detail(sampler.draw(rng)) > 0 for _ in range(400)) / 400
    assert abs(drawn - SHARE_DRAWN) < 0.05
