"""Depth networks on the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from onnx_samples import write_network
from PIL import Image

from main import main


@pytest.fixture(autouse=True)
def own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered goes to the test's own folder."""
    monkeypatch.setattr("core.depths.known_networks.config_folder", lambda: tmp_path / "config")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    rng = np.random.default_rng(5)
    path = tmp_path / "photo.png"
    Image.fromarray(rng.integers(0, 256, (36, 48, 3), dtype=np.uint8)).save(path)
    return path


def sharpened(photo: Path, *depth: str) -> np.ndarray:
    out = photo.with_name("out.png")
    command = ["enhance", str(photo), "-o", str(out), "--model", "unsharp-depth", "--overwrite"]
    assert main([*command, *depth]) == 0
    return np.asarray(Image.open(out))


def test_a_network_is_remembered_listed_used_by_name_and_forgotten(photo, tmp_path, capsys):
    network = write_network(tmp_path / "mine.onnx")
    assert main(["models", "--add-depth", str(network)]) == 0
    assert "--depth mine" in capsys.readouterr().out
    assert main(["models"]) == 0
    assert f"mine  {network}" in capsys.readouterr().out
    by_name = sharpened(photo, "--depth", "mine")
    said = capsys.readouterr().out
    assert "Estimated by the network mine.onnx; nothing was measured." in said
    assert "depth was estimated, not measured" in said
    assert np.array_equal(by_name, sharpened(photo, "--depth", str(network)))
    assert not np.array_equal(by_name, sharpened(photo))
    assert main(["models", "--forget-depth", "mine"]) == 0
    assert main(["models", "--forget-depth", "mine"]) == 2


def test_what_is_no_network_is_refused_with_a_remedy(photo, tmp_path, capsys):
    bad = tmp_path / "bad.onnx"
    bad.write_bytes(b"hello")
    assert main(["models", "--add-depth", str(bad)]) == 1
    assert "bad.onnx cannot be used as a depth network" in capsys.readouterr().err
    sharpened(photo, "--depth", str(bad))
    assert "There is no other depth map." in capsys.readouterr().out
