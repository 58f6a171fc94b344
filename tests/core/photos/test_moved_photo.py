"""A session finds its photo again, wherever it went, and says when it is another one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from core.autosave import autosave, autosave_path, left_behind
from core.photos.moved_photo import Found, find_photo
from core.recipe import Recipe, Step
from core.session import Session

CONTENT = b"the photo"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "2025"
    folder.mkdir()
    return folder / "IMG_7.jpg"


def session_of(path: Path) -> Session:
    return Session(path, hashlib.sha256(CONTENT).hexdigest())


def put(path: Path, content: bytes = CONTENT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_photo_that_stayed_is_there(old, tmp_path):
    found = find_photo(session_of(put(old)), tmp_path)
    assert (found.path, found.how) == (old, Found.THERE)
    assert found.sentence(session_of(old)) == ""


@pytest.mark.parametrize(
    "place", ["2025/best/x.JPG", "2025/other.png", "mine/IMG_7.jpg", "mine/y/z.jpg"]
)
def test_a_photo_that_went_is_found_by_its_content(old, tmp_path, place):
    put(old.with_name("IMG_8.jpg"), b"another photo")
    now = put(tmp_path / place)
    found = find_photo(session_of(old), tmp_path / "mine")
    assert (found.path, found.how) == (now, Found.MOVED)
    assert now.name in found.sentence(session_of(old))


def test_a_copy_of_then_is_better_than_a_changed_original(old, tmp_path):
    put(old, b"edited since")
    copy = put(tmp_path / "mine" / "backup.jpg")
    assert find_photo(session_of(old), tmp_path / "mine").path == copy


def test_a_changed_original_is_said_to_be_one(old, tmp_path):
    put(old, b"edited since")
    found = find_photo(session_of(old), tmp_path / "mine")
    assert (found.path, found.how) == (old, Found.CHANGED)
    assert "IMG_7.jpg has changed" in found.sentence(session_of(old))


def test_a_photo_that_is_gone_is_not_found(old, tmp_path):
    put(old.with_name("IMG_8.jpg"), b"another photo")
    assert find_photo(session_of(old), tmp_path / "nowhere") is None
    assert find_photo(Session(), tmp_path) is None


def test_what_a_crash_leaves_is_found_and_what_runs_is_left_alone(tmp_path, old):
    crashed = session_of(old).with_candidate(Recipe("", (Step("unsharp"),)))
    autosave(autosave_path(tmp_path / "unsaved", 11), crashed)
    autosave(autosave_path(tmp_path / "unsaved", 12), session_of(old))
    put(tmp_path / "unsaved" / "unsaved-13.diptych", b"{ half")
    found = left_behind(tmp_path / "unsaved", lambda process: process == 12)
    assert found == [(autosave_path(tmp_path / "unsaved", 11), crashed)]
    assert not (tmp_path / "unsaved" / "unsaved-13.diptych").exists()
    assert left_behind(tmp_path / "nothing", lambda process: False) == []
