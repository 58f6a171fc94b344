from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest

from gui.row_list import Row, RowList

ROWS = (Row("a", "A", on=True), Row("b", "B", on=False), Row("c", "C", "why", on=True))


@pytest.fixture
def rows(qtbot):
    made = RowList("Letters", movable=True)
    qtbot.addWidget(made)
    made.show_rows(ROWS, most=9)
    made.resize(160, 120)
    made.show()
    made.heard = []
    made.changed.connect(lambda: made.heard.append(made.ticked))
    return made


def keys(rows: RowList) -> str:
    return "".join(row.key for row in rows.rows)


def test_a_click_on_the_square_ticks(rows, qtbot):
    place = rows.visualRect(rows.model().index(1, 0))
    QTest.mouseClick(
        rows.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(9, 12)
    )
    assert rows.heard == [("a", "b", "c")]


def test_space_unticks_the_current_row(rows):
    rows.choose(0)
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert rows.ticked == ("c",)


def test_a_row_that_cannot_be_chosen_says_why_and_does_not_count(rows):
    rows.show_rows([Row("a", "A", on=True, why_not="Too large."), ROWS[2]])
    assert rows.ticked == ("c",)
    first = rows.model().index(0, 0)
    assert first.data(Qt.ItemDataRole.ToolTipRole) == "Too large."
    assert not first.flags() & Qt.ItemFlag.ItemIsEnabled


def test_rows_are_moved_with_alt_and_an_arrow(rows):
    rows.choose(0)
    QTest.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert keys(rows) == "bac"
    QTest.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert keys(rows) == "bca"
    assert rows.current == 2
    QTest.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert keys(rows) == "bac"


@pytest.mark.parametrize(
    ("first", "before", "wanted"), [(0, 3, "bca"), (2, 0, "cab"), (1, 0, "bac"), (0, 2, "bac")]
)
def test_rows_are_moved_by_dragging(rows, first, before, wanted):
    assert rows.model().moveRows(QModelIndex(), first, 1, QModelIndex(), before)
    assert keys(rows) == wanted
    assert len(rows.heard) == 1


def test_a_list_without_ticks_tells_which_row_is_chosen(qtbot):
    plain = RowList("Plain")
    qtbot.addWidget(plain)
    plain.show_rows([Row("x", "X"), Row("y", "Y")])
    with qtbot.waitSignal(plain.chosen) as heard:
        plain.choose(1)
    assert heard.args == [1]
    assert plain.model().index(0, 0).data(Qt.ItemDataRole.CheckStateRole) is None
