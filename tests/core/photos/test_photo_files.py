from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InputError
from core.photos.photo_files import neighbour, photos_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("IMG_10.JPG", "img_2.jpg", "b.png", ".hidden.jpg", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.jpg").mkdir()
    return tmp_path


def test_photos_come_in_the_order_people_expect(folder):
    assert [p.name for p in photos_in(folder)] == ["b.png", "img_2.jpg", "IMG_10.JPG"]


def test_depth_maps_beside_their_photos_are_no_photos(folder):
    for name in ("img_2.depth.png", "IMG_10.JPG.depth.png", "alone.depth.png"):
        (folder / name).write_bytes(b"x")
    names = [p.name for p in photos_in(folder)]
    assert names == ["alone.depth.png", "b.png", "img_2.jpg", "IMG_10.JPG"]


def test_neighbours_go_around_the_ends(folder):
    assert neighbour(folder / "IMG_10.JPG", 1).name == "b.png"
    assert neighbour(folder / "b.png", -1).name == "IMG_10.JPG"
    assert neighbour(folder / "b.png", 1).name == "img_2.jpg"


def test_a_photo_alone_has_no_neighbour(tmp_path):
    (tmp_path / "one.jpg").write_bytes(b"x")
    assert neighbour(tmp_path / "one.jpg", 1) is None


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="gone"):
        photos_in(tmp_path / "gone")
