from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from core.evaluation.jpeg_table import QUALITIES, jpeg_row
from core.photo import Photo
from gui.evaluation.jpeg_table_window import JpegTableWindow
from tests.gui.window_scene import picture


@pytest.fixture
def window(qtbot):
    made = JpegTableWindow()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.shut_down()


def test_every_quality_has_a_row_and_a_point(window, qtbot, tmp_path):
    photo = Photo(picture(), path=Path("a.png"))
    window.set_photo(photo)
    qtbot.waitUntil(lambda: not window.running)
    assert [row.quality for row in window.rows] == list(QUALITIES)
    assert window.rows[3] == jpeg_row(photo.pixels, QUALITIES[3])
    assert len(window.plot.scene.drawn) == len(QUALITIES)
    window.save(tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text().startswith("quality,psnr,ssim,bytes\n95,")
    window.copy()
    assert QGuiApplication.clipboard().text().startswith("quality\tpsnr")
    window.up.setCurrentText("SSIM")
    window.across.setCurrentText("Quality")
    assert window.plot.scene.points[0].x == 95


def test_another_photo_starts_over(window, qtbot):
    window.set_photo(Photo(picture(), path=Path("a.png")))
    window.set_photo(Photo(picture(seed=2), path=Path("b.png")))
    qtbot.waitUntil(lambda: not window.running)
    assert len(window.rows) == len(QUALITIES)
    assert "b.png" in window.windowTitle()
