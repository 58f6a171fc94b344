from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget

from gui.file_dialogs import ask_for_file


def test_a_missing_file_is_left_to_the_window_to_tell(qtbot, tmp_path):
    owner = QWidget()
    qtbot.addWidget(owner)
    seen = []

    def answer() -> None:
        dialog = owner.findChild(QFileDialog)
        dialog.findChild(QLineEdit).setText(str(tmp_path / "lost.jpg"))
        dialog.accept()
        seen.extend(QApplication.topLevelWidgets())

    QTimer.singleShot(100, answer)
    path = ask_for_file(owner, "Open photo", tmp_path, "Photos (*.jpg)")
    assert path == tmp_path / "lost.jpg"
    assert not any(isinstance(widget, QMessageBox) for widget in seen)


def test_nothing_chosen(qtbot, tmp_path):
    owner = QWidget()
    qtbot.addWidget(owner)
    QTimer.singleShot(100, lambda: owner.findChild(QFileDialog).reject())
    assert ask_for_file(owner, "Open photo", tmp_path, "") is None
