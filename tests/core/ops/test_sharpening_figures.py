"""At equal edge gain, the clever sharpeners make less noise and less overshoot than the linear."""

from __future__ import annotations

from functools import cache

import pytest
from skimage import data

from core.evaluation.sharpening_figures import (
    EdgeFigures,
    at_edge_gain,
    card_figures,
    photo_figures,
    step_card,
)
from core.ops.unsharp import UNSHARP
from core.ops.unsharp_adaptive import UNSHARP_ADAPTIVE
from core.ops.unsharp_haar import UNSHARP_HAAR
from core.ops.unsharp_rational import UNSHARP_RATIONAL
from core.photo import Photo

OPS = {op.id: op for op in (UNSHARP, UNSHARP_ADAPTIVE, UNSHARP_RATIONAL, UNSHARP_HAAR)}
STEPS = (30.0, 60.0, 120.0)


@cache
def on_card(name: str, step: float) -> EdgeFigures:
    return at_edge_gain(OPS[name], 1.4, step_card(step), card_figures, radius=1.2)


@cache
def on_photo(name: str) -> EdgeFigures:
    photo = Photo(data.coffee()[:320, 120:440].copy())
    return at_edge_gain(OPS[name], 1.3, photo, photo_figures, radius=1.2)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", OPS)
def test_the_edge_gain_is_reached(name, step):
    assert on_card(name, step).edge_gain == pytest.approx(1.4, abs=0.01)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", ["unsharp-adaptive", "unsharp-rational", "unsharp-haar"])
def test_noise_in_flat_places_is_a_quarter_of_the_linear_one(name, step):
    linear, clever = on_card("unsharp", step), on_card(name, step)
    assert linear.noise_gain > 2
    assert clever.noise_gain - 1 < (linear.noise_gain - 1) / 4


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", ["unsharp-adaptive", "unsharp-rational"])
def test_overshoot_is_clearly_below_the_linear_one(name, step):
    linear, clever = on_card("unsharp", step), on_card(name, step)
    assert linear.overshoot > 0.05
    assert clever.overshoot < linear.overshoot / 2


@pytest.mark.parametrize("name", ["unsharp-adaptive", "unsharp-rational"])
def test_the_same_holds_on_a_photo(name):
    linear, clever = on_photo("unsharp"), on_photo(name)
    assert clever.edge_gain == pytest.approx(linear.edge_gain, abs=0.01)
    assert clever.noise_gain - 1 < (linear.noise_gain - 1) / 4
    assert clever.overshoot < 0.9 * linear.overshoot
