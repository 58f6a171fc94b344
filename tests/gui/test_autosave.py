"""A crash costs nothing: the session is on disk, and is offered at the next start."""

from __future__ import annotations

import pytest

from core.autosave import autosave, autosave_path
from core.session import Session, read_session
from gui.autosave import offer_text
from tests.gui.window_scene import SHARPEN, make_window, photo_file

NOBODY = 999_999_999


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path)
    qtbot.addWidget(made.frame)
    made.frame.show()
    yield made
    made.frame.close()


def crashed(folder, path, hash_: str = "") -> Session:
    session = Session(path, hash_).with_candidate(SHARPEN)
    autosave(autosave_path(folder / "unsaved", NOBODY), session)
    return session


def opened(window, qtbot, path) -> None:
    with qtbot.waitSignal(window.state.photo_changed, timeout=10_000):
        window.opening.open(path)


def test_the_session_is_saved_while_it_changes(window, qtbot, tmp_path):
    opened(window, qtbot, photo_file(tmp_path / "a.png"))
    window.state.change(window.state.session.with_candidate(SHARPEN))
    window.autosave.save()
    qtbot.waitUntil(window.autosave.path.exists)
    qtbot.waitUntil(lambda: read_session(window.autosave.path).candidates != ())
    assert read_session(window.autosave.path).path == tmp_path / "a.png"


def test_a_good_end_leaves_nothing(window, qtbot, tmp_path):
    opened(window, qtbot, photo_file(tmp_path / "a.png"))
    window.autosave.save()
    qtbot.waitUntil(window.autosave.path.exists)
    window.frame.close()
    assert not window.autosave.path.exists()


def test_a_crashed_session_is_offered_and_comes_back(qtbot, tmp_path):
    session = crashed(tmp_path, photo_file(tmp_path / "a.png"))
    made = make_window(tmp_path)
    qtbot.addWidget(made.frame)
    made.frame.show()
    notice = made.autosave.notice
    assert notice.isVisible() and "a.png" in notice.text
    with qtbot.waitSignal(made.state.photo_changed, timeout=10_000):
        notice.reopen_button.click()
    assert made.state.session.candidates == session.candidates
    assert not notice.isVisible()
    assert not autosave_path(tmp_path / "unsaved", NOBODY).exists()
    made.frame.close()


def test_a_session_that_cannot_be_opened_is_kept(qtbot, tmp_path):
    crashed(tmp_path, tmp_path / "gone.png")
    made = make_window(tmp_path)
    qtbot.addWidget(made.frame)
    made.frame.show()
    with qtbot.waitSignal(made.opening.photos.failed, timeout=10_000):
        made.autosave.notice.reopen_button.click()
    opened(made, qtbot, photo_file(tmp_path / "b.png"))
    assert autosave_path(tmp_path / "unsaved", NOBODY).exists()
    made.frame.close()


def test_it_can_be_discarded(qtbot, tmp_path):
    crashed(tmp_path, photo_file(tmp_path / "a.png"))
    made = make_window(tmp_path)
    qtbot.addWidget(made.frame)
    made.frame.show()
    made.autosave.notice.discard_button.click()
    assert not made.autosave.notice.isVisible()
    assert not autosave_path(tmp_path / "unsaved", NOBODY).exists()
    made.frame.close()


def test_without_a_crash_nothing_is_asked(window):
    assert not window.autosave.notice.isVisible()


def test_the_offer_says_what_it_is_about(tmp_path):
    session = Session(tmp_path / "a.png")
    assert offer_text(session).endswith("while a.png was open.")
    two = session.with_candidate(SHARPEN).with_candidate(SHARPEN)
    assert "compared with 2 results" in offer_text(two)
