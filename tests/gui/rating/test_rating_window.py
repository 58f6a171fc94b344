"""Blind rating: no names before the end, every rating saved at once, breaks cost nothing."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt

from core import rating_files
from core.rating import RatedMethod, RatingStudy, opinion_scores, ratings_csv, scores_csv
from core.rating_files import saved_studies, study_path
from core.recipe import Recipe, Step
from gui.rating.rating_window import RatingWindow
from gui.registry.methods import Methods
from tests.gui.window_scene import ENLARGE, SHARPEN, make_engine, photo_file

OPINION = {0: 2, 1: 4, 2: 1}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(rating_files, "config_folder", lambda: tmp_path / "config")


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    return [photo_file(folder / f"IMG_{n}.png", seed=n) for n in range(3)]


@pytest.fixture
def window(qtbot):
    engine = make_engine()
    made = RatingWindow(engine, Methods(engine.ops))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.shut_down()


def study(photos) -> RatingStudy:
    methods = (
        RatedMethod("Input", Recipe("")),
        RatedMethod("Sharp", SHARPEN),
        RatedMethod("Large", ENLARGE),
    )
    return RatingStudy("evening", tuple(photos), methods, 7)


def wait_for_picture(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.page.can_rate, timeout=10_000)


def rate_all(window, qtbot) -> None:
    while window.study is not None and not window.study.finished:
        wait_for_picture(window, qtbot)
        value = OPINION[window.study.next.method]
        qtbot.keyClick(window.page, Qt.Key(Qt.Key.Key_0 + value))


def visible_words(window) -> str:
    from PySide6.QtWidgets import QAbstractButton, QLabel

    parts = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    words = [p.text() + p.toolTip() + p.accessibleName() for p in parts if p.isVisible()]
    return " ".join([window.windowTitle(), *words])


def test_names_are_told_at_the_end_only(window, photos, qtbot):
    window.begin(study(photos))
    wait_for_picture(window, qtbot)
    words = visible_words(window)
    assert not any(name in words for name in ("Input", "Sharp", "Large", "IMG_"))
    rate_all(window, qtbot)
    assert window.pages.currentWidget() is window.scores
    assert [row[0] for row in window.scores.table.texts] == ["Sharp", "Input", "Large"]
    assert window.scores.table.texts[0][1] == "4.00"


def test_all_methods_have_one_size(window, photos, qtbot):
    sizes = set()
    window.begin(study(photos))
    while not window.study.finished:
        wait_for_picture(window, qtbot)
        sizes.add((window.page.view.image.width(), window.page.view.image.height()))
        qtbot.keyClick(window.page, Qt.Key.Key_3)
    assert sizes == {(270, 180)}


def test_every_rating_is_on_disk_at_once(window, photos, qtbot):
    window.begin(study(photos))
    for rating in (4, 2):
        wait_for_picture(window, qtbot)
        window.page.buttons[rating].click()
        assert json.loads(study_path("evening").read_text("utf-8"))["ratings"][-1] == rating


def test_it_goes_on_after_a_break(window, photos, qtbot):
    window.begin(study(photos))
    wait_for_picture(window, qtbot)
    qtbot.keyClick(window.page, Qt.Key.Key_4)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.setup and window.isVisible()
    assert "1 of 9" in window.setup.studies.model().index(0).data()
    window.setup.go_on_button.click()
    wait_for_picture(window, qtbot)
    assert window.study.ratings == (4,)
    assert window.page.count.text() == "2 of 9"


def test_a_slip_is_taken_back(window, photos, qtbot):
    window.begin(study(photos))
    wait_for_picture(window, qtbot)
    first = window.study.next
    qtbot.keyClick(window.page, Qt.Key.Key_4)
    wait_for_picture(window, qtbot)
    qtbot.keyClick(window.page, Qt.Key.Key_Backspace)
    assert window.study.ratings == () and window.study.next == first


def test_nothing_is_rated_before_it_is_seen(window, photos, qtbot):
    window.begin(study(photos))
    qtbot.keyClick(window.page, Qt.Key.Key_4)
    assert window.study.ratings == ()
    wait_for_picture(window, qtbot)


def test_a_photo_that_is_gone_can_be_left_out(window, photos, qtbot):
    photos[0].unlink()
    window.begin(study(photos))
    while not window.study.finished:
        qtbot.waitUntil(
            lambda: window.page.can_rate or window.page.leave_out.isVisible(), timeout=10_000
        )
        if window.page.can_rate:
            qtbot.keyClick(window.page, Qt.Key.Key_3)
        else:
            window.page.leave_out.click()
    assert [sum(score.counts) for score in opinion_scores(window.study)] == [2, 2, 2]


def test_tables_are_written(window, photos, qtbot, tmp_path):
    window.begin(study(photos))
    rate_all(window, qtbot)
    window.save(tmp_path / "scores", scores_csv)
    window.save(tmp_path / "ratings.csv", ratings_csv)
    assert (tmp_path / "scores.csv").read_text("utf-8").startswith("method,mos,ci95_low")
    assert len((tmp_path / "ratings.csv").read_text("utf-8").splitlines()) == 10


def test_a_study_is_put_together_from_a_folder(window, photos, qtbot):
    mine = Recipe("", (Step("unsharp", {"amount": 2.0}),))
    window.offer({"Mine": mine}, photos[0].parent)
    setup = window.setup
    assert not setup.begin_button.isEnabled()
    setup.ticks.tick("input")
    setup.ticks.tick("Mine")
    setup.how_many.setValue(2)
    assert "2 methods × 2 photos = 4 ratings" in setup.amount.text()
    with qtbot.waitSignal(setup.chosen) as chosen:
        setup.begin_button.click()
    made = chosen.args[0]
    assert (len(made.photos), len(made.methods), made.ratings) == (2, 2, ())
    assert saved_studies()[0] == [made]


def test_another_person_rates_the_same_and_both_count(window, photos, qtbot):
    window.begin(study(photos))
    rate_all(window, qtbot)
    window.pause()
    window.setup.again_button.click()
    assert window.study.name != "evening" and window.study.ratings == ()
    rate_all(window, qtbot)
    window.pause()
    window.setup.studies.selectAll()
    assert window.setup.go_on_button.text() == "Scores together"
    window.setup.go_on_button.click()
    assert "18 ratings" in window.scores.heading.text()
    assert window.scores.table.texts[0][3] == "6"
