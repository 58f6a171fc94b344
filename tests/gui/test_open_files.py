from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from core.comparison import Comparison, ZoomBox
from core.errors import InputError, PhotoError
from core.evaluation.reference import Reference
from core.photos.picture_origin import origin_text, session_of
from core.photos.reading import open_photo
from core.photos.writing import SaveOptions, save_picture
from core.recipe import Recipe
from core.region import Region
from core.session import Session, session_to_text
from gui.open_files import Opener, RecentFiles, next_photo, opened, opened_origin
from gui.settings import Settings
from tests.gui.window_scene import SHARPEN, figure_file, make_engine, photo_file


def session_on(path: Path) -> Session:
    photo = open_photo(path)
    session = Session().with_candidate(SHARPEN)
    boxes = (ZoomBox(Region(10, 10, 30, 30)),)
    return Session(path, photo.content_hash, session.candidates, Comparison(shown=1, boxes=boxes))


def test_a_folder_opens_its_first_photo(tmp_path):
    photo_file(tmp_path / "b10.png")
    photo_file(tmp_path / "b9.png")
    assert opened(tmp_path).photo.name == "b9.png"


def test_an_empty_folder_is_one_sentence(tmp_path):
    with pytest.raises(PhotoError, match="holds no photo"):
        opened(tmp_path)


def test_a_saved_session_brings_photo_and_methods_back(tmp_path):
    session = session_on(photo_file(tmp_path / "a.png"))
    file = tmp_path / "a.diptych"
    file.write_text(session_to_text(session), "utf-8")
    found = opened(file)
    assert found.session == session
    assert found.photo.name == "a.png"


def test_a_moved_photo_is_found_beside_the_session_even_under_another_name(tmp_path):
    session = session_on(photo_file(tmp_path / "a.png"))
    moved = tmp_path / "moved"
    moved.mkdir()
    photo_file(moved / "other.png", seed=9)
    (tmp_path / "a.png").rename(moved / "renamed.png")
    file = moved / "a.diptych"
    file.write_text(session_to_text(session), "utf-8")
    assert opened(file).photo.name == "renamed.png"


def test_a_session_without_its_photo_names_it(tmp_path):
    session = session_on(photo_file(tmp_path / "a.png"))
    (tmp_path / "a.png").unlink()
    file = tmp_path / "a.diptych"
    file.write_text(session_to_text(session), "utf-8")
    with pytest.raises(PhotoError, match=r"a\.png, which is not there"):
        opened(file)


@pytest.mark.parametrize("ending", [".png", ".pdf"])
def test_a_figure_brings_its_session_back_and_names_no_folder(tmp_path, ending):
    path = photo_file(tmp_path / "a.png")
    session = session_on(path)
    figure = tmp_path / f"figure{ending}"
    figure_file(figure, open_photo(path), session)
    found = opened(figure)
    assert found.session.candidates == session.candidates
    assert found.session.comparison == session.comparison
    assert str(tmp_path).encode() not in figure.read_bytes()


def test_a_figure_far_from_its_photo_opens_as_a_picture(tmp_path):
    path = photo_file(tmp_path / "a.png")
    (tmp_path / "far").mkdir()
    figure = tmp_path / "far" / "figure.png"
    figure_file(figure, open_photo(path), session_on(path))
    assert opened(figure).session is None


def test_a_reference_with_the_photos_name_is_told_from_the_photo_by_its_content(tmp_path):
    path = photo_file(tmp_path / "a.png")
    for folder in ("theirs", "truth"):
        (tmp_path / folder).mkdir()
    truth = photo_file(tmp_path / "truth" / "a.png", seed=5)
    other = photo_file(tmp_path / "theirs" / "b.png", seed=6)
    session = session_on(path).with_candidate(Recipe("Theirs"), file=other)
    session = replace(session, reference=Reference(truth, open_photo(truth).content_hash))
    file = tmp_path / "given.diptych"
    file.write_text(session_to_text(session, portable=True), "utf-8")
    found = opened(file).session
    assert found.reference.path == truth
    assert found.candidates[1].file == other


def saved_picture(path: Path, photo: Path, **options) -> Path:
    source = open_photo(photo)
    made = make_engine().run(source, SHARPEN)
    text = origin_text(session_of(source, SHARPEN), made.report)
    save_picture(made.pixels, path, source=source, options=SaveOptions(**options), text=text)
    return path


@pytest.mark.parametrize("ending", [".png", ".jpg", ".tif", ".webp"])
def test_a_saved_picture_is_a_photo_that_can_say_how_it_was_made(tmp_path, ending):
    path = photo_file(tmp_path / "a.png")
    saved = saved_picture(tmp_path / f"out{ending}", path)
    plain = opened(saved)
    assert plain.photo.name == saved.name
    assert plain.session is None
    assert plain.origin["photo"]["name"] == "a.png"
    found = opened_origin(saved)
    assert found.photo.name == "a.png"
    assert found.session.candidates[0].recipe == SHARPEN
    assert found.provenance["methods"][0]["report"]["steps"][0]["op"] == "unsharp"
    assert str(tmp_path).encode() not in saved.read_bytes()


def test_a_picture_made_of_a_saved_one_does_not_carry_the_first_ones_session(tmp_path):
    first = saved_picture(tmp_path / "first.jpg", photo_file(tmp_path / "a.png"))
    second = saved_picture(tmp_path / "second.jpg", first)
    assert opened(second).origin["photo"]["name"] == "first.jpg"
    third = saved_picture(tmp_path / "third.jpg", first, provenance=False)
    assert opened(third).origin is None
    assert b"diptych" not in third.read_bytes().lower()


def test_a_picture_that_says_nothing_is_one_sentence(tmp_path):
    with pytest.raises(PhotoError, match=r"a\.png does not say how it was made"):
        opened_origin(photo_file(tmp_path / "a.png"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.jpg", b"this is text"),
        ("empty.png", b""),
        ("damaged.diptych", b"{}"),
    ],
)
def test_bad_files_are_one_sentence_with_their_name(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=name):
        opened(tmp_path / name)


def test_the_newest_wish_wins(qtbot):
    first, go = threading.Event(), threading.Event()

    def load(path: Path) -> Path:
        first.set()
        go.wait(5)
        return path

    opener = Opener(load)
    done = []
    opener.done.connect(done.append)
    opener.open(Path("one"))
    qtbot.waitUntil(first.is_set)
    for name in ("two", "three"):
        opener.open(Path(name))
    go.set()
    qtbot.waitUntil(lambda: bool(done))
    opener.close()
    assert done == [Path("three")]


def test_in_a_queue_every_file_is_read(qtbot):
    opener = Opener(lambda path: path, newest_wins=False)
    done = []
    opener.done.connect(done.append)
    for name in ("one", "two", "three"):
        opener.open(Path(name))
    qtbot.waitUntil(lambda: len(done) == 3)
    opener.close()


def test_recent_files_are_newest_first_and_at_most_ten(tmp_path):
    recent = RecentFiles(Settings(tmp_path / "s.ini"))
    for number in range(12):
        recent.add(tmp_path / f"Bäume {number}.jpg")
    recent.add(tmp_path / "Bäume 5.jpg")
    names = [path.name for path in RecentFiles(Settings(tmp_path / "s.ini")).paths]
    assert names[:2] == ["Bäume 5.jpg", "Bäume 11.jpg"]
    assert len(names) == 10
    assert recent.folder == tmp_path


def test_a_photo_from_memory_has_no_neighbour():
    assert next_photo(None, 1) is None
