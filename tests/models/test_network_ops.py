"""Every network that comes with the program, run as its user runs it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from core.engine import Engine
from core.errors import Cancelled, UsageError, WeightsError
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region
from models import weights
from models.architectures import build
from models.cards import CARDS
from models.network_ops import network_ops
from models.registry import card, weights_are_here

SHIPPED = [model for model in CARDS if weights_are_here(model)]
KEEP_COLOURS = [model for model in SHIPPED if model.task in ("Enlarge", "Sharpen")]
each_network = pytest.mark.parametrize("model", SHIPPED, ids=lambda model: model.id)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(network_ops(CARDS, "cpu"))


def scene(height: int, width: int, *, channels: int = 3, dtype=np.uint8) -> Photo:
    """Smooth colours, an edge and some grain: what photos are made of."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    planes = [np.sin(x / 9 + c) * np.cos(y / (7 + c)) * 0.25 + 0.5 for c in range(channels)]
    values = np.stack(planes, 2) + 0.3 * (x > y * 1.3)[..., None] - 0.1
    values += np.random.default_rng(1).normal(0, 0.01, values.shape)
    return Photo((values.clip(0, 1) * np.iinfo(dtype).max).astype(dtype))


def run(engine: Engine, photo: Photo, model, region: Region | None = None) -> np.ndarray:
    return engine.run(photo, Recipe("test", (Step(model.id),)), region).pixels


def with_tiles(side: int) -> Engine:
    return Engine(replace(op, tile=side) for op in network_ops(CARDS, "cpu"))


def test_some_networks_are_shipped_with_weights():
    assert [model.id for model in SHIPPED] == [model.id for model in CARDS]


@each_network
def test_a_card_tells_the_truth_about_its_network(model):
    network = build(model)
    assert sum(p.numel() for p in network.parameters()) == model.parameters


@each_network
@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (5, 3), (3, 47), (53, 1), (61, 67)])
def test_tiled_equals_untiled(model, shape):
    photo = scene(*shape)
    tiled = run(with_tiles(32), photo, model).astype(int)
    untiled = run(with_tiles(512), photo, model).astype(int)
    assert tiled.shape == (shape[0] * model.scale, shape[1] * model.scale, 3)
    assert np.abs(tiled - untiled).max() <= 1


@each_network
def test_a_region_is_the_crop_of_the_full_run(model):
    machine, photo, region = with_tiles(32), scene(70, 90), Region(20, 30, 55, 41)
    full = run(machine, photo, model)
    machine.cache.clear()
    assert np.array_equal(run(machine, photo, model, region), region.scaled(model.scale).of(full))


@each_network
@pytest.mark.parametrize(("channels", "dtype"), [(1, np.uint8), (1, np.uint16), (3, np.uint16)])
def test_grey_and_sixteen_bits_go_through(engine, model, channels, dtype):
    photo = scene(24, 31, channels=channels, dtype=dtype)
    result = run(engine, photo, model)
    assert result.shape == (24 * model.scale, 31 * model.scale, channels)
    assert result.dtype == dtype


@pytest.mark.parametrize("model", KEEP_COLOURS, ids=lambda model: model.id)
def test_flat_areas_keep_their_colour(engine, model):
    colours = np.array([[0, 0, 0], [255, 255, 255], [128, 128, 128], [200, 60, 30]], np.uint8)
    for colour in colours:
        photo = Photo(np.broadcast_to(colour, (40, 40, 3)).copy())
        side = 10 * model.scale
        middle = run(engine, photo, model)[side:-side, side:-side].astype(int)
        assert np.abs(middle - colour).max() <= 3


@each_network
def test_the_same_run_gives_the_same_bytes(model):
    photo = scene(50, 50)
    assert np.array_equal(
        run(Engine(network_ops(CARDS, "cpu")), photo, model),
        run(Engine(network_ops(CARDS, "cpu")), photo, model),
    )


@each_network
def test_the_number_of_threads_changes_no_picture(model):
    """Kernels may round the last bit otherwise: one value in ten thousand by one level."""
    photo, before, made = scene(150, 140), torch.get_num_threads(), []
    try:
        for count in (1, 2):
            torch.set_num_threads(count)
            made.append(run(Engine(network_ops(CARDS, "cpu")), photo, model).astype(int))
    finally:
        torch.set_num_threads(before)
    difference = np.abs(made[0] - made[1])
    assert difference.max() <= 1
    assert (difference > 0).mean() < 1e-4


def test_enlarging_shifts_no_colour():
    """Reduced to the input's size, the mean a*b* difference is at most bicubic's + 0.1."""
    photo = scene(60, 80)
    result = run(Engine(network_ops(CARDS, "cpu")), photo, card("espcn-x3"))
    bicubic = cv2.resize(photo.pixels, (240, 180), interpolation=cv2.INTER_CUBIC)
    assert chroma_distance(result, photo) <= chroma_distance(bicubic, photo) + 0.1


def chroma_distance(enlarged: np.ndarray, photo: Photo) -> float:
    small = cv2.resize(enlarged, (photo.width, photo.height), interpolation=cv2.INTER_AREA)
    one, other = (
        cv2.cvtColor(p.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)[..., 1:]
        for p in (small, photo.pixels)
    )
    return float(np.hypot(*np.moveaxis(one - other, 2, 0)).mean())


def test_cancelling_stops_inside_a_network(engine):
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        engine.run(scene(45, 46), Recipe("t", (Step("espcn-x3"),)), None, None, cancelled)
    assert len(asked) == 3


def test_changed_weights_are_refused_with_the_remedy(tmp_path, monkeypatch):
    model = card("espcn-x3")
    broken = tmp_path / model.weights
    broken.write_bytes(b"not the weights")
    monkeypatch.setattr(weights, "weights_path", lambda model: broken)
    with pytest.raises(WeightsError, match="train espcn-x3 again"):
        weights.load_network(model)


def test_missing_weights_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "weights_path", lambda model: tmp_path / model.weights)
    with pytest.raises(WeightsError, match=r"missing: espcn-x3\.safetensors"):
        weights.load_network(card("espcn-x3"))


def test_weights_of_another_architecture_are_refused():
    other = replace(card("espcn-x3"), arguments={"scale": 3, "features": 32})
    with pytest.raises(WeightsError, match="another architecture"):
        weights.load_network(other)


def test_an_unknown_network_is_named_with_the_known_ones():
    with pytest.raises(UsageError, match="espcn-x3"):
        card("espcn-x9")


def test_statistics_of_a_picture_below_768_pixels_are_its_own(engine):
    model, photo = card("detail-enhance"), scene(528, 640)
    network = weights.load_network(model)
    planes = torch.from_numpy(photo.pixels.transpose(2, 0, 1)[None].copy()).float() / 255
    with torch.inference_mode():
        whole = network(planes)[0].clamp(0, 1).mul(255).round().numpy().transpose(1, 2, 0)
    assert np.abs(run(engine, photo, model) - whole).max() <= 1
