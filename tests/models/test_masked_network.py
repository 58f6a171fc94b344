"""A network that fills holes, run as its user runs it: told where they are, it changes no more."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from core.commands.methods import recipe_method
from core.degradations import degradation
from core.engine import Engine
from core.evaluation.evaluate import measured_row
from core.evaluation.evaluation_set import Case
from core.hole_mask import HoleMask
from core.metrics import Protocol
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region
from models import runner
from models.arch.damage_repair import DamageRepair
from models.card import Licence, ModelCard
from models.network_facts import receptive_halo
from models.network_ops import network_ops

FILL = Recipe("fill", (Step("small-repair"),))


def network() -> DamageRepair:
    torch.manual_seed(5)
    return DamageRepair(widths=(4, 6)).eval().requires_grad_(False)


CARD = ModelCard(
    id="small-repair",
    name="Small repair",
    task="Damage",
    architecture="damage-repair",
    weights="none",
    sha256="0",
    halo=receptive_halo(network()),
    multiple=network().multiple,
    takes_mask=True,
    parameters=1,
    macs=1,
    training="",
    trained="",
    licence=Licence.FREE,
    citation="",
    authors="",
)


@pytest.fixture
def ops(monkeypatch):
    monkeypatch.setattr(runner, "load_network", lambda card: network())
    return network_ops([CARD], "cpu")


def photo(*, channels: int = 3, dtype=np.uint8) -> Photo:
    """Nothing in it is black."""
    top = np.iinfo(dtype).max
    grain = np.random.default_rng(8).integers(top // 4, top, (70, 90, channels), dtype)
    return Photo(cv2.blur(grain, (3, 3)).reshape(grain.shape))


def holes() -> np.ndarray:
    mask = np.zeros((70, 90), bool)
    mask[10:22, 30:47] = mask[50:66, 60:64] = mask[:3, :5] = True
    return mask


@pytest.mark.parametrize(
    ("channels", "dtype"), [(3, np.uint8), (3, np.uint16), (1, np.uint8), (1, np.uint16)]
)
def test_every_hole_is_filled_and_no_other_pixel_changes(ops, channels, dtype):
    good = photo(channels=channels, dtype=dtype)
    told = replace(good, mask=HoleMask(holes()))
    small_tiles = [replace(op, tile=24) for op in ops]
    result = Engine(small_tiles).run(told, FILL).pixels
    changed = (result != good.pixels).any(2)
    assert not changed[~holes()].any()
    assert changed[holes()].mean() > 0.9


def test_tiles_and_regions_know_their_part_of_the_mask(ops):
    told = replace(photo(), mask=HoleMask(holes()))
    whole = Engine(ops).run(told, FILL).pixels
    tiled = Engine([replace(op, tile=24) for op in ops])
    assert np.abs(tiled.run(told, FILL).pixels.astype(int) - whole).max() <= 1
    part = Region(25, 5, 70, 40)
    tiled.cache.clear()
    cut = tiled.run(told, FILL, part).pixels
    assert np.array_equal(cut, part.of(tiled.run(told, FILL).pixels))


def test_without_a_mask_it_finds_black_holes_itself(ops):
    good = photo()
    damaged = Photo(np.where(holes()[..., None], np.uint8(0), good.pixels))
    rendition = Engine(ops).run(damaged, FILL)
    changed = (rendition.pixels != damaged.pixels).any(2)
    assert changed[holes()].mean() > 0.9
    assert not changed[~holes()].any()
    assert rendition.report.warnings == ("Small repair: no mask, so black holes were looked for.",)


def test_another_mask_gives_another_picture_in_the_same_engine(ops):
    engine, good = Engine(ops), photo()
    first = engine.run(replace(good, mask=HoleMask(holes())), FILL).pixels
    second = engine.run(replace(good, mask=HoleMask(holes()[::-1, ::-1].copy())), FILL).pixels
    assert not np.array_equal(first, second)
    assert np.array_equal(engine.run(good, FILL).pixels, good.pixels)


def test_evaluation_tells_the_network_where_the_holes_are(ops):
    good = photo().pixels
    _, mask = degradation("holes").apply_with_mask(good, np.random.default_rng(3))
    case = Case("a.png", good, good, mask=mask)
    method = recipe_method(Engine(ops), "fill", FILL)
    result = method.on(case)
    assert (result.pixels != good).any(2)[mask].mean() > 0.9
    assert np.array_equal(result.pixels[~mask], good[~mask])
    row = measured_row("set", "fill", case, result, Protocol())
    assert row.psnr_mask is not None
    assert row.psnr_mask < row.psnr
