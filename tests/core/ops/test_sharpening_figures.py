"""At equal edge gain, the clever sharpeners make less noise and less overshoot than the linear."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest
from skimage import data

from core.errors import InputError
from core.evaluation.sharpening_figures import (
    COMPARED,
    EdgeFigures,
    at_edge_gain,
    card_figures,
    compare_sharpeners,
    photo_figures,
    step_card,
)
from core.ops import OPS as ALL
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
    assert clever.overshoot < 0.85 * linear.overshoot


def test_a_table_of_all_of_them_is_held_against_the_linear_one():
    rows = {row.op: row for row in compare_sharpeners(ALL)}
    assert tuple(rows) == COMPARED
    assert rows["unsharp"].noise_share is None
    for name in ("unsharp-adaptive", "unsharp-rational"):
        assert rows[name].noise_share < 1 / 4
        assert rows[name].overshoot_share < 1 / 2


def test_no_share_is_told_where_the_edge_gain_is_out_of_reach():
    blurred = cv2.GaussianBlur(data.coffee()[:96, :96], (0, 0), 8)
    rows = list(compare_sharpeners(ALL, Photo(blurred)))
    assert {row.noise_share for row in rows} == {None}


def test_a_photo_without_edges_is_said():
    with pytest.raises(InputError, match="no edges"):
        list(compare_sharpeners(ALL, Photo(np.zeros((40, 40, 3), np.uint8))))
