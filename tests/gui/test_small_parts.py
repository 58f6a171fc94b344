"""Words and numbers that panes and bars are made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.colour.icc import write_matrix_profile
from core.comparison import Mode
from core.estimate import Estimate
from core.photo import Photo
from core.region import Region, Size
from core.rendition import RunReport, StepReport
from core.view.picture_source import PictureSource
from gui.cursor_text import cursor_text
from gui.elided_label import ElidedButton, ElidedLabel
from gui.first_start import first_boxes
from gui.inbox import Inbox
from gui.mode_bar import ModeBar, photo_line
from gui.mode_buttons import ModeButtons, ModeChoice
from gui.run_pane import RunPane, duration, latency, run_texts, throughput
from gui.run_progress import time_left
from gui.settings import DARK_THEME, LAST_FOLDER, QUALITY, RECENT_FILES, Settings
from gui.slow_notice import cost_text
from gui.status import StatusBar
from gui.window_frame import panel_widths


def report(op: str = "espcn-x3", load: float = 0.0, megapixels: float = 1.2) -> RunReport:
    step = StepReport(op, "", "cpu", "bfloat16", 256, 7, 24, 0.3, 0.5, 0.412)
    return RunReport("d", "p", (step,), load, 0.5, megapixels, 200.0, 14.0)


def test_a_report_is_shown_in_five_rows():
    texts = run_texts(report(), cores=2, cold=0.655)
    assert texts == {
        "Device": "CPU · bf16 · 2 cores",
        "Latency": "412 ms warm · 655 cold",
        "Throughput": "2.9 MP/s",
        "Peak memory": "186 MB + 14 MB result",
        "Tiles": "24 × 256 px",
    }


def test_the_run_pane_remembers_the_cold_run_and_plots_the_others(qtbot):
    pane = RunPane(cores=2)
    qtbot.addWidget(pane)
    for load in (1.5, 0.0, 0.0):
        pane.add("1", report(load=load))
    pane.show_report("1", report())
    assert "2.0 s cold" in pane._values["Latency"].text()
    assert len(pane.history.values) == 3
    pane.show_report("2", None)
    assert pane._values["Device"].text() == "–"
    assert pane.history.values == ()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0004, "0 ms"),
        (0.412, "412 ms"),
        (3.21, "3.2 s"),
        (125.0, "2 min 5 s"),
        (119.7, "2 min 0 s"),
    ],
)
def test_durations_read_well(seconds, text):
    assert duration(seconds) == text


def test_the_notice_says_time_memory_and_where_it_knows_them_from():
    assert cost_text(Estimate(125.0, 1340.0, True)) == (
        "about 2 min 5 s and 1.3 GB of memory (measured here before)"
    )
    assert "a guess" in cost_text(Estimate(30.0, 400.0, False))
    assert "400 MB" in cost_text(Estimate(30.0, 400.0, False))


def test_the_photos_line_names_size_and_unusual_depth():
    pixels = np.zeros((3024, 4032, 3), np.uint8)
    assert photo_line(Photo(pixels, Path("IMG_1.JPG"))) == "IMG_1.JPG · 4032×3024 · 12.2 MP"
    grey = Photo(np.zeros((20, 30, 1), np.uint16), Path("g.png"), file_bits=12)
    assert photo_line(grey) == "g.png · 30×20 · 12 bit · grey"
    wide = write_matrix_profile(np.eye(3), "Display P3")
    phone = Photo(np.zeros((20, 30, 3), np.uint8), Path("p.jpg"), icc=wide)
    assert photo_line(phone) == "p.jpg · 30×20 · Display P3"


def test_values_under_the_cursor_come_from_the_same_place_of_a_larger_result():
    small = np.zeros((4, 6, 3), np.uint8)
    small[1, 2] = (10, 20, 30)
    large = np.zeros((12, 18, 3), np.uint8)
    large[4, 7] = (11, 21, 31)
    before = PictureSource.from_pixels(small)
    after = PictureSource.from_pixels(large, scale=3)
    text = cursor_text(2, 1, before, after)
    assert text == "x 2  y 1    R 10 G 20 B 30  →  R 11 G 21 B 31"
    assert cursor_text(2, 1, before, before) == "x 2  y 1    R 10 G 20 B 30"


def test_what_is_not_computed_has_no_values_under_the_cursor():
    photo = PictureSource.from_pixels(np.full((4, 6, 3), 7, np.uint8))
    result = PictureSource(Size(12, 18), scale=3, fallback=photo)
    assert cursor_text(2, 1, photo, result).endswith("R 7 G 7 B 7  →  –")
    result.write(Region(6, 3, 9, 6), np.full((3, 3, 3), 9, np.uint8))
    assert cursor_text(2, 1, photo, result).endswith("→  R 9 G 9 B 9")


def test_a_unit_that_both_latencies_share_is_named_once():
    assert latency(0.412, 0.655) == "412 ms warm · 655 cold"
    assert latency(0.412, 3.2) == "412 ms warm · 3.2 s cold"
    assert latency(125, 190) == "2 min 5 s warm · 3 min 10 s cold"
    assert latency(0.412, None) == "412 ms warm"


def test_first_boxes_lie_inside_and_a_tiny_photo_has_none():
    size = Size(400, 600)
    boxes = first_boxes(size)
    assert len({box.colour for box in boxes}) == len(boxes) == 3
    assert all(box.rect.within(size) == box.rect for box in boxes)
    assert first_boxes(Size(20, 20)) == ()


@pytest.mark.parametrize("width", [900, 1024, 1280, 1600, 3000])
def test_the_canvas_gets_most_of_the_window(width):
    left, right = panel_widths(width)
    assert width - left - right > width / 2
    assert 200 <= left <= 290


def test_settings_come_back_with_their_type(tmp_path):
    settings = Settings(tmp_path / "s.ini")
    assert settings.get(QUALITY) == 95
    settings.set(QUALITY, 80)
    settings.set(DARK_THEME, False)
    settings.set(RECENT_FILES, (Path("/a b/ü,1.jpg"), Path("c.png")))
    settings.set(LAST_FOLDER, Path("/a b"))
    again = Settings(tmp_path / "s.ini")
    assert again.get(QUALITY) == 80
    assert again.get(DARK_THEME) is False
    assert again.get(RECENT_FILES) == (Path("/a b/ü,1.jpg"), Path("c.png"))
    assert again.get(LAST_FOLDER) == Path("/a b")


def test_nonsense_in_the_settings_file_counts_as_the_default(tmp_path):
    (tmp_path / "s.ini").write_text("[export]\nquality=much\n")
    assert Settings(tmp_path / "s.ini").get(QUALITY) == 95


def test_long_texts_end_in_dots_and_are_shown_whole_as_a_tip(qtbot):
    label = ElidedLabel("a very long name of a photo.jpg")
    qtbot.addWidget(label)
    label.resize(80, 20)
    assert label.shown_text().endswith("…")
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(4, 20)
    assert label.shown_text() == ""


def test_a_menu_button_gives_way(qtbot):
    button = ElidedButton()
    qtbot.addWidget(button)
    button.show()
    button.set_whole_text("Sub-pixel CNN ×3 → Unsharp masking")
    button.resize(button.sizeHint())
    assert button.text() == "Sub-pixel CNN ×3 → Unsharp masking  ▾"
    button.resize(90, 24)
    assert "…" in button.text()


def test_short_runs_show_no_progress_and_long_ones_do(qtbot):
    status = StatusBar()
    qtbot.addWidget(status)
    status.show()
    status.set_progress("Triple · tile 1 of 2", 0.5)
    status.end_progress()
    assert not status._bar.isVisible()
    status.set_progress("Triple · tile 1 of 9", 0.1)
    qtbot.waitUntil(status._bar.isVisible)
    assert status._text.text() == "Triple · tile 1 of 9"
    status.end_progress("Done.")
    assert not status._bar.isVisible()
    assert status._text.text() == "Done."


def test_an_inbox_keeps_the_order_and_can_be_emptied(qtbot):
    inbox, seen = Inbox(), []
    put = inbox.then(seen.append)
    for number in range(50):
        put(number)
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))
    put(50)
    inbox.clear()
    put(51)
    qtbot.waitUntil(lambda: len(seen) > 50)
    assert seen[50:] == [51]


def test_modes_without_room_wait_in_a_menu_but_the_one_that_is_on_is_seen(qtbot):
    choices = [ModeChoice(mode, mode.value, "X") for mode in Mode]
    row = ModeButtons(choices)
    qtbot.addWidget(row)
    row.show()
    row.resize(row.sizeHint())
    assert all(button.isVisible() for button in row.buttons.values())
    assert not row.more.isVisible()
    row.resize(260, row.height())
    row.show_mode(Mode.BLINK)
    seen = [mode for mode, button in row.buttons.items() if button.isVisible()]
    assert Mode.BLINK in seen
    assert len(seen) + len(row.more.menu().actions()) == len(choices)
    assert sum(row.buttons[mode].sizeHint().width() for mode in seen) < 260
    with qtbot.waitSignal(row.chosen):
        row.more.menu().actions()[0].trigger()


@pytest.mark.parametrize(
    ("rate", "text"), [(0.0483, "0.048"), (0.5, "0.5"), (2.94, "2.9"), (9.97, "10"), (310.4, "310")]
)
def test_a_throughput_never_reads_as_nothing(rate, text):
    assert throughput(rate) == text


def test_more_than_the_peak_was_measured_beside_other_work_and_is_not_shown():
    step = StepReport("x", "", "cpu", "float32", 256, 7, 24, 0.3, 0.5, 0.4, 8e9, 10.0)
    disturbed = RunReport("d", "p", (step,), 0.0, 0.5, 1.2, 200.0, 14.0)
    assert disturbed.share_of_peak > 1
    assert run_texts(disturbed, cores=2)["Throughput"] == "3 MP/s"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (42.4, "42 s"), (324, "5 min"), (7800, "2 h 10 min")]
)
def test_the_time_left_is_no_finer_than_a_guess(seconds, text):
    assert time_left(seconds) == text


def test_a_narrow_bar_still_names_the_photo(qtbot):
    bar = ModeBar()
    qtbot.addWidget(bar)
    bar.show_photo(Photo(np.zeros((4, 6, 3), np.uint8), path=Path("a long name.jpg")))
    bar.show()
    for width, shown in ((600, "a long name.jpg"), (1000, "a long name.jpg · 6×4")):
        bar.resize(width, 40)
        assert bar._name.shown_text() == shown
