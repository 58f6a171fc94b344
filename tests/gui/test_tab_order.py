from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui.tab_order import set_tab_order
from tests.gui.window_scene import make_window, photo


def test_tab_goes_through_the_parts_as_told(qtbot):
    whole = QWidget()
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    late, early = QWidget(whole), QWidget(whole)
    stops = [QLineEdit(early), QComboBox(early), QPushButton(late)]
    for part in (early, late):
        column.addWidget(part)
    set_tab_order(early, late)
    whole.show()
    stops[0].setFocus()
    seen = [whole.focusWidget()]
    for _ in range(2):
        whole.focusNextChild()
        seen.append(whole.focusWidget())
    assert seen == stops


def test_every_control_of_the_window_has_a_name_and_the_step_follows_its_menu(qtbot, tmp_path):
    window = make_window(tmp_path)
    qtbot.addWidget(window)
    window.show()
    window.state.set_photo(photo())
    window.state.tick("unsharp", window.methods.recipe("unsharp"), on=True)
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            text = widget.text() if hasattr(widget, "text") else ""
            assert widget.accessibleName() or text.strip("✕⋯… "), widget
    menu = window.recipe.menu_button
    assert window.recipe.cards[0].isAncestorOf(menu.nextInFocusChain())
    window.close()
