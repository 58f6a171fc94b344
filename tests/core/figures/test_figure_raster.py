from __future__ import annotations

import numpy as np
import pytest
from figure_parts import BOXES, noise, pair, panel

from core.comparison import ZoomBox
from core.errors import UsageError
from core.figures import FigurePanel, FigureRow, FigureSpec, Layout, WidthPreset, paint
from core.figures.layout import lay_out
from core.region import Region


def _read_back(figure, spec):
    """Each crop as painted, one pixel per block, beside what it was made of."""
    for place, crop in zip(figure.crops, lay_out(spec).crops, strict=True):
        source = crop.region.of(spec.photos[crop.row].panels[crop.column].pixels)
        factor = place.width // source.shape[1]
        assert (place.height, place.width) == tuple(factor * side for side in source.shape[:2])
        blocks = place.of(figure.pixels)
        for dy, dx in ((0, 0), (factor - 1, factor - 1), (factor // 2, factor // 3)):
            yield blocks[dy::factor, dx::factor], source


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("width", list(WidthPreset))
def test_every_pixel_of_every_crop_reads_back(layout, width):
    panels = (panel("Input"), panel("Ours", 3, seed=1), panel("Theirs", 2, seed=2))
    panels = panels[: 2 if layout is Layout.PAIR else 3]
    spec = FigureSpec(layout, panels, BOXES, width=width)
    figure = paint(spec)
    count = 0
    for painted, source in _read_back(figure, spec):
        assert np.array_equal(painted, source)
        count += 1
    assert count == 3 * len(figure.crops) > 0
    assert figure.dpi >= spec.least_dpi


def test_rows_with_boxes_of_any_size_read_back():
    boxes = (ZoomBox(Region(1, 2, 18, 33)), ZoomBox(Region(20, 3, 51, 14)))
    rows = (
        FigureRow((panel("Input"), panel("Ours", 3)), boxes, "one"),
        FigureRow((panel("Input"), panel("Ours", 3)), BOXES, "two"),
    )
    spec = FigureSpec(Layout.ROWS, rows=rows)
    for painted, source in _read_back(paint(spec), spec):
        assert np.array_equal(painted, source)


def test_equal_boxes_leave_no_slack():
    spec = pair()
    figure, sheet = paint(spec), lay_out(spec)
    for place, crop in zip(figure.crops, sheet.crops, strict=True):
        assert abs(place.width - crop.rect.width / 25.4 * figure.dpi) < 1


def test_frames_lie_outside_the_crops_in_the_box_colour():
    figure = paint(pair())
    for place, colour in zip(figure.crops, [(0xE6, 0x9F, 0), (0x56, 0xB4, 0xE9)] * 2, strict=True):
        assert tuple(figure.pixels[place.top - 1, place.left]) == colour
        assert tuple(figure.pixels[place.bottom, place.right - 1]) == colour


def test_sixteen_bits_and_grey_come_out_rounded():
    grey = FigurePanel("16 bit", noise(54, 80, channels=1, bits=16))
    spec = FigureSpec(Layout.PAIR, (grey, panel("Ours")), BOXES)
    painted, source = next(iter(_read_back(paint(spec), spec)))
    assert np.array_equal(painted, np.repeat(np.round(source / 257).astype(np.uint8), 3, axis=2))


def test_a_whole_picture_is_averaged_not_sampled():
    checks = np.zeros((1200, 1800, 3), np.uint8)
    checks[::2, ::2] = checks[1::2, 1::2] = 200
    big = FigurePanel("Checks", checks)
    figure = paint(FigureSpec(Layout.PAIR, (big, big), width=WidthPreset.ONE_COLUMN))
    inside = figure.pixels[20:250, 20:400]
    assert inside.min() > 60
    assert abs(float(inside.mean()) - 100) < 2


def test_a_figure_that_needs_too_many_pixels_is_refused():
    big = FigurePanel("Big", np.zeros((5000, 5000, 1), np.uint8))
    boxes = (ZoomBox(Region(0, 0, 5000, 5000)),) * 8
    with pytest.raises(UsageError, match="pixels to show every pixel"):
        paint(FigureSpec(Layout.GRID, (big,), boxes))


def test_painting_twice_gives_the_same_bytes():
    assert np.array_equal(paint(pair()).pixels, paint(pair()).pixels)


def test_a_preview_has_just_the_resolution_asked_for():
    preview = paint(pair(), least_dpi=50.0, exact=False)
    assert preview.dpi == 50 and abs(preview.pixels.shape[1] - 175 / 25.4 * 50) <= 1
    place, source = preview.crops[2], BOXES[0].rect.scaled(3).of(pair().panels[1].pixels)
    assert abs(float(place.of(preview.pixels).mean()) - float(source.mean())) < 2
