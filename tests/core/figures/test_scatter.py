"""A plot for papers: its text is text, its names do not hide each other, bad input is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_reading import pdf_text
from PIL import Image

from core.errors import OutputError, UsageError
from core.figures.scatter import PlotPoint, PlotScene, save_scatter

SCENE = PlotScene(
    (
        PlotPoint("Bicubic", 0.001, 28.4),
        PlotPoint("Ours <b>&$_{x}", 0.3, 29.6),
        PlotPoint("Nobody", 0.0, 30.0),
    ),
    "Seconds per picture",
    "PSNR-Y (dB)",
    log_x=True,
)


def test_names_are_text_in_svg_and_pdf(tmp_path):
    drawn = save_scatter(SCENE, tmp_path / "s.svg").read_text("utf-8")
    assert "Bicubic" in drawn
    assert "Ours &lt;b&gt;&amp;$_{x}" in drawn
    assert "Nobody" not in drawn
    assert "PSNR-Y (dB)" in pdf_text(save_scatter(SCENE, tmp_path / "s.pdf").read_bytes())


def test_the_same_plot_has_the_same_bytes(tmp_path):
    for ending in ("svg", "pdf", "png"):
        first = save_scatter(SCENE, tmp_path / f"a.{ending}").read_bytes()
        assert first == save_scatter(SCENE, tmp_path / f"b.{ending}").read_bytes()


def test_a_png_is_large_enough_for_print(tmp_path):
    with Image.open(save_scatter(SCENE, tmp_path / "s.png")) as image:
        assert image.width >= 1800


@pytest.mark.parametrize(
    ("scene", "name", "words"),
    [
        (SCENE, "s.jpg", "not written as s.jpg"),
        (PlotScene((PlotPoint("a", 0.0, 1.0),), log_x=True), "s.png", "would show no point"),
    ],
)
def test_what_cannot_be_drawn_is_said(tmp_path: Path, scene, name, words):
    with pytest.raises(UsageError, match=words):
        save_scatter(scene, tmp_path / name)


def test_an_existing_file_is_kept_unless_the_user_says_so(tmp_path):
    (tmp_path / "s.svg").write_text("mine")
    with pytest.raises(OutputError):
        save_scatter(SCENE, tmp_path / "s.svg")
    save_scatter(SCENE, tmp_path / "s.svg", overwrite=True)
