"""What layers answer, for every network that is shipped."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.colour.luma import luma
from core.engine import Engine
from core.errors import Cancelled, UsageError
from core.feature_maps import FeatureLayer
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region
from models.arch.lightweight import LightweightSr
from models.cards import CARDS
from models.feature_maps import FeatureView
from models.network_facts import inputs_of
from models.network_ops import network_ops
from models.registry import weights_are_here
from models.weights import load_network

SHIPPED = [model for model in CARDS if weights_are_here(model)]
each_network = pytest.mark.parametrize("model", SHIPPED, ids=lambda model: model.id)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(network_ops(CARDS, "cpu"))


@pytest.fixture(scope="module")
def photo() -> Photo:
    return Photo(np.random.default_rng(3).integers(0, 256, (128, 160, 3), np.uint8))


def maps(engine: Engine, photo: Photo, model, layer: FeatureLayer, region: Region) -> np.ndarray:
    return engine.feature_maps(photo, Recipe("", (Step(model.id),)), 0, layer, region=region).values


@each_network
def test_maps_of_a_part_are_the_part_of_the_maps(engine, photo, model):
    layers = engine.ops[model.id].inside.layers()
    part = Region(64, 32, 96, 64)
    for layer in (layers[0], layers[-1]):
        whole = maps(engine, photo, model, layer, Region(0, 0, 160, 128))
        seen = maps(engine, photo, model, layer, part)
        ratio = whole.shape[2] / 160
        place = [slice(round(a * ratio), round(b * ratio)) for a, b in ((32, 64), (64, 96))]
        assert len(whole) == layer.channels
        assert np.allclose(whole[:, place[0], place[1]], seen, atol=1e-4)


@each_network
def test_a_layer_answers_what_it_gives_in_a_plain_run(engine, photo, model):
    layer = engine.ops[model.id].inside.layers()[0]
    network, given = load_network(model), []
    network.get_submodule(layer.id).register_forward_hook(lambda _m, _i, out: given.append(out))
    planes = photo.pixels.astype(np.float32) / 255
    planes = luma(planes) if inputs_of(network) == 1 else planes
    inputs = torch.from_numpy(planes).permute(2, 0, 1)[None]
    with torch.inference_mode():
        network(inputs)
    seen = maps(engine, photo, model, layer, Region(0, 0, 160, 128))
    assert np.allclose(seen, given[0][0].numpy()[:, : seen.shape[1], : seen.shape[2]], atol=1e-3)


def test_the_self_features_are_found_by_name():
    view = FeatureView(LightweightSr().eval(), 1)
    guides = [layer for layer in view.layers if layer.guides]
    assert [(layer.label, layer.channels) for layer in guides] == [("AI feature map", 16)]


def test_looking_leaves_the_network_as_it_was(engine, photo):
    model = SHIPPED[0]
    recipe = Recipe("", (Step(model.id),))
    before = engine.run(photo, recipe).pixels
    layer = engine.ops[model.id].inside.layers()[-1]
    maps(engine, photo, model, layer, Region(0, 0, 32, 32))
    engine.cache.clear()
    assert np.array_equal(engine.run(photo, recipe).pixels, before)


def test_unknown_layers_and_a_change_of_mind_stop_it(engine, photo):
    model = SHIPPED[0]
    recipe, region = Recipe("", (Step(model.id),)), Region(0, 0, 32, 32)
    with pytest.raises(UsageError):
        engine.feature_maps(photo, recipe, 0, FeatureLayer("none", "", 1), region=region)
    layer = engine.ops[model.id].inside.layers()[-1]
    with pytest.raises(Cancelled):
        engine.feature_maps(photo, recipe, 0, layer, region=region, cancelled=lambda: True)
