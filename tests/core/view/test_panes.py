from __future__ import annotations

import pytest

from core.comparison import Comparison, Mode
from core.region import Region, Size
from core.view.panes import grid_columns, pane_at, panes

AREA = Region(0, 0, 1002, 600)
PHOTO = Size(400, 300)


def test_side_by_side_has_the_reference_at_the_left() -> None:
    comparison = Comparison(shown=2, reference=1, mode=Mode.SIDE_BY_SIDE)
    first, second = panes(comparison, 4, AREA, PHOTO, 2)
    assert (first.candidate, first.rect) == (1, Region(0, 0, 500, 600))
    assert (second.candidate, second.rect) == (2, Region(502, 0, 1002, 600))


def test_top_and_bottom() -> None:
    comparison = Comparison(shown=2, reference=1, mode=Mode.TOP_BOTTOM)
    first, second = panes(comparison, 4, AREA, PHOTO, 2)
    assert (first.rect.bottom, second.rect.top) == (299, 301)
    assert first.rect.size == second.rect.size


@pytest.mark.parametrize("count", range(1, 13))
def test_a_grid_shows_up_to_nine_of_one_size_without_overlap(count: int) -> None:
    made = panes(Comparison(mode=Mode.GRID), count, AREA, PHOTO, 2)
    assert [pane.candidate for pane in made] == list(range(min(count, 9)))
    assert len({pane.rect.size for pane in made}) == 1
    for pane in made:
        assert pane.rect.within(AREA.size) == pane.rect
        others = [other for other in made if other is not pane]
        assert all(pane.rect.overlap(other.rect).empty for other in others)


def test_a_grid_makes_the_photos_as_large_as_it_can() -> None:
    assert grid_columns(4, Size(100, 1000), Size(100, 100)) == 4
    assert grid_columns(4, Size(1000, 100), Size(100, 100)) == 1
    assert grid_columns(4, Size(1000, 1000), Size(100, 100)) == 2


def test_the_pane_under_the_mouse() -> None:
    made = panes(Comparison(shown=1, mode=Mode.SIDE_BY_SIDE), 2, AREA, PHOTO, 2)
    assert pane_at(made, 700, 10) is made[1]
    assert pane_at(made, 501, 10) is None
