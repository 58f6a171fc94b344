"""Qt without a screen, with settings of its own, and with every Qt warning a failure."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QSettings, QtMsgType, qInstallMessageHandler

HARMLESS = (
    "This plugin does not support",
    "propagateSizeHints",
    "QFontDatabase: Cannot find font directory",
)


def pytest_report_header() -> str:
    """Name a binding that crashes: its calls lose references of None before Python 3.12."""
    broken = PySide6.__version__.startswith("6.12.0") and sys.version_info < (3, 12)
    return "PySide6 6.12.0 crashes on Python 3.11: install another version" if broken else ""


@pytest.fixture(autouse=True)
def isolated_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and presets of a test go to its own folder."""
    for place in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(place, str(tmp_path / "config"))
    if sys.platform == "darwin":
        monkeypatch.setattr(Path, "home", lambda: tmp_path)
    QSettings.setDefaultFormat(QSettings.IniFormat)
    QSettings.setPath(QSettings.IniFormat, QSettings.UserScope, str(tmp_path))


@pytest.fixture(autouse=True)
def qt_warnings_fail() -> Iterator[None]:
    """What Qt warns of during a test fails it."""
    said: list[str] = []

    def listen(kind: QtMsgType, context: object, text: str) -> None:
        serious = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if serious and not any(harmless in text for harmless in HARMLESS):
            said.append(text)

    before = qInstallMessageHandler(listen)
    yield
    qInstallMessageHandler(before)
    assert not said, said
