from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from canvas_scene import HEIGHT, WIDTH, array, candidates, canvas, picture, view_of
from PySide6.QtGui import QFontMetricsF, QImage
from pytestqt.qtbot import QtBot

from core.comparison import Comparison, Mode, ZoomBox
from core.region import Region, Size
from core.view.at_scale import Enlarging
from core.view.derived_picture import DifferenceStyle
from core.view.divider import divider_place
from core.view.geometry import view_transform
from core.view.picture_source import PictureSource
from gui.canvas import overlay
from gui.canvas.candidate_view import CandidateView
from gui.canvas.canvas import ComparisonCanvas
from gui.theme import LIGHT


def pixels_of(view: CandidateView) -> np.ndarray:
    return view.picture.read(view.picture.size.region)


def test_at_100_percent_every_device_pixel_is_a_pixel_of_the_photo(qtbot: QtBot) -> None:
    made = canvas(
        qtbot,
        [CandidateView(n, picture(b, height=900, width=1300)) for n, b in (("A", 50), ("B", 70))],
        zoom=1.0,
        centre=(0.41, 0.63),
    )
    transform = view_transform(made.comparison, made.stage())
    left, top = round(-transform.left), round(-transform.top)
    place = Region(left, top, left + WIDTH, top + HEIGHT)
    expected = place.of(pixels_of(made.candidates[0])).copy()
    after = place.of(pixels_of(made.candidates[1]))
    divider = int(divider_place(made.comparison, made.stage()))
    expected[:, divider:] = after[:, divider:]
    assert 100 < divider < 400
    assert np.array_equal(view_of(made), expected)


@pytest.mark.parametrize("zoom", [2.0, 5.0])
def test_above_100_percent_pixels_are_squares(qtbot: QtBot, zoom: float) -> None:
    made = canvas(qtbot, zoom=zoom, divider=1.0)
    transform = view_transform(made.comparison, made.stage())
    columns = ((np.arange(WIDTH) + 0.5 - transform.left) / zoom).astype(int)
    rows = ((np.arange(HEIGHT) + 0.5 - transform.top) / zoom).astype(int)
    expected = pixels_of(made.candidates[0])[np.ix_(rows, columns)]
    assert np.array_equal(view_of(made), expected)


def test_below_100_percent_detail_is_averaged_not_skipped(qtbot: QtBot) -> None:
    lines = np.zeros((1600, 2400, 3), np.uint8)
    lines[:, ::2] = 200
    shown = [CandidateView(name, PictureSource.from_pixels(lines)) for name in "AB"]
    view = view_of(canvas(qtbot, shown))
    inside = view[30:-30, 30:-30]
    assert np.abs(inside.astype(int) - 100).max() <= 2


def test_a_reduced_view_is_close_to_the_photo_reduced_by_area(qtbot: QtBot) -> None:
    random = np.random.default_rng(2)
    rough = cv2.resize(random.integers(0, 255, (60, 90, 3), np.uint8), (1800, 1200))
    shown = [CandidateView(name, PictureSource.from_pixels(rough)) for name in "AB"]
    made = canvas(qtbot, shown)
    left, top, right, bottom = (
        round(value)
        for value in view_transform(made.comparison, made.stage()).view_rect(
            Size(1200, 1800).region
        )
    )
    expected = cv2.resize(rough, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    view = view_of(made)[top:bottom, left:right].astype(int)
    assert np.abs(view - expected).max() <= 6
    assert np.abs(view - expected).mean() < 1.0


@pytest.mark.parametrize("mode", [Mode.SPLIT, Mode.SPLIT_HORIZONTAL])
def test_the_reference_lies_before_the_divider_and_the_result_after(
    qtbot: QtBot, mode: Mode
) -> None:
    view = view_of(canvas(qtbot, zoom=2.0, mode=mode, divider=0.5))[..., 2]
    if mode is Mode.SPLIT_HORIZONTAL:
        view = view.T
    middle = view.shape[1] // 2
    assert set(np.unique(view[:, : middle - 1])) == {50}
    assert set(np.unique(view[:, middle + 1 :])) == {70}


def test_pairs_and_grids_show_each_candidate_in_its_pane(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(*[1] * 6), shown=4, reference=2)
    for mode, expected in (
        (Mode.SIDE_BY_SIDE, [2, 4]),
        (Mode.TOP_BOTTOM, [2, 4]),
        (Mode.GRID, [0, 1, 2, 3, 4, 5]),
    ):
        made.set_comparison(replace(made.comparison, mode=mode))
        view = view_of(made)
        panes = made.panes()
        middles = [
            view[(p.rect.top + p.rect.bottom) // 2, (p.rect.left + p.rect.right) // 2, 2]
            for p in panes
        ]
        assert [(level - 50) // 20 for level in middles] == expected


def test_panes_show_the_same_place(qtbot: QtBot) -> None:
    made = canvas(qtbot, mode=Mode.SIDE_BY_SIDE, zoom=1.0, centre=(0.7, 0.4))
    view = view_of(made)
    first, second = (pane.rect.of(view)[..., :2] for pane in made.panes())
    assert np.array_equal(first, second)


def test_a_larger_result_lies_at_the_same_place_as_the_input(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1, 3), zoom=3.0, centre=(0.3, 0.6), divider=0.0)
    transform = view_transform(made.comparison, made.stage())
    x, y = (round(-transform.left), round(-transform.top))
    result = pixels_of(made.candidates[1])
    assert np.array_equal(view_of(made), result[y : y + HEIGHT, x : x + WIDTH])
    assert made.zoom_percent() == 100.0
    made.set_comparison(replace(made.comparison, divider=1.0))
    view = view_of(made)
    expected = cv2.resize(pixels_of(made.candidates[0]), (1200, 720), interpolation=cv2.INTER_CUBIC)
    assert np.abs(view.astype(int) - expected[y : y + HEIGHT, x : x + WIDTH]).max() <= 1


def test_captions_of_a_narrow_photo_are_not_cut(qtbot: QtBot, monkeypatch) -> None:
    views = [
        CandidateView("Input", picture(50, height=120, width=40)),
        CandidateView("Sub-pixel CNN", picture(90, scale=3, height=120, width=40)),
    ]
    made = canvas(qtbot, views)
    made.resize(900, 320)
    drawn = {}
    monkeypatch.setattr(overlay, "draw_caption", lambda _p, text, rect: drawn.update({text: rect}))
    made.render_view()
    assert set(drawn) == {"Input · bicubic ×3", "Sub-pixel CNN"}
    metrics = QFontMetricsF(overlay.caption_font(made.font()))
    for text, rect in drawn.items():
        assert metrics.horizontalAdvance(text) + 18 <= rect.width() + 0.5
        assert rect.left() >= 0 and rect.right() <= 900


def test_enlarging_is_said_in_the_caption(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1, 3), zoom=3.0)
    assert made.caption(0) == "A · bicubic ×3"
    assert made.caption(1) == "B"
    made.set_comparison(replace(made.comparison, zoom=0.9))
    assert made.caption(0) == "A"


def test_the_difference_of_two_candidates(qtbot: QtBot) -> None:
    made = canvas(qtbot, mode=Mode.DIFFERENCE, zoom=2.0)
    view = view_of(made)
    assert set(np.unique(view[..., 0])) == {128}
    assert set(np.unique(view[..., 2])) == {128 + 4 * 20}


def test_holding_the_key_shows_the_original_everywhere(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1, 1, 1), shown=2, reference=1, zoom=2.0)
    made.set_holding_original(True)
    assert set(np.unique(view_of(made)[..., 2])) == {50}


def test_blinking_alternates_between_the_two(qtbot: QtBot) -> None:
    made = canvas(qtbot, mode=Mode.BLINK, zoom=2.0)
    made.propose_viewing(blink_milliseconds=20)
    seen = set()

    def both_seen() -> bool:
        seen.add(int(view_of(made)[100, 100, 2]))
        return seen == {50, 70}

    qtbot.waitUntil(both_seen)


def test_a_result_replaces_the_old_picture_tile_by_tile(qtbot: QtBot) -> None:
    result = PictureSource(Size(240, 400), fallback=picture(50))
    made = canvas(
        qtbot, [CandidateView("A", picture(50)), CandidateView("B", result)], zoom=2.0, divider=0.0
    )
    assert set(np.unique(view_of(made)[..., 2])) == {50}
    part = Region(180, 100, 220, 140)
    result.write(part, np.full((40, 40, 3), 200, np.uint8))
    view = view_of(made)
    transform = view_transform(made.comparison, made.stage())
    left, top, right, bottom = (round(value) for value in transform.view_rect(part))
    assert (view[top:bottom, left:right] == 200).all()
    assert (view[..., 2] == 50).sum() == view[..., 2].size - 80 * 80


def test_finished_views_look_like_fresh_ones(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=0.83, divider=0.31)
    fresh = view_of(made)
    made.come_to_rest()
    assert np.array_equal(view_of(made), fresh)


def test_tiles_that_are_late_are_drawn_soon_without_being_asked(qtbot: QtBot) -> None:
    random = np.random.default_rng(4).integers(0, 255, (2500, 4000, 3), np.uint8)
    shown = [CandidateView(name, PictureSource.from_pixels(random)) for name in "AB"]
    made = canvas(qtbot, shown)
    qtbot.waitUntil(made.is_complete)
    finished = array(made.grab().toImage())
    assert np.abs(finished.astype(int) - array(made.render_view())).max() <= 1


def test_the_view_is_copied_as_it_is_seen(qtbot: QtBot) -> None:
    made = canvas(qtbot, boxes=(ZoomBox(Region(40, 50, 120, 110)),))
    made.select_box(0)
    image = made.render_view()
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    assert made.selected_box == 0
    colours = {tuple(colour) for colour in array(image).reshape(-1, 3)}
    assert (0xE6, 0x9F, 0x00) in colours
    assert (255, 255, 255) in colours


def test_the_surround_follows_the_theme(qtbot: QtBot) -> None:
    made = canvas(qtbot, zoom=0.5)
    assert view_of(made)[3, 3].tolist() == [0x1A] * 3
    made.set_tones(LIGHT)
    assert view_of(made)[3, 3].tolist() == [0xC9] * 3


def test_without_a_photo_there_is_a_hint_and_nothing_breaks(qtbot: QtBot) -> None:
    made = ComparisonCanvas()
    qtbot.addWidget(made)
    made.resize(WIDTH, HEIGHT)
    made.show()
    image = array(made.render_view())
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 2
    made.set_comparison(Comparison(shown=3))
    assert made.visible_region().width <= 1


def test_fewer_candidates_bring_the_indices_back(qtbot: QtBot) -> None:
    made = canvas(qtbot, candidates(1, 1, 1), shown=2, reference=1)
    made.set_candidates(candidates(1))
    assert (made.comparison.shown, made.comparison.reference) == (0, 0)
    assert not view_of(made)[..., 2].max() > 50


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1)])
def test_extreme_photos_are_drawn(qtbot: QtBot, size: tuple[int, int]) -> None:
    shown = [CandidateView(n, picture(90, height=size[0], width=size[1])) for n in "AB"]
    made = canvas(qtbot, shown)
    assert (view_of(made)[..., 2] == 90).any()
    assert made.visible_region() == Size(*size).region


def test_a_dense_screen_shows_a_pixel_per_device_pixel(qtbot: QtBot) -> None:
    class Dense(ComparisonCanvas):
        @property
        def density(self) -> float:
            return 2.0

    made = Dense()
    qtbot.addWidget(made)
    made.resize(WIDTH // 2, HEIGHT // 2)
    made.set_candidates(candidates(1, 1))
    made.set_comparison(Comparison(shown=1, zoom=1.0, divider=1.0))
    image = QImage(WIDTH, HEIGHT, QImage.Format_RGB32)
    made.paint_pictures_on(image)
    view = array(image)
    assert np.array_equal(view[40:280, 40:440], pixels_of(made.candidates[0]))


def test_another_filter_or_gain_is_seen_at_once(qtbot: QtBot) -> None:
    rough = np.random.default_rng(8).integers(0, 255, (240, 400, 3), np.uint8)
    shown = [CandidateView("A", PictureSource.from_pixels(rough)), *candidates(1, 3)[1:]]
    made = canvas(qtbot, shown, zoom=6.0, divider=1.0)
    made.come_to_rest()
    bicubic = view_of(made)
    made.propose_viewing(enlarging=Enlarging.NEAREST)
    assert not np.array_equal(view_of(made), bicubic)
    made.set_comparison(replace(made.comparison, mode=Mode.DIFFERENCE))
    made.come_to_rest()
    before = view_of(made)
    made.propose_viewing(difference=DifferenceStyle(gain=1.0))
    assert not np.array_equal(view_of(made), before)


def test_names_give_way_before_figures(qapp) -> None:
    metrics = QFontMetricsF(overlay.caption_font(qapp.font()))
    text = "Adaptive unsharp masking · 22.54 dB · 0.6661"
    room = metrics.horizontalAdvance(text) - 40
    short = overlay.shortened(text, metrics, room)
    assert short.startswith("Adaptive") and short.endswith("… · 22.54 dB · 0.6661")
    assert metrics.horizontalAdvance(short) <= room + 0.5
    assert overlay.shortened(text, metrics, room + 41) == text
    assert overlay.shortened("Adaptive unsharp masking", metrics, 60).endswith("…")
    assert metrics.horizontalAdvance(overlay.shortened(text, metrics, 90)) <= 90.5
