"""A missing screen or library is found out before Qt could abort the program."""

from __future__ import annotations

import subprocess
import sys

from gui import display


def test_linux_without_a_screen_has_none():
    assert not display.has_display({}, "linux")
    assert display.has_display({"DISPLAY": ":0"}, "linux")
    assert display.has_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert display.has_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert display.has_display({}, "darwin")


def test_a_missing_library_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(display, "LIBRARIES", {"libnowhere.so.9": ("libnowhere9", "nowhere")})
    missing = display.missing_libraries({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    sentence = display.missing_sentence(missing)
    assert list(missing) == ["libnowhere.so.9"]
    assert "sudo apt install libnowhere9" in sentence
    assert "sudo dnf install nowhere" in sentence


def test_no_library_is_asked_for_outside_linux(monkeypatch):
    monkeypatch.setattr(display, "LIBRARIES", {"libnowhere.so.9": ("a", "b")})
    assert display.missing_libraries({}, "win32") == {}


def test_looking_for_a_screen_imports_no_qt():
    code = "import sys, gui.display; print('PySide6' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


def test_a_display_of_an_ended_session_is_named_before_qt_ends_over_it(monkeypatch, tmp_path):
    monkeypatch.setattr(display, "_answers", lambda name: name == ":0")
    assert display.silent_display({"DISPLAY": ":7"}, "linux") == ":7"
    assert display.silent_display({"DISPLAY": ":0"}, "linux") == ""
    assert display.silent_display({}, "linux") == ""
    assert display.silent_display({"DISPLAY": ":7"}, "darwin") == ""
    assert display.silent_display({"DISPLAY": ":7", "QT_QPA_PLATFORM": "offscreen"}, "linux") == ""
    wayland = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert display.silent_display(wayland, "linux") == "wayland-0"
    (tmp_path / "wayland-0").touch()
    assert display.silent_display(wayland, "linux") == ""
