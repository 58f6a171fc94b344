from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.comparison import Comparison, ZoomBox
from core.region import Region
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
    qtbot.addWidget(window.frame)
    window.state.set_photo(photo())
    window.state.tick("unsharp", window.methods.recipe("unsharp"), on=True)
    after = window.recipe.menu_button.nextInFocusChain()
    assert window.recipe.cards[0].isAncestorOf(after)
    window.frame.close()


def test_zoom_boxes_follow_the_canvas(qtbot, tmp_path):
    window = make_window(tmp_path)
    qtbot.addWidget(window.frame)
    window.state.set_photo(photo())
    window.state.look(Comparison(boxes=(ZoomBox(Region(4, 4, 20, 20), "#ffffff"),)))
    crop = window.strip.crops[0, 0]
    window.frame.show()
    window.canvas.setFocus()
    window.canvas.focusNextChild()
    assert window.frame.focusWidget() is crop
    crop.focusNextChild()
    assert window.right.isAncestorOf(window.frame.focusWidget())
    window.frame.close()
