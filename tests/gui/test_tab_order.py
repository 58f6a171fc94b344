from __future__ import annotations

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


def test_the_steps_of_a_recipe_follow_its_menu(qtbot, tmp_path):
    window = make_window(tmp_path)
    qtbot.addWidget(window)
    window.state.set_photo(photo())
    window.state.tick("unsharp", window.methods.recipe("unsharp"), on=True)
    after = window.recipe.menu_button.nextInFocusChain()
    assert window.recipe.cards[0].isAncestorOf(after)
    window.close()
