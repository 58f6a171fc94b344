"""Inside a slow network: the newest wish stops an older one within a layer, not within a photo."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from torch import Tensor, nn

from core.engine import Engine
from core.errors import Cancelled
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region
from models.network_ops import network_ops
from models.registry import card

RECIPE = Recipe("", (Step("autoencoder"),))
LAYERS, LAYER_SECONDS = 60, 0.02
MODEL = card("autoencoder")


class Slow(nn.Module):
    """A tile takes more than a second, a layer 20 milliseconds."""

    scale, multiple = 1, MODEL.multiple

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv2d(3, 3, 1) for _ in range(LAYERS))
        self.begun = threading.Event()
        self.wait = threading.Event()

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
            self.begun.set()
            self.wait.wait(LAYER_SECONDS)
        return x


@pytest.fixture
def slow(monkeypatch) -> Slow:
    network = Slow().eval().requires_grad_(False)
    monkeypatch.setattr("models.runner.load_network", lambda card: network)
    return network


def photo(height: int = 600, width: int = 600) -> Photo:
    return Photo(np.zeros((height, width, 3), np.uint8))


def seconds_to_stop(engine: Engine, slow: Slow) -> float:
    """From the wish to stop, as soon as the network runs, to the end of the run."""
    stop, stopped_at = threading.Event(), []

    def work() -> None:
        with pytest.raises(Cancelled):
            engine.run(photo(), RECIPE, cancelled=stop.is_set)
        stopped_at.append(time.perf_counter())

    worker = threading.Thread(target=work)
    worker.start()
    assert slow.begun.wait(20)
    asked_at = time.perf_counter()
    stop.set()
    worker.join(10)
    return stopped_at[0] - asked_at


def test_a_run_stops_within_200_milliseconds_although_a_tile_takes_longer(slow):
    assert seconds_to_stop(Engine(network_ops([MODEL], "cpu")), slow) < 0.2


def test_looking_at_the_whole_picture_stops_as_soon(slow):
    slow.asks_whole_picture = True
    whole = replace(MODEL, whole_picture=True)
    assert seconds_to_stop(Engine(network_ops([whole], "cpu")), slow) < 0.2


def test_trying_tiles_the_first_time_stops_as_soon_and_is_done_again(slow, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("models.runner.values_per_pixel", lambda network, side: 3.0)
    engine = Engine(network_ops([MODEL], "cpu", measure=True))
    assert seconds_to_stop(engine, slow) < 0.2
    assert not list(tmp_path.rglob("tiles.json"))
    slow.wait.set()
    engine.run(photo(), RECIPE)
    assert list(tmp_path.rglob("tiles.json"))


def test_the_viewport_is_made_first_and_from_its_middle(slow):
    slow.wait.set()
    engine, seen = Engine(network_ops([MODEL], "cpu")), []
    region = Region(256, 256, 1024, 1024)
    engine.run(photo(1280, 1280), RECIPE, region, seen.append, focus=(0.5, 0.5))
    distances = [
        max(abs(t.region.left + t.region.right - 1280), abs(t.region.top + t.region.bottom - 1280))
        for t in seen
    ]
    assert distances == sorted(distances)
    assert {t.region.overlap(region) for t in seen} == {t.region for t in seen}
