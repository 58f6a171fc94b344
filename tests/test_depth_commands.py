"""Depth on the command line: maps, handles, estimates, networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from onnx_samples import write_network
from PIL import Image

from core.photos.reading import open_photo
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


def test_enhance_measures_against_a_reference_and_takes_a_depth_map(photo, tmp_path, capsys):
    depth = tmp_path / "depth.png"
    Image.linear_gradient("L").resize((48, 36)).save(depth)
    command = ["enhance", str(photo), "-o", str(tmp_path / "o.png"), "--model", "unsharp-depth"]
    assert main([*command, "--depth", str(depth), "--reference", str(photo)]) == 0
    assert "PSNR-Y" in capsys.readouterr().out


def test_enhance_says_that_depth_was_estimated_and_keeps_a_map_on_request(photo, tmp_path, capsys):
    command = ["enhance", str(photo), "-o", str(tmp_path / "o.jpg"), "--model", "unsharp-depth"]
    assert main([*command, "--depth", "estimate", "--keep-depth"]) == 0
    assert "estimate and was not saved" in capsys.readouterr().out
    Image.linear_gradient("L").resize((48, 36)).save(tmp_path / "depth.png")
    depth = ["--depth", str(tmp_path / "depth.png"), "--keep-depth", "--overwrite"]
    assert main([*command, *depth]) == 0
    assert open_photo(tmp_path / "o.jpg").depth is not None


def test_depth_handles_act_on_the_command_line(photo, tmp_path, capsys):
    Image.linear_gradient("L").resize((48, 36)).save(photo.with_suffix(".depth.png"))
    command = ["enhance", str(photo), "--model", "unsharp-depth", "--overwrite"]
    results = []
    for number, more in enumerate(([], ["--depth-invert"], ["--depth-far", "0.6"])):
        out = tmp_path / f"{number}.png"
        assert main([*command, "-o", str(out), *more]) == 0
        results.append(open_photo(out).pixels.tobytes())
    assert len(set(results)) == 3
    assert main([*command, "-o", str(out), "--depth-far", "0.9", "--depth-near", "0.1"]) == 2
    assert "no range" in capsys.readouterr().err
    assert main([*command, "-o", str(out), "--depth", str(tmp_path / "lost.png")]) == 2


def test_a_depth_map_that_does_not_fit_is_named_and_the_next_is_used(photo, tmp_path, capsys):
    Image.linear_gradient("L").resize((48, 36)).save(photo.with_suffix(".depth.png"))
    wrong = tmp_path / "wrong.png"
    Image.linear_gradient("L").resize((90, 9)).save(wrong)
    command = ["enhance", str(photo), "-o", str(tmp_path / "o.png"), "--model", "unsharp-depth"]
    assert main([*command, "--depth", str(wrong)]) == 0
    said = capsys.readouterr().out
    assert "wrong.png cannot be used as a depth map" in said
    assert "Used instead: Sidecar" in said
