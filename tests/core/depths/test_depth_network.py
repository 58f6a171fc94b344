"""Depth networks that the user brings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from onnx_samples import write_network

from core.depth import ESTIMATE
from core.depths.depth_choice import chosen_depth
from core.depths.depth_network import PREPROCESSOR, check_network, network_depth
from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.depths.known_networks import KnownNetworks
from core.depths.onnx_input import onnx_inputs
from core.errors import DepthError, UsageError
from core.photo import Photo


def red_grows_downwards(height: int = 60, width: int = 90, channels: int = 3) -> Photo:
    """Red tells the row, green is noise."""
    pixels = np.random.default_rng(2).integers(0, 256, (height, width, channels), dtype=np.uint8)
    pixels[..., 0] = np.linspace(0, 255, height)[:, None]
    return Photo(pixels)


RAMP = np.tile(np.linspace(0, 1, 448, dtype=np.float32)[:, None], (1, 672))


def test_its_output_covers_the_photo_bright_being_near(tmp_path):
    depth, notes = network_depth(red_grows_downwards(), write_network(tmp_path / "red.onnx"))
    assert depth.nearness.shape == RAMP.shape
    assert np.abs(depth.nearness - RAMP).max() < 0.02
    assert (depth.source, depth.kind) == ("Estimate by red", ESTIMATE)
    assert notes == ("Estimated by the network red.onnx; nothing was measured.",)


def test_a_fixed_input_is_filled_and_the_map_gets_the_photos_aspect(tmp_path):
    network = write_network(tmp_path / "red.onnx", shape=(1, 3, 56, 56))
    depth, _ = network_depth(red_grows_downwards(), network)
    height, width = depth.nearness.shape
    assert width / height == pytest.approx(1.5, abs=0.03)
    assert np.corrcoef(depth.nearness.mean(1), np.arange(height))[0, 1] > 0.999


def test_grey_and_16_bit_photos_have_depth_too(tmp_path):
    network = write_network(tmp_path / "red.onnx")
    grey = red_grows_downwards(channels=1)
    deep = Photo(grey.pixels.astype(np.uint16) * 257)
    first, second = (network_depth(photo, network)[0].nearness for photo in (grey, deep))
    assert np.abs(first - second).max() < 5e-3


def test_the_file_beside_it_says_how_the_input_is_scaled(tmp_path):
    photo = red_grows_downwards()
    folder = tmp_path / "onnx"
    folder.mkdir()
    network = write_network(folder / "sum.onnx", ((0.1, 1.0, 0.0),))
    by_imagenet = network_depth(photo, network)[0].nearness
    (tmp_path / PREPROCESSOR).write_text(json.dumps({"image_std": [0.1, 10.0, 1.0]}))
    copy = write_network(folder / "again.onnx", ((0.1, 1.0, 0.0),))
    stated = network_depth(photo, copy)[0].nearness
    assert np.abs(stated - RAMP).mean() < 0.1 < np.abs(by_imagenet - RAMP).mean()


def test_a_map_that_looks_upside_down_is_said(tmp_path):
    network = write_network(tmp_path / "distance.onnx", ((-1.0, 0.0, 0.0),))
    _, notes = network_depth(red_grows_downwards(), network)
    assert "invert it if bright is far" in notes[1]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda path: path.write_bytes(b"hello"), "no ONNX network"),
        (lambda path: path.write_bytes(b""), "no ONNX network"),
        (lambda path: write_network(path, ((1, 0, 0),) * 3), "output of 1×3×448×448"),
        (lambda path: write_network(path, ((1,),), shape=(1, 1, 32, 32)), "input of 1×1×32×32"),
        (lambda path: write_network(path, inputs=("a", "b")), "2 inputs"),
    ],
)
def test_what_is_no_depth_network_is_said_in_a_sentence(tmp_path, made, why):
    path = tmp_path / "net.onnx"
    made(path)
    with pytest.raises(DepthError, match=r"net\.onnx cannot be used as a depth network") as caught:
        check_network(path)
    assert why in caught.value.message
    assert "ONNX" in caught.value.remedy


def test_every_cut_of_a_network_is_refused_and_none_crashes(tmp_path):
    content = write_network(tmp_path / "whole.onnx").read_bytes()
    for length in range(len(content)):
        try:
            onnx_inputs(memoryview(content[:length]))
        except ValueError:
            continue
        assert length > len(content) - 10


def test_a_map_without_depth_falls_back_to_the_photos_own(tmp_path):
    photo = red_grows_downwards()
    flat = write_network(tmp_path / "flat.onnx", ((0.0, 0.0, 0.0),))
    for path, why in ((flat, "same everywhere"), (tmp_path / "gone.onnx", "not there any more")):
        found = chosen_depth(photo, DepthSettings(DepthOrigin.NETWORK, path))
        assert found.depth is None
        assert why in found.notes[0]
        assert found.notes[1] == "There is no other depth map."


def test_networks_are_remembered_by_name_until_they_are_forgotten(tmp_path):
    store = tmp_path / "known.json"
    first = write_network(tmp_path / "net.onnx")
    (tmp_path / "other").mkdir()
    second = write_network(tmp_path / "other" / "net.onnx")
    known = KnownNetworks(store)
    assert [known.add(first), known.add(second), known.add(first)] == ["net", "other/net", "net"]
    again = KnownNetworks(store)
    assert again.networks == {"net": first, "other/net": second}
    assert again.located(Path("net.onnx")) == first
    again.forget("net")
    assert list(KnownNetworks(store).networks.values()) == [second]
    with pytest.raises(UsageError, match="no depth network 'net'"):
        again.forget("net")


def test_a_damaged_memory_counts_as_empty(tmp_path):
    store = tmp_path / "known.json"
    for text in ("", "[]", '{"files": 3}', '{"files": [3]}'):
        store.write_text(text)
        assert KnownNetworks(store).networks == {}
