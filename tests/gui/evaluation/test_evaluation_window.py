from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from core.evaluation.evaluate import EvaluationRow
from core.evaluation.table_means import FIGURES
from core.figures.scatter import PlotPoint, PlotScene
from gui.evaluation.evaluation_table import mean_cells, picture_cells, scatter_scene
from gui.evaluation.evaluation_window import EvaluationWindow
from gui.evaluation.figures_model import Cell
from gui.evaluation.figures_table import FiguresTable
from gui.evaluation.scatter_plot import ScatterPlot
from gui.registry.methods import Methods
from tests.gui.window_scene import SHARPEN, Gate, make_engine, photo_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    photos.mkdir()
    for number in range(2):
        photo_file(photos / f"{number}.png", 90, 120, seed=number)
    return photos


@pytest.fixture
def make(qtbot, folder):
    made = []

    def window(*ops, at: Path = folder) -> EvaluationWindow:
        engine = make_engine(*ops)
        stronger = replace(SHARPEN, steps=(replace(SHARPEN.steps[0], values={"amount": 3.0}),))
        own = {"Mine": stronger, "As it is": SHARPEN}
        found = EvaluationWindow(engine, Methods(engine.ops), own, at)
        qtbot.addWidget(found)
        found.show()
        made.append(found)
        return found

    yield window
    for found in made:
        found.shut_down()


def run(qtbot, window, *methods: str, degrade: str = "blur") -> None:
    window.degrade.setCurrentIndex(window.degrade.findData(degrade))
    for method in methods:
        window.ticks.tick(method)
    window.start_button.click()
    assert window.running
    qtbot.waitUntil(lambda: not window.running)


def test_the_table_shows_means_and_every_picture(make, qtbot):
    window = make()
    run(qtbot, window, "unsharp", "Mine")
    assert {row.method for row in window.rows} == {"input", "unsharp", "Mine"}
    names = [line[0] for line in window.results.means.texts]
    assert names == ["Input, unchanged", "Mine (as set now)", "Unsharp masking"]
    assert len(window.results.pictures.texts) == 6
    assert "As it is (as set now)" not in window.ticks.labels.values()
    assert "2 photos" in window.line.text()


def test_methods_that_do_not_fit_the_degradation_cannot_be_ticked(make):
    window = make()
    window.ticks.tick("triple")
    window.degrade.setCurrentIndex(window.degrade.findData("blur"))
    assert window.ticks.ticked == ()
    assert not window.start_button.isEnabled()
    window.degrade.setCurrentIndex(window.degrade.findData("area-x3"))
    assert window.ticks.ticked == ("triple",)
    assert window.start_button.isEnabled()


def test_pairs_are_found_and_missing_partners_named(make, qtbot, tmp_path):
    pairs = tmp_path / "pairs"
    for name in ("input", "reference"):
        (pairs / name).mkdir(parents=True)
        photo_file(pairs / name / "a.png", 90, 120)
    photo_file(pairs / "input" / "alone.png", 90, 120)
    window = make(at=pairs)
    assert window.degrade.currentData() is None
    assert "input/alone.png" in window.found.text()
    window.ticks.tick("unsharp")
    window.start()
    qtbot.waitUntil(lambda: not window.running)
    assert {row.image for row in window.rows} == {"a.png"}
    assert "alone.png has no partner" in window.results.skipped.text()


def test_another_programs_folder_stands_beside_our_own(make, qtbot, tmp_path, folder):
    other = tmp_path / "other <b>"
    other.mkdir()
    photo_file(other / "0.png", 90, 120, seed=0)
    window = make()
    window.ticks.add_folder(other)
    run(qtbot, window, "unsharp")
    rows = [row for row in window.rows if row.method == "other <b>"]
    assert [(row.image, row.identical) for row in rows] == [("0.png", True)]
    assert "has no result for 1.png" in window.results.skipped.text()
    assert "∞" in next(line for line in window.results.means.texts if line[0].startswith("other"))


def test_cancel_stops_in_the_middle_and_keeps_what_is_there(make, qtbot):
    gate = Gate()
    window = make(gate.op)
    window.degrade.setCurrentIndex(window.degrade.findData("blur"))
    window.ticks.tick("gate")
    window.start()
    qtbot.waitUntil(gate.entered.is_set)
    window.cancel_button.click()
    qtbot.waitUntil(lambda: not window.running)
    assert {row.method for row in window.rows} == {"input"}
    assert window.line.text().startswith("Stopped")
    assert window.isVisible()


def test_vmaf_without_ffmpeg_is_said_and_unticked(make, monkeypatch, tmp_path):
    window = make()
    monkeypatch.setenv("PATH", str(tmp_path))
    window.vmaf.setChecked(True)
    assert not window.vmaf.isChecked()
    assert window.line.text() == "VMAF cannot be measured. ffmpeg is not installed."


def test_two_folders_of_one_name_are_two_methods(make, tmp_path):
    window = make()
    for program in ("one", "two"):
        (tmp_path / program / "results").mkdir(parents=True)
        window.ticks.add_folder(tmp_path / program / "results")
    assert window.ticks.ticked == ("results", "two/results")


def test_tables_and_plots_are_saved_and_copied(make, qtbot, tmp_path):
    window = make()
    run(qtbot, window, "unsharp")
    for name in ("t.csv", "t.md", "t.tex"):
        window.results.save(tmp_path / name)
        assert "unsharp" in (tmp_path / name).read_text("utf-8")
    window.results.copy(".tex")
    assert r"\toprule" in QGuiApplication.clipboard().text()
    window.results.save_plot(tmp_path / "p.svg")
    assert "Unsharp masking" in (tmp_path / "p.svg").read_text("utf-8")
    window.results.save_plot(tmp_path / "p.png")
    with Image.open(tmp_path / "p.png") as plot:
        assert plot.width >= 1800
        assert plot.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    window.results.save_plot(tmp_path / "p.jpg")
    assert "p.jpg" in window.line.text()


def test_a_folder_without_photos_is_said(make, tmp_path):
    (tmp_path / "empty").mkdir()
    window = make(at=tmp_path / "empty")
    assert "There is no photo in empty" in window.found.text()


def row(method: str, image: str, psnr: float | None, seconds: float) -> EvaluationRow:
    figures = {"ssim": 0.9, "ms_ssim": None, "psnr_mask": None}
    cost = {"peak_mb": None, "device": "cpu", "dtype": "uint8"}
    identical = psnr is None
    return EvaluationRow(
        *("set", image, method, psnr, psnr),
        **figures,
        seconds=seconds,
        **cost,
        protocol="p",
        identical=identical,
    )


def test_best_and_second_best_are_marked_within_a_picture():
    rows = [row("a", "1", 30.0, 1), row("b", "1", 31.0, 1), row("c", "1", 29.0, 1)]
    rows += [row("a", "2", 20.0, 1), row("b", "2", 19.0, 1)]
    heads, cells = picture_cells(rows, {})
    place = heads.index("PSNR-Y (dB)")
    assert [line[place].rank.name for line in cells] == [
        *("SECOND", "BEST", "OTHER"),
        *("BEST", "SECOND"),
    ]
    heads, means = mean_cells(rows, {"a": "Method A"}, {})
    assert means[0][0].text == "Method A"
    assert means[0][heads.index("PSNR-Y (dB)")].text == "25.00"


def test_the_scatter_leaves_out_what_has_no_place():
    rows = [row("a", "1", 30.0, 0.5), row("b", "1", None, 0.5)]
    psnr = next(figure for figure in FIGURES if figure.key == "psnr_y")
    scene = scatter_scene(rows, psnr, "Time", {}, {})
    assert scene.points == (PlotPoint("a", 0.5, 30.0),)
    assert scatter_scene(rows, psnr, "Parameters", {}, {}).points == ()


def test_a_table_sorts_by_numbers_not_by_text(qtbot):
    table = FiguresTable("t")
    qtbot.addWidget(table)
    values = (9.5, 10.0, None, math.inf)
    table.show_cells(["Name", "dB"], [[Cell(str(v)), Cell(str(v or "–"), v)] for v in values])
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [line[0] for line in table.texts] == ["inf", "10.0", "9.5", "None"]


def test_a_plot_draws_only_points_that_have_a_place(qtbot):
    plot = ScatterPlot("p")
    qtbot.addWidget(plot)
    points = (PlotPoint("a", 0.0, 1.0), PlotPoint("b", 1.0, math.inf), PlotPoint("c", 2.0, 3.0))
    plot.show_scene(PlotScene(points, log_x=True))
    assert [point.label for point in plot.scene.drawn] == ["c"]
