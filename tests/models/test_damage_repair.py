"""Only holes change, found or told; black that belongs to the photo stays."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.degradations import degradation
from models.arch.damage_repair import DamageRepair, black_places
from models.arch.smooth_fill import MIDDLE_GREY, smooth_fill


@pytest.fixture
def network():
    torch.manual_seed(2)
    return DamageRepair(widths=(4, 6, 6)).eval().requires_grad_(False)


def as_batch(picture: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(picture.transpose(2, 0, 1)[None].astype(np.float32) / 255)


@pytest.fixture
def damaged():
    good = np.random.default_rng(3).integers(60, 200, (96, 96, 3), np.uint8)
    return degradation("holes").apply_with_mask(good, np.random.default_rng(4))


def test_holes_of_every_width_are_found(damaged):
    picture, mask = damaged
    found = black_places(as_batch(picture))[0, 0].bool().numpy()
    assert np.array_equal(found, mask)


def test_single_black_pixels_are_no_holes():
    x = torch.full((1, 3, 16, 16), 0.5)
    x[..., 3, 4] = x[..., 8, 2:9] = 0
    assert not black_places(x).any()


def test_holes_at_the_border_are_found():
    x = torch.full((1, 3, 16, 16), 0.5)
    x[..., :1, 5:9] = x[..., 12:, 15:] = 0
    found = black_places(x)[0, 0].bool()
    assert found[0, 5:9].all()
    assert found[12:, 15].all()
    assert found.sum() == 8


def test_nothing_but_the_holes_changes(network, damaged):
    picture, mask = damaged
    x = as_batch(picture)
    changed = (network(x) != x).any(1)[0].numpy()
    assert changed[mask].mean() > 0.9
    assert not changed[~mask].any()


def test_a_given_mask_decides(network):
    x = torch.rand(1, 3, 32, 48)
    mask = torch.zeros(1, 1, 32, 48)
    mask[..., 8:16, 20:30] = 1
    result = network(torch.cat((x, mask), 1))
    outside = mask.expand(-1, 3, -1, -1) == 0
    assert torch.equal(result[outside], x[outside])
    hidden = x.masked_fill(mask.bool(), 0.9)
    assert torch.equal(network(torch.cat((hidden, mask), 1)), result)


def test_black_that_the_network_would_paint_black_stays_untouched(network):
    with torch.no_grad():
        network.unet.last.weight.zero_()
        network.unet.last.bias.fill_(0.01 - MIDDLE_GREY)
    x = torch.zeros(1, 3, 32, 32)
    assert torch.equal(network(x), x)


def test_the_guess_follows_the_surroundings_and_leaves_what_is_known():
    ramp = torch.linspace(0, 1, 64).expand(1, 3, 64, 64)
    mask = torch.zeros(1, 1, 64, 64)
    mask[..., 20:36, 24:40] = 1
    guess = smooth_fill(ramp * (1 - mask), mask, 5)
    hole = mask.expand_as(ramp) == 1
    assert torch.equal(guess[~hole], ramp[~hole])
    assert float((guess - ramp)[hole].abs().mean()) < 0.06
