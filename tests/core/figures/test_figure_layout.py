from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from figure_parts import BOXES, TEMPLATE, noise, pair, panel

from core.comparison import ZoomBox
from core.errors import UsageError
from core.figures import FigurePanel, FigureRow, FigureSpec, Layout, WidthPreset
from core.figures.inset import inset_beside
from core.figures.layout import lay_out
from core.figures.placed import Rect
from core.region import Region

PANELS = tuple(panel(f"Method {n}", seed=n) for n in range(6))


def _spec(layout: Layout, **options) -> FigureSpec:
    count = {Layout.PAIR: 2, Layout.TRIPLE: 3}.get(layout, 6)
    return FigureSpec(layout, PANELS[:count], **({"boxes": BOXES} | options))


def _overlap(a: Rect, b: Rect) -> bool:
    slack = 1e-6
    across = min(a.right, b.right) - max(a.left, b.left)
    along = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > slack and along > slack


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("width", list(WidthPreset))
def test_nothing_leaves_the_figure_or_covers_its_neighbour(layout, width):
    sheet = lay_out(_spec(layout, width=width, caption="({letter}) {label}"))
    assert sheet.width == width.value.millimetres
    assert sheet.height <= width.value.highest + 1e-6
    frames = [crop.rect.grown(sheet.stroke) for crop in sheet.crops]
    for rect in [*frames, *(p.rect for p in sheet.wholes), *(m.rect for m in sheet.marks)]:
        assert rect.left >= -1e-6 and rect.right <= sheet.width + 1e-6
        assert rect.top >= -1e-6 and rect.bottom <= sheet.height + 1e-6
    apart = frames if layout is Layout.TRIPLE else [*frames, *(p.rect for p in sheet.wholes)]
    assert not any(_overlap(a, b) for a, b in itertools.combinations(apart, 2))
    assert all(0 < text.y < sheet.height for text in sheet.texts)


def test_a_pair_fills_its_width_with_equal_gaps():
    sheet = lay_out(pair(gap=2.0))
    left, right = sheet.wholes
    assert left.rect.left == 0 and right.rect.right == pytest.approx(175)
    assert right.rect.left - left.rect.right == pytest.approx(2)
    frames = [crop.rect.grown(sheet.stroke) for crop in sheet.crops]
    assert frames[1].left - frames[0].right == pytest.approx(2)
    assert frames[1].right == pytest.approx(left.rect.right)
    assert frames[0].top - left.rect.bottom == pytest.approx(2)
    assert frames[0].height == pytest.approx(frames[1].height)


def test_marks_lie_where_the_boxes_are_whatever_the_scale():
    sheet = lay_out(pair())
    for whole, mark in zip(sheet.wholes, sheet.marks[::2], strict=True):
        unit = whole.rect.width / 80
        assert mark.rect.left - whole.rect.left == pytest.approx(5 * unit)
        assert mark.rect.top - whole.rect.top == pytest.approx(7 * unit)
        assert (mark.rect.width, mark.rect.height) == pytest.approx((20 * unit, 15 * unit))
    assert [crop.region for crop in sheet.crops[::2]] == [
        Region(5, 7, 25, 22),
        Region(15, 21, 75, 66),
    ]


def test_a_triple_shows_the_centre_unless_told_and_joins_it():
    sheet = lay_out(_spec(Layout.TRIPLE, boxes=()))
    assert sheet.crops[0].region == Region(35, 22, 45, 32)
    assert len(sheet.crops) == 3 and len(sheet.lines) == 6
    for crop, mark in zip(sheet.crops, sheet.marks, strict=True):
        assert crop.rect.width > 2 * mark.rect.width
        assert not _overlap(crop.rect, mark.rect)


@pytest.mark.parametrize("left", [0, 20, 60])
@pytest.mark.parametrize("top", [0, 12, 40])
def test_an_inset_never_hides_its_source(left, top):
    picture, source = Rect(10, 10, 80, 54), Rect(10 + left, 10 + top, 20, 14)
    inset = inset_beside(picture, source, 0.5)
    assert not _overlap(inset, source)
    assert inset.width / inset.height == pytest.approx(20 / 14)
    assert inset.left >= 10.5 - 1e-6 and inset.bottom <= 63.5 + 1e-6


def test_a_box_too_large_for_an_inset_is_refused():
    with pytest.raises(UsageError, match="too large for an inset"):
        lay_out(_spec(Layout.TRIPLE, boxes=(ZoomBox(Region(2, 2, 78, 52)),)))


def test_rows_are_as_high_as_their_photo_and_fill_the_width():
    rows = tuple(FigureRow(PANELS[:3], BOXES[:n], f"photo {n}") for n in (1, 2))
    sheet = lay_out(FigureSpec(Layout.ROWS, rows=rows))
    for number, whole in enumerate(sheet.wholes):
        crops = [crop for crop in sheet.crops if crop.row == number]
        assert max(c.rect.right for c in crops) + sheet.stroke == pytest.approx(175)
        assert max(c.rect.bottom for c in crops) + sheet.stroke == pytest.approx(whole.rect.bottom)
    assert sheet.wholes[1].rect.top > sheet.wholes[0].rect.bottom


def _texts(*rows: FigureRow, caption: str = "({letter}) {label}") -> list[str]:
    return [t.text for t in lay_out(FigureSpec(Layout.ROWS, rows=rows, caption=caption)).texts]


def test_row_captions_stand_once_where_they_hold_for_all_rows():
    once = ["one", "two", "(a) Method 0", "(b) Method 1"]
    rows = [FigureRow(PANELS[:2], BOXES, name) for name in ("one", "two")]
    assert _texts(*rows) == once
    other = FigureRow(PANELS[:2], BOXES[:1], "two")
    assert _texts(rows[0], other) == ["one", *once[2:], *once[1:]]


def test_row_captions_with_numbers_stand_under_every_row():
    rows = [FigureRow((panel("Input"), panel("Ours", psnr_y=p)), BOXES) for p in (30.0, 31.5)]
    texts = _texts(*rows, caption=TEMPLATE)
    assert texts == ["(a) Input", "(b) Ours, 30.00 dB", "(a) Input", "(b) Ours, 31.50 dB"]


def test_a_grid_of_six_has_even_rows_and_letters_to_f():
    sheet = lay_out(_spec(Layout.GRID, boxes=BOXES[:1]))
    assert len({round(crop.rect.top, 6) for crop in sheet.crops}) == 2
    assert [text.text[:3] for text in sheet.texts] == [f"({letter})" for letter in "abcdef"]
    wide = lay_out(_spec(Layout.GRID, boxes=BOXES[:1], columns=6))
    assert len({crop.rect.top for crop in wide.crops}) == 1


def test_a_high_picture_is_made_to_fit_and_stands_in_the_middle():
    tall = FigureSpec(
        Layout.PAIR,
        (FigurePanel("Tall", noise(900, 100)),) * 2,
        width=WidthPreset.SLIDE,
    )
    sheet = lay_out(tall)
    assert 189 < sheet.height <= 190.5
    first, last = sheet.wholes
    assert first.rect.left == pytest.approx(sheet.width - last.rect.right)


@pytest.mark.parametrize(
    ("rect", "name"),
    [(Region(70, 0, 90, 10), "roof"), (Region(-1, 0, 9, 9), ""), (Region(5, 5, 5, 9), "")],
)
def test_a_box_outside_the_picture_is_named(rect, name):
    with pytest.raises(UsageError) as error:
        pair(boxes=(BOXES[0], ZoomBox(rect, name=name)))
    assert ("“roof”" if name else "box 2") in str(error.value)
    assert "80×54" in str(error.value)


def test_a_result_of_another_size_is_named_and_not_resized():
    with pytest.raises(
        UsageError, match=r"“Odd” has 79×54 pixels; 80×54 are needed.*Crop or resize"
    ):
        FigureSpec(Layout.PAIR, (panel("Input"), FigurePanel("Odd", noise(54, 79))))


@pytest.mark.parametrize("layout", [Layout.PAIR, Layout.TRIPLE])
def test_the_wrong_number_of_pictures_is_refused(layout):
    with pytest.raises(UsageError, match="pictures per row"):
        FigureSpec(layout, PANELS[:4])


def test_rows_without_a_box_are_refused():
    with pytest.raises(UsageError, match="at least one zoom box"):
        FigureSpec(Layout.ROWS, PANELS)


@pytest.mark.parametrize("numbers", [{"dpi": 5}, {"gap": -1}, {"points": 400}, {"columns": 0}])
def test_senseless_numbers_are_refused(numbers):
    with pytest.raises(UsageError, match="must lie from"):
        _spec(Layout.GRID, **numbers)


def test_a_figure_can_be_changed_in_one_point():
    wide = pair()
    narrow = dataclasses.replace(wide, width=WidthPreset.ONE_COLUMN)
    assert lay_out(narrow).width == 85 and narrow.photos[0].panels == wide.panels
    rows = FigureSpec(Layout.ROWS, rows=(FigureRow(PANELS, BOXES),))
    assert len(dataclasses.replace(rows, layout=Layout.GRID).photos) == 1


@pytest.mark.parametrize("busy", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_an_inset_hides_no_corner_in_which_something_is_to_be_seen(busy):
    pixels = np.full((90, 120, 3), 120, np.uint8)
    half = (slice(45, 90) if busy[0] else slice(0, 45), slice(60, 120) if busy[1] else slice(0, 60))
    pixels[half] = np.random.default_rng(1).integers(0, 256, (45, 60, 3), np.uint8)
    panels = tuple(FigurePanel(name, pixels) for name in "abc")
    sheet = lay_out(FigureSpec(Layout.TRIPLE, panels))
    inset, whole = sheet.crops[0].rect, sheet.wholes[0].rect
    found = inset.top > whole.top + whole.height / 3, inset.left > whole.left + whole.width / 3
    assert found != tuple(map(bool, busy))
