"""Excerpts that stand for a whole picture."""

from __future__ import annotations

import pytest

from core.region import Region, Size
from models.excerpts import excerpts


@pytest.mark.parametrize("size", [Size(1, 1), Size(500, 300), Size(768, 768)])
def test_a_small_picture_is_looked_at_whole(size):
    assert excerpts(size, 8) == [size.region]


@pytest.mark.parametrize("size", [Size(3024, 4032), Size(769, 1001), Size(9000, 100)])
def test_excerpts_of_a_large_one_are_alike_inside_it_and_reach_its_ends(size):
    places = excerpts(size, 8)
    assert len({place.size for place in places}) == 1
    assert all(place.within(size) == place for place in places)
    assert all(place.left % 8 == place.top % 8 == 0 for place in places)
    assert sum(place.pixels for place in places) <= 768 * 768
    assert size.width - max(place.right for place in places) < 8
    assert size.height - max(place.bottom for place in places) < 8


def test_a_strip_has_its_short_side_whole():
    assert excerpts(Size(100, 2000), 8) == [
        Region(0, 0, 256, 100),
        Region(872, 0, 1128, 100),
        Region(1744, 0, 2000, 100),
    ]
