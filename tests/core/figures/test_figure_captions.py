from __future__ import annotations

import math
from pathlib import Path

import pytest
from figure_parts import TEMPLATE, pair, panel
from matplotlib import font_manager
from PIL import features

from core.errors import UsageError
from core.figures import Font, system_fonts
from core.figures.captions import caption, letter
from core.figures.layout import lay_out
from core.figures.notes import missing_note
from core.figures.system_fonts import system_face
from core.figures.typography import (
    MISSING,
    Run,
    caption_lines,
    drawable,
    face_of,
    run_font,
    runs,
    text_width,
    wrapped,
)


def _captions(template: str, **metrics: float | None) -> list[str]:
    spec = pair(panels=(panel("Input"), panel("Ours", **metrics)), caption=template)
    return [caption(spec, p, i).replace("\xa0", " ") for i, p in enumerate(spec.panels)]


def test_a_picture_without_the_metric_has_a_caption_without_it():
    assert _captions(TEMPLATE, psnr_y=32.125) == ["(a) Input", "(b) Ours, 32.12 dB"]
    assert _captions(TEMPLATE, psnr_y=None) == ["(a) Input", "(b) Ours"]
    assert _captions(TEMPLATE) == ["(a) Input", "(b) Ours"]
    assert _captions("{psnr_y:.1f} dB; {label}", psnr_y=32.125) == ["Input", "32.1 dB; Ours"]


def test_identical_pictures_read_infinity_and_no_number_reads_nothing():
    assert _captions(TEMPLATE, psnr_y=math.inf)[1] == "(b) Ours, ∞ dB"
    assert _captions(TEMPLATE, psnr_y=math.nan)[1] == "(b) Ours"
    assert _captions("{label}, {gain:+.2f} dB", gain=-0.05)[1] == "Ours, −0.05 dB"


def test_labels_are_never_taken_for_templates():
    spec = pair(panels=(panel("{letter} {0} %s $x$"), panel("Ours")), caption="{label}")
    assert caption(spec, spec.panels[0], 0) == "{letter} {0} %s $x$"


@pytest.mark.parametrize(
    "template", ["{beauty:.3f}", "{label.__class__}", "{label[0]}", "{", "{psnr_y:.2q}", "{}"]
)
def test_a_template_that_makes_no_sense_is_refused(template):
    with pytest.raises(UsageError, match="template"):
        _captions(template, psnr_y=30.0)


def test_letters_go_on_after_z():
    assert [letter(i) for i in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]


def test_lines_fit_and_keep_words_whole():
    text = "SFTGAN (without segmentation map), 23.50 dB"
    lines = wrapped(text, Font.SERIF, 8, 26, 3)
    assert len(lines) > 1 and " ".join(lines) == text
    assert all(text_width(line, Font.SERIF, 8) <= 26 for line in lines)


def test_what_does_not_fit_is_elided_even_without_spaces():
    lines = wrapped("a_very_long_file_name_" * 20 + ".jpg", Font.SANS, 8, 30, 2)
    assert len(lines) == 2 and lines[1].endswith("…")
    assert all(text_width(line, Font.SANS, 8) <= 30 for line in lines)


def test_a_number_is_not_parted_from_its_unit():
    texts = lay_out(
        pair(panels=(panel("Ground truth of the photo"), panel("Ours", psnr_y=20.5)), gap=40.0)
    ).texts
    assert not any(text.text == "dB" for text in texts)


def test_a_factor_stays_with_its_name():
    font, text = Font.SANS, "Sub-pixel CNN ×3"
    room = text_width("Sub-pixel CNN", font, 8) + 0.5
    assert caption_lines(text, font, 8, room, before_numbers=False) == ("Sub-pixel", "CNN ×3")


def test_captions_side_by_side_break_alike():
    metrics = {"psnr_y": 27.25}
    panels = panel("A fairly long name", **metrics), panel("Short", **metrics)
    texts = [text.text for text in lay_out(pair(panels=panels, points=14.0, gap=50.0)).texts]
    assert texts[1:3] == ["27.25 dB", "(b) Short"] and texts[3] == "27.25 dB"


def test_the_typefaces_of_the_program_come_first():
    assert drawable("Œuvre ×3", Font.SERIF) == ("Œuvre ×3", Font.SERIF)
    assert drawable("a\n\tb\x00", Font.SERIF)[0] == "a  b "
    assert drawable("bad \udcff name", Font.SERIF)[0] == "bad   name"
    assert [run.face for run in runs("Привет, мир", Font.SERIF)] == [face_of(Font.SERIF)]


def forget_fonts() -> None:
    for known in (system_fonts._installed, system_fonts._by_suitability, system_face, runs):
        known.cache_clear()


@pytest.fixture
def with_fonts(monkeypatch):
    """Fonts that the system has, instead of those that it really has."""

    def install(*files: Path) -> None:
        monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(f) for f in files])
        forget_fonts()

    yield install
    monkeypatch.undo()
    forget_fonts()


def test_what_they_lack_comes_from_a_font_of_the_system(with_fonts, tmp_path):
    damaged = tmp_path / "damaged.ttf"
    damaged.write_bytes(b"no font")
    mono = face_of(Font.SERIF).file.with_name("DejaVuSansMono.ttf")
    with_fonts(damaged, mono)
    text, font = drawable("a ⌸ b", Font.SERIF)
    assert text == "a ⌸ b"
    faces = [(run.text, run.face.file.name) for run in runs(text, font)]
    assert faces == [
        ("a ", "STIXGeneral.ttf"),
        ("⌸ ", "DejaVuSansMono.ttf"),
        ("b", "STIXGeneral.ttf"),
    ]
    line = lay_out(pair(panels=(panel(text), panel("x")))).texts[:3]
    assert "".join(part.text for part in line).startswith("(a) a ⌸ b")
    assert line[0].x < line[1].x < line[2].x


def test_a_character_that_no_font_has_becomes_a_square_and_is_named(with_fonts):
    with_fonts()
    assert drawable("写真", Font.SERIF)[0] == MISSING * 2
    spec = pair(panels=(panel("写真 and 写"), panel("x")))
    assert missing_note(spec).startswith(f"No font here can draw 写 真: shown as {MISSING}.")
    assert missing_note(pair(panels=(panel("a"), panel("x")))) == ""


@pytest.mark.skipif(not features.check("raqm"), reason="Pillow has no library that shapes text")
def test_letters_that_join_are_joined_and_run_to_the_left():
    word = "\u0627\u0644\u0639\u0631\u0628\u064a\u0629"
    (run,) = runs(word, Font.SANS)
    joined = run_font(run, 40).getlength(word)
    apart = sum(run_font(Run(c, run.face), 40).getlength(c) for c in word)
    assert joined < 0.9 * apart
