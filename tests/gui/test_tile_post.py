from __future__ import annotations

import numpy as np

from core.engine import TileDone
from core.region import Region
from gui.tile_post import TilePost


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def sent_at(*moments: float) -> list[tuple[float, int]]:
    """When each of as many tiles is sent that are ready at these moments."""
    clock, sent = Clock(), []
    post = TilePost(lambda tile: sent.append((clock.now, tile.done)), clock)
    for done, moment in enumerate(moments, start=1):
        clock.now = moment
        pixels = np.zeros((1, 1, 3), np.uint8)
        post.add(TileDone(done, len(moments), Region(0, 0, 1, 1), pixels))
    return sent


def test_of_a_short_run_nothing_is_sent():
    assert sent_at(0.1, 0.2, 0.3, 0.4) == []


def test_a_slow_first_tile_of_many_says_little():
    assert sent_at(*(0.01 + 0.002 * n for n in range(150))) == []


def test_of_a_long_run_every_tile_is_sent_as_it_comes():
    assert sent_at(1.0, 2.0, 3.0) == [(1.0, 1), (2.0, 2), (3.0, 3)]


def test_many_tiles_are_sent_together():
    moments = [0.02 * n for n in range(1, 101)]
    sent = sent_at(*moments)
    assert [done for _, done in sent] == list(range(1, len(sent) + 1))
    assert len(sent) > 90
    assert len({moment for moment, _ in sent}) < 50


def test_a_run_that_becomes_slow_sends_what_it_held_back():
    sent = sent_at(0.05, 0.1, 0.15, 2.0, 2.1)
    assert sent == [(2.0, 1), (2.0, 2), (2.0, 3), (2.0, 4), (2.1, 5)]


def test_it_knows_whether_a_run_is_nearly_done():
    clock = Clock()
    post = TilePost(lambda tile: None, clock)
    assert not post.nearly_done
    clock.now = 0.1
    post.add(TileDone(1, 4, Region(0, 0, 1, 1), np.zeros((1, 1, 3), np.uint8)))
    assert post.nearly_done
    clock.now = 1.0
    assert not post.nearly_done
