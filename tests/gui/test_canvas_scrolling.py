from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import pytest
from canvas_scene import HEIGHT, WIDTH, array, canvas, view_of
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from core.comparison import Mode
from core.region import Region, Size
from core.view.geometry import ViewTransform
from core.view.navigation import panned
from core.view.picture_source import PictureSource
from core.view.pyramid import Pyramid, TileCache, TileKey
from gui.canvas.candidate_view import CandidateView
from gui.canvas.layers import FrameBudget, qimage
from gui.canvas.scrolled_image import ScrolledImage
from gui.canvas.tile_painter import Tiles

PANE = Region(10, 20, 70, 60)
SQUARE = 8


@dataclass
class Chequers:
    """A picture of tiles of 8×8 pixels, each in a colour of its own; rough ones are black."""

    shift: tuple[int, int] = (0, 0)
    time: int = 10**6
    made: set[TileKey] = field(default_factory=set)
    painted: list[Region] = field(default_factory=list)

    def keys(self, clip: Region) -> list[TileKey]:
        dx, dy = self.shift
        rows = range((clip.top - dy) // SQUARE, -(-(clip.bottom - dy) // SQUARE))
        columns = range((clip.left - dx) // SQUARE, -(-(clip.right - dx) // SQUARE))
        return [TileKey(0, row, column) for row in rows for column in columns]

    def place(self, key: TileKey) -> Region:
        left, top = key.column * SQUARE + self.shift[0], key.row * SQUARE + self.shift[1]
        return Region(left, top, left + SQUARE, top + SQUARE)

    def renew(self, key: TileKey) -> bool:
        if key not in self.made and self.time:
            self.time -= 1
            self.made.add(key)
        return key in self.made

    def paint(self, painter: QPainter, clip: Region) -> list[TileKey]:
        self.painted.append(clip)
        rough = []
        for key in self.keys(clip):
            part, fine = self.place(key).overlap(clip), self.renew(key)
            colour = QColor(key.row % 251, key.column % 241, 99) if fine else QColor(0, 0, 0)
            painter.fillRect(part.left, part.top, part.width, part.height, colour)
            rough += [] if fine else [key]
        return rough


def seen(image: ScrolledImage) -> np.ndarray:
    target = QImage(80, 80, QImage.Format_RGB32)
    target.fill(0)
    painter = QPainter(target)
    image.copy_to(painter, PANE)
    painter.end()
    return array(target)


def fresh(shift: tuple[int, int]) -> np.ndarray:
    image = ScrolledImage(PANE)
    image.draw(PANE, Chequers(shift))
    return seen(image)


def test_what_was_moved_looks_like_what_is_drawn_there(qtbot: QtBot) -> None:
    image, tiles = ScrolledImage(PANE), Chequers()
    image.draw(PANE, tiles)
    for dx, dy in ((3, 0), (-11, 5), (0, -37), (59, 39), (-60, 1), (7, -400)):
        image.move(dx, dy)
        tiles.shift = (tiles.shift[0] + dx, tiles.shift[1] + dy)
        image.draw(PANE, tiles)
        assert np.array_equal(seen(image), fresh(tiles.shift))
        assert image.complete


def test_only_what_comes_into_view_is_drawn(qtbot: QtBot) -> None:
    image, tiles = ScrolledImage(PANE), Chequers()
    image.draw(PANE, tiles)
    tiles.painted.clear()
    image.move(4, -3)
    tiles.shift = (4, -3)
    image.draw(PANE, tiles)
    assert sum(part.width * part.height for part in tiles.painted) == 60 * 3 + 4 * 37


def test_what_is_hidden_waits_and_what_is_rough_is_drawn_when_there_is_time(qtbot: QtBot) -> None:
    image, tiles = ScrolledImage(PANE), Chequers(time=0)
    half = replace(PANE, right=40)
    image.draw(half, tiles)
    assert not image.is_drawn(half, tiles)
    assert {part.right for part in tiles.painted} == {40}
    tiles.time = 10**6
    image.draw(half, tiles)
    assert image.is_drawn(half, tiles)
    assert not image.complete
    image.draw(PANE, tiles)
    assert image.complete
    assert np.array_equal(seen(image), fresh((0, 0)))


def test_a_change_of_the_picture_is_drawn_alone(qtbot: QtBot) -> None:
    image, tiles = ScrolledImage(PANE), Chequers()
    image.draw(PANE, tiles)
    tiles.painted.clear()
    image.forget([Region(0, 0, 14, 25), Region(200, 0, 300, 9)])
    image.draw(PANE, tiles)
    assert tiles.painted == [Region(10, 20, 14, 25)]


@pytest.mark.parametrize("mode", [Mode.SPLIT, Mode.GRID])
@pytest.mark.parametrize("zoom", [0.8, 2.5])
def test_a_panned_frame_equals_one_drawn_afresh(qtbot: QtBot, mode: Mode, zoom: float) -> None:
    random = np.random.default_rng(6).integers(0, 255, (900, 1400, 3), np.uint8)
    smooth = cv2.GaussianBlur(random, (0, 0), 3)
    shown = [CandidateView(name, PictureSource.from_pixels(smooth)) for name in "ABC"]
    made = canvas(qtbot, shown, mode=mode, zoom=zoom)
    for way in ((0, 0), (13, -7), (-40, 3), (5, 90)):
        made.set_comparison(panned(made.comparison, made.stage(), *way))
        image = QImage(WIDTH, HEIGHT, QImage.Format_RGB32)
        painter = QPainter(image)
        while not made.paint_frame(painter):
            pass
        painter.end()
    made.set_tones(made.tones)
    fresh_view = array(made.render_view()).astype(int)
    assert np.abs(array(image) - fresh_view).max() <= 1


def test_tiles_of_a_result_that_arrive_while_the_view_rests_are_seen(qtbot: QtBot) -> None:
    pixels = np.full((900, 1400, 3), 40, np.uint8)
    result = PictureSource(Size(900, 1400), fallback=PictureSource.from_pixels(pixels))
    shown = [CandidateView("A", PictureSource.from_pixels(pixels)), CandidateView("B", result)]
    made = canvas(qtbot, shown, divider=0.0)
    made.come_to_rest()
    result.write(Region(300, 200, 700, 500), np.full((300, 400, 3), 220, np.uint8))
    made.come_to_rest()
    kept = view_of(made)
    made.layers.cache.drop(made.layers.pyramid(1, 1.0, 1).number)
    made.set_tones(made.tones)
    assert np.array_equal(kept, view_of(made))
    assert (kept == 220).all(axis=2).sum() > 1000


def test_tiles_that_were_scaled_for_a_pan_follow_the_picture(qtbot: QtBot) -> None:
    pixels = np.full((900, 1400, 3), 40, np.uint8)
    result = PictureSource(Size(900, 1400), fallback=PictureSource.from_pixels(pixels))
    shown = [CandidateView("A", PictureSource.from_pixels(pixels)), CandidateView("B", result)]
    made = canvas(qtbot, shown, divider=0.0, zoom=0.8)
    for colour in (220, 90):
        result.write(Region(0, 0, 1400, 900), np.full((900, 1400, 3), colour, np.uint8))
        for way in ((20, 0), (-30, 0), (-30, 0)):
            made.set_comparison(panned(made.comparison, made.stage(), *way))
            made.come_to_rest()
            assert set(np.unique(view_of(made))) == {colour}


@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (1400, 900)])
def test_a_frame_drawn_quickly_while_zooming_gives_way_to_the_exact_one(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    random = np.random.default_rng(5).integers(0, 255, (1800, 2700, 3), np.uint8)
    shown = [CandidateView(name, PictureSource.from_pixels(random)) for name in "AB"]
    made = canvas(qtbot, shown)
    made.resize(*size)
    for zoom in (0.6, 0.7, 0.8):
        made.set_comparison(replace(made.comparison, zoom=zoom))
        moving = array(made.grab().toImage())
    qtbot.waitUntil(made.is_complete)
    made.set_tones(made.tones)
    exact = array(made.render_view()).astype(int)
    assert np.abs(array(made.grab().toImage()) - exact).max() <= 1
    assert np.abs(moving - exact).max() > 1


def test_a_pyramid_tells_what_has_changed_since_a_version() -> None:
    source = PictureSource(Size(600, 700))
    pyramid = Pyramid(source, TileCache(10**7))
    part = Region(0, 0, 256, 256)
    source.write(part, np.zeros((256, 256, 3), np.uint8))
    assert pyramid.changes_since(0) == [part]
    assert pyramid.changes_since(1) == []
    for _ in range(200):
        source.write(part, np.zeros((256, 256, 3), np.uint8))
    assert pyramid.changes_since(0) == [source.size.region]
    assert pyramid.changes_since(200) == [part]


def test_a_frame_makes_no_tile_that_takes_longer_than_is_left() -> None:
    assert not FrameBudget(1.0, in_any_case=0.0).allows(2.0)
    spent = FrameBudget(0.0, in_any_case=0.5)
    assert [spent.allows(cost) for cost in (0.6, 0.4, 0.4)] == [False, True, False]
    generous = FrameBudget(60.0)
    assert generous.allows(100.0)
    assert not generous.allows(100.0)
    assert generous.allows(1.0)


def test_a_long_pan_gets_sharp_even_where_tiles_are_slow(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pyramid, "cost", lambda self, key: 1.0)
    random = np.random.default_rng(7).integers(0, 255, (3000, 4000, 3), np.uint8)
    shown = [CandidateView(name, PictureSource.from_pixels(random)) for name in "AB"]
    made = canvas(qtbot, shown, zoom=0.7)
    made.resize(WIDTH // 2, HEIGHT // 2)
    image = QImage(WIDTH, HEIGHT, QImage.Format_RGB32)
    complete = []
    for step in range(400):
        made.set_comparison(panned(made.comparison, made.stage(), (-1) ** step * 5, 0))
        painter = QPainter(image)
        complete.append(made.paint_frame(painter))
        painter.end()
    assert complete[-1] and not complete[0]


def test_what_stands_in_for_missing_tiles_covers_no_tile_that_is_there(qtbot: QtBot) -> None:
    fine = np.random.default_rng(8).integers(0, 255, (1024, 2048, 3), np.uint8)
    pyramid = Pyramid(PictureSource.from_pixels(fine), TileCache(10**8), wrap=qimage)
    there = {TileKey(0, 0, 1), TileKey(0, 2, 2), TileKey(0, 3, 0)}
    for key in (*there, TileKey(1, 0, 0), TileKey(2, 0, 0)):
        pyramid.make(key)
    view, none = Region(0, 0, 2048, 1024), FrameBudget(0.0, in_any_case=0.0)
    tiles = Tiles(pyramid, ViewTransform(1.0, 0, 0), none, QColor("red"), smooth=False)
    image = QImage(view.width, view.height, QImage.Format_RGB32)
    painter = QPainter(image)
    rough = tiles.paint(painter, view)
    painter.end()
    drawn = array(image)
    assert set(rough) == set(pyramid.keys(0, view)) - there
    for key in pyramid.keys(0, view):
        place = pyramid.place(key)
        same = place.of(drawn) == place.of(fine)
        assert same.all() == (key in there)
        assert place.of(drawn).std() < 75.0 or key in there  # an average, neither red nor black
        assert abs(place.of(drawn).mean() - 127.0) < 3.0
