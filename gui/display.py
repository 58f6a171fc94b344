"""Is there a screen, and can Qt use it? Asked before Qt is imported, so it imports none of it."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

NO_SCREEN_PLATFORMS = ("offscreen", "minimal", "vnc")

# What PySide6's wheel expects of a Linux system, and the packages that bring it.
LIBRARIES = {
    "libEGL.so.1": ("libegl1", "mesa-libEGL"),
    "libGL.so.1": ("libgl1", "mesa-libGL"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libX11.so.6": ("libx11-6", "libX11"),
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
}


def has_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """True if a window can appear somewhere, or the user chose a platform that needs no screen."""
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in NO_SCREEN_PLATFORMS:
        return True
    if not platform.startswith("linux"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def silent_display(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> str:
    """Name of a display that is set and does not answer, as after an ssh session; empty if none.

    Qt would end the program over it, and speak of reinstalling.
    """
    if not platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return ""
    wayland, x11 = environment.get("WAYLAND_DISPLAY", ""), environment.get("DISPLAY", "")
    if wayland and Path(environment.get("XDG_RUNTIME_DIR", ""), wayland).exists():
        return ""
    return "" if x11 and _answers(x11) else x11 or wayland


def _answers(display: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # what is missing is told by `missing_libraries`
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def missing_libraries(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> dict[str, tuple[str, str]]:
    """System libraries that Qt would not find, with the Debian and the Fedora package of each."""
    if not platform.startswith("linux"):
        return {}
    chosen = environment.get("QT_QPA_PLATFORM", "")
    on_x11 = chosen.startswith("xcb") or (not chosen and bool(environment.get("DISPLAY")))
    needed = {**LIBRARIES, **(X11_LIBRARIES if on_x11 else {})}
    return {name: packages for name, packages in needed.items() if not _loads(name)}


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_sentence(missing: Mapping[str, tuple[str, str]]) -> str:
    """What to install, in one sentence."""
    debian = " ".join(dict.fromkeys(packages[0] for packages in missing.values()))
    fedora = " ".join(dict.fromkeys(packages[1] for packages in missing.values()))
    return (
        f"Qt needs system libraries that are not here ({', '.join(missing)}). "
        f"Debian, Ubuntu: sudo apt install {debian}. Fedora: sudo dnf install {fedora}."
    )
