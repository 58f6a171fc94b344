from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Tones, palette, style_sheet


@pytest.mark.parametrize("tones", [DARK, LIGHT], ids=["dark", "light"])
def test_nothing_but_grey(tones: Tones) -> None:
    colours = re.findall(r"#[0-9a-fA-F]{6}", style_sheet(tones))
    assert len(colours) > 50
    for colour in colours:
        assert QColor(colour).hsvSaturation() <= 8, colour


@pytest.mark.parametrize("tones", [DARK, LIGHT], ids=["dark", "light"])
def test_text_can_be_read_on_every_ground(tones: Tones) -> None:
    for ground in (tones.window, tones.panel, tones.card, tones.field):
        assert contrast(tones.text, ground) >= 7.0
        assert contrast(tones.secondary, ground) >= 4.5 - 0.3


def test_the_tones_of_the_design(qtbot: QtBot) -> None:
    made = palette(DARK)
    assert made.color(QPalette.Window).name() == "#1f1f1f"
    assert made.color(QPalette.WindowText).name() == "#dedede"


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    level = QColor(colour).redF()
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def test_what_is_painted_as_secondary_has_the_tone_of_the_theme(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setStyleSheet(style_sheet(LIGHT))
    widget.ensurePolished()
    drawn = widget.palette().color(QPalette.PlaceholderText)
    assert (drawn.name(), drawn.alpha()) == (LIGHT.secondary, 255)
