from __future__ import annotations

import pytest

from core.comparison import Comparison, Mode
from core.region import Region, Size
from core.view.divider import divider_dragged, divider_hit, divider_moved, divider_place
from core.view.geometry import Stage

STAGE = Stage(Size(200, 400), Region(100, 50, 900, 650))


def test_the_divider_lies_at_its_share_of_the_photo() -> None:
    assert divider_place(Comparison(divider=0.25), STAGE) == 300
    upright = Comparison(divider=0.25, mode=Mode.SPLIT_HORIZONTAL)
    assert divider_place(upright, STAGE) == 250


def test_dragging_brings_it_under_the_mouse_and_not_beyond_the_photo() -> None:
    assert divider_dragged(Comparison(), STAGE, (700.0, 0.0)).divider == 0.75
    assert divider_dragged(Comparison(), STAGE, (5000.0, 0.0)).divider == 1.0
    assert divider_dragged(Comparison(), STAGE, (-50.0, 0.0)).divider == 0.0


def test_the_wheel_moves_it_by_a_way() -> None:
    assert divider_moved(Comparison(divider=0.5), STAGE, 80).divider == pytest.approx(0.6)


def test_it_can_be_grabbed_even_when_its_place_is_out_of_view() -> None:
    near = Comparison(shown=1, zoom=8.0, centre=(0.9, 0.5), divider=0.1)
    assert divider_place(near, STAGE) == 100
    assert divider_hit(near, STAGE, (103.0, 300.0))


@pytest.mark.parametrize(("x", "hit"), [(500, True), (507, True), (509, False), (480, False)])
def test_it_is_hit_within_a_few_pixels(x: float, hit: bool) -> None:
    assert divider_hit(Comparison(shown=1), STAGE, (x, 300.0)) is hit


def test_only_split_views_have_a_divider() -> None:
    assert not divider_hit(Comparison(shown=1, mode=Mode.SIDE_BY_SIDE), STAGE, (500.0, 300.0))
    assert not divider_hit(Comparison(shown=1), STAGE, (500.0, 700.0))


def test_a_picture_is_not_divided_from_itself() -> None:
    assert not divider_hit(Comparison(shown=2, reference=2), STAGE, (500.0, 300.0))
