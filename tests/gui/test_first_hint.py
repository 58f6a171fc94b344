from __future__ import annotations

from gui.actions import Act
from gui.first_hint import FirstHint
from gui.settings import HINT_READ, Settings
from tests.gui.window_scene import make_window, open_and_wait, photo_file


def test_the_hint_goes_away_for_good(qtbot, tmp_path):
    for visible in (True, False):
        hint = FirstHint(Settings(tmp_path / "window.ini"))
        qtbot.addWidget(hint)
        hint.begin()
        assert hint.isVisible() == visible
        hint.read_button.click()
        assert not hint.isVisible()


def test_a_new_user_sees_it_with_the_first_photo_until_the_keys_were_looked_at(qtbot, tmp_path):
    window = make_window(tmp_path / "settings")
    qtbot.addWidget(window.frame)
    window.frame.show()
    assert not window.hint.isVisible()
    open_and_wait(qtbot, window, photo_file(tmp_path / "a.png"))
    assert window.hint.isVisible()
    assert "divider" in window.hint.text
    window.menu_actions[Act.KEYS].trigger()
    assert not window.hint.isVisible()
    assert window.settings.get(HINT_READ)
    window.frame.close()
