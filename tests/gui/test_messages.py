from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from core.errors import Cancelled, PhotoError
from gui.messages import Message, MessageBar, Offer, about, message_of


@pytest.fixture
def bar(qtbot) -> MessageBar:
    made = MessageBar()
    qtbot.addWidget(made)
    return made


def test_an_error_is_a_sentence_with_a_remedy(bar):
    bar.report(PhotoError("a.jpg is empty.", remedy="Copy it again.", detail="0 bytes"))
    assert bar.isVisible()
    assert bar._sentence.text() == "a.jpg is empty."
    assert bar._remedy.text() == "Copy it again."
    bar.copy_detail()
    assert QApplication.clipboard().text() == "a.jpg is empty.\nCopy it again.\n0 bytes"


def test_a_cancelled_run_says_nothing(bar):
    bar.report(Cancelled())
    assert not bar.isVisible()


def test_a_mistake_of_the_program_is_no_traceback_but_has_one_to_copy():
    try:
        raise KeyError("x")
    except KeyError as error:
        message = message_of(error)
    assert "Traceback" not in message.sentence + message.remedy
    assert "KeyError" in message.detail


def test_messages_wait_for_each_other_and_are_not_repeated(bar):
    for sentence in ("one", "two", "one"):
        bar.show_message(Message(sentence))
    assert bar.message.sentence == "one"
    assert "1 more" in bar._close.text()
    bar.dismiss()
    assert bar.message.sentence == "two"
    bar.dismiss()
    assert not bar.isVisible()


def test_without_detail_there_is_nothing_to_copy(bar):
    bar.show_message(Message("one"))
    assert not bar._copy.isVisible()


def test_about_names_versions(qapp):
    assert "numpy" in about().detail


def test_a_name_that_looks_like_markup_is_shown_as_it_is(bar):
    bar.report(PhotoError("<b>cat</b>.png is damaged.", remedy="<i>Open</i> another one."))
    for label in bar.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_an_offer_is_taken_with_a_button_and_then_gone(bar):
    taken = []
    bar.show_message(
        Message("a.png was made of b.png.", offer=Offer("Open it", lambda: taken.append(1)))
    )
    assert bar.offer_button.isVisible()
    assert bar.offer_button.text() == "Open it"
    bar.offer_button.click()
    assert taken == [1]
    assert bar.message is None
    bar.show_message(Message("Something else."))
    assert not bar.offer_button.isVisible()


def test_the_remedy_follows_the_sentence_and_both_break_where_there_is_no_room(bar):
    bar.resize(900, 40)
    bar.show_message(Message("a.jpg is empty (0 bytes).", "Copy it again."))
    QApplication.sendPostedEvents()
    bar.layout().activate()
    gap = bar._remedy.x() - bar._sentence.geometry().right()
    assert 0 < gap < 40
    bar.resize(260, 60)
    bar.layout().activate()
    assert bar._sentence.wordWrap()
    assert bar._remedy.wordWrap()
