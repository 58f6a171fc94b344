"""Depth on the command line: maps, handles, estimates, networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from onnx_samples import write_network
from PIL import Image

from core.figures.provenance import read_provenance
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
    assert "Used instead: Estimated from the picture." in capsys.readouterr().out


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


def test_depth_is_guessed_where_it_is_weighed_and_not_elsewhere(photo, capsys):
    guessed = sharpened(photo)
    assert "depth was estimated, not measured" in capsys.readouterr().out
    assert np.array_equal(guessed, sharpened(photo, "--depth", "estimate"))
    capsys.readouterr()
    plain = sharpened(photo, "--depth", "none")
    assert "depth played no part" in capsys.readouterr().out
    assert not np.array_equal(guessed, plain)
    unweighed = sharpened(photo, "--set", "unsharp-depth.depth_weight=0")
    assert "estimated" not in capsys.readouterr().out
    assert np.array_equal(unweighed, plain)


def test_a_broken_sidecar_says_so_and_gives_way_to_the_guess(photo, capsys):
    guessed = sharpened(photo)
    photo.with_suffix(".depth.png").write_bytes(b"no picture")
    assert np.array_equal(sharpened(photo), guessed)
    said = capsys.readouterr().out
    assert "The depth map in photo.depth.png cannot be used" in said
    assert "Used instead: Estimated from the picture." in said


def figure_report(photo: Path, *more: str) -> list[str]:
    """Warnings of the method in a figure."""
    out = photo.with_name("fig.png")
    command = ["figure", str(photo), "-o", str(out), "--methods", "unsharp-depth", "--overwrite"]
    assert main([*command, *more]) == 0
    methods = read_provenance(out)["methods"]
    return next(method["report"]["warnings"] for method in methods if method["report"])


def test_a_figure_takes_the_depth_options_and_keeps_them_in_its_session(photo, capsys):
    assert any("estimated, not measured" in text for text in figure_report(photo))
    assert "photo.png: Depth-buffer unsharp masking: depth was estim" in capsys.readouterr().err
    assert any("no part" in text for text in figure_report(photo, "--depth", "none"))
    chosen = photo.with_name("chosen.png")
    Image.linear_gradient("L").resize((48, 36)).save(chosen)
    assert not figure_report(photo, "--depth", str(chosen), "--depth-invert")
    depth = read_provenance(photo.with_name("fig.png"))["session"]["depth"]
    assert (depth["file"], depth["invert"]) == ("chosen.png", True)


def test_a_figure_of_a_reduced_photo_keeps_its_sidecar(photo):
    Image.linear_gradient("L").resize((48, 36)).save(photo.with_suffix(".depth.png"))
    warnings = figure_report(photo, "--degrade", "area-x3")
    assert not any("estimated" in text for text in warnings)


def test_a_contact_sheet_weighs_the_depth_of_the_place_it_shows(photo, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    photo.rename(folder / "a.png")
    command = ["contact-sheet", str(folder), "--methods", "unsharp-depth", "--side", "24"]
    for name, more in (("on", []), ("off", ["--depth", "none"])):
        assert main([*command, "-o", str(tmp_path / f"{name}.png"), *more]) == 0
    said = [read_provenance(tmp_path / f"{n}.png")["methods"][0]["report"] for n in ("on", "off")]
    assert "estimated, not measured" in str(said[0]["warnings"])
    assert "no part" in str(said[1]["warnings"])


def test_a_table_says_where_depth_was_guessed(photo, tmp_path, capsys):
    folder = tmp_path / "photos"
    folder.mkdir()
    photo.rename(folder / "a.png")
    command = ["evaluate", str(folder), "--degrade", "blur", "--methods", "unsharp-depth"]
    assert main(command) == 0
    found = capsys.readouterr()
    assert "unsharp-depth: depth was estimated, not measured." in found.err
    assert main([*command, "--depth", "none"]) == 0
    plain = capsys.readouterr()
    assert "estimated" not in plain.err
    assert plain.out != found.out
